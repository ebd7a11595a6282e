// The decision record: makes a form of the fields that stand in the page, fills it in from a protocol, saves, prints and clears
// it. Nothing leaves the device, and nothing is kept on it unless the reader says so.
{
  const place = document.querySelector('[data-record="form"]');
  const folder = new URL("../records/", document.currentScript.src);
  const key = "protocols.record";
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const make = (element, settings = {}, ...inside) => {
    const made = Object.assign(document.createElement(element), settings);
    made.append(...inside);
    return made;
  };
  // What is written about people is no business of a spelling service or of a browser's memory of forms.
  const quietly = (control) => Object.assign(control, { autocomplete: "off", spellcheck: false });

  // Fields: each has its words, a way to read and to write it, and what is printed of it.
  const written = (box) => {
    const words = box.querySelector("p");
    const id = "record-" + box.dataset.field;
    const label = make("label", { htmlFor: id }, ...words.childNodes);
    words.append(label);
    const kind = box.dataset.control;
    const control = quietly(kind === "text" ? make("textarea", { rows: 2 }) : make("input", { type: kind === "day" ? "date" : "text" }));
    Object.assign(control, { id, name: box.dataset.field });
    const onPaper = make("div", { className: "on-paper" });
    onPaper.setAttribute("aria-hidden", "true");
    box.append(control, onPaper);
    return {
      control,
      read: () => control.value.trim(),
      write: (value) => (control.value = value),
      print: () => (onPaper.textContent = control.value),
    };
  };
  const chosen = (box) => {
    const values = box.dataset.options.split(" ");
    const set = make("fieldset", {}, make("legend", {}, ...box.querySelector("p").childNodes));
    const buttons = all("li", box).map((option, index) => {
      const button = make("input", { type: "radio", name: box.dataset.field, value: values[index], id: `record-${box.dataset.field}-${values[index]}` });
      set.append(make("p", {}, button, make("label", { htmlFor: button.id }, ...option.childNodes)));
      return button;
    });
    box.replaceChildren(set);
    const checked = () => buttons.find((button) => button.checked);
    return {
      control: buttons[0],
      read: () => checked()?.value ?? "",
      say: () => checked()?.labels[0].textContent ?? "",
      write: (value) => buttons.forEach((button) => (button.checked = button.value === value)),
      print: () => {},
    };
  };

  const start = () => {
    const form = quietly(make("form", { className: "recording", noValidate: true }));
    form.setAttribute("aria-label", say("Decision record"));
    place.before(form);
    form.append(place);
    const fields = new Map();
    for (const box of all('.record-field:not([data-control="signature"])', place)) {
      const field = box.dataset.control === "choice" ? chosen(box) : written(box);
      const words = (box.querySelector("legend") || box.querySelector("label")).textContent.trim();
      const number = Number(box.dataset.field.match(/^field-(\d+)$/)?.[1] ?? 0);
      fields.set(box.dataset.field, { ...field, box, words, number });
    }
    const read = (name) => fields.get(name).read();
    const write = (name, value) => fields.get(name).write(value);
    const part = (name) => place.querySelector(`[data-fields="${name}"]`);

    // What does not belong to this decision is out of sight, and so in no file. With nothing chosen all is there, as on paper.
    const arrange = () => {
      part("refusal").hidden = read("decision") === "share";
      part("repeat").hidden = read("kind") === "one-off";
    };
    const inSight = () => [...fields.values()].filter((field) => !field.box.closest("[hidden]"));

    const filling = protocolChoice(form, write);
    const report = make("div", { className: "record-faults", tabIndex: -1, hidden: true });
    const status = make("p", { className: "record-status" });
    status.setAttribute("role", "status");

    // What is missing is said in words, once; whoever goes on all the same may.
    const gaps = () => {
      const found = [];
      if (!read("decision")) found.push([fields.get("decision"), say("Say what you decided.")]);
      if (!read("kind")) found.push([fields.get("kind"), say("Say whether this is once or will be repeated.")]);
      const review = read("review");
      if (read("kind") === "repeat" && !review) found.push([fields.get("review"), say("Sharing that is repeated needs a review date.")]);
      if (read("kind") === "repeat" && review && new Date(review + "T23:59:59") < new Date())
        found.push([fields.get("review"), say("The review date has passed. Give one to come.")]);
      const empty = inSight().filter((field) => field.number && !field.read());
      const numbers = empty.map((field) => field.number).join(", ");
      if (numbers) found.push([empty[0], say("Nothing is written under %(numbers)s.").replace("%(numbers)s", numbers)]);
      return found;
    };
    let warnedOf = "";
    const mayGoOn = () => {
      const found = gaps();
      const now = found.map(([, words]) => words).join("\n");
      for (const field of fields.values()) field.control.removeAttribute("aria-invalid");
      report.hidden = !found.length || now === warnedOf;
      if (report.hidden) return true;
      warnedOf = now;
      const lines = found.map(([field, words]) => {
        field.control.setAttribute("aria-invalid", "true");
        const link = make("a", { href: "#" + field.control.id }, words);
        link.addEventListener("click", (event) => (event.preventDefault(), field.control.focus()));
        return make("li", {}, link);
      });
      report.replaceChildren(
        make("p", {}, make("strong", {}, say("Something is missing"))),
        make("ul", {}, ...lines),
        make("p", {}, say("To go on with the record as it is, press the button again.")),
      );
      report.focus();
      return false;
    };

    // The record as a file: its parts, each with its title and what is written in it.
    const recorded = () =>
      all(".record-part:not([hidden])", place).map((within) => ({
        title: within.querySelector("h2").firstChild.textContent.trim(),
        lines: inSight()
          .filter((field) => within.contains(field.box))
          .map((field) => [field.words, (field.say ?? field.read)()]),
      }));
    const asText = () => {
      const parts = recorded().map(({ title, lines }) => [title.toUpperCase(), ...lines.map(([words, value]) => `${words}: ${value}`)].join("\n"));
      return [say("Decision record"), ...parts].join("\n\n").replace(/\n/g, "\r\n") + "\r\n";
    };
    const asPage = () => {
      const page = document.implementation.createHTMLDocument(say("Decision record"));
      page.documentElement.lang = document.documentElement.lang;
      page.head.prepend(Object.assign(page.createElement("meta"), { httpEquiv: "Content-Type", content: "text/html; charset=utf-8" }));
      const put = (element, words) => page.body.append(Object.assign(page.createElement(element), { textContent: words }));
      put("h1", say("Decision record"));
      for (const { title, lines } of recorded()) {
        put("h2", title);
        for (const [words, value] of lines) {
          put("h3", words);
          for (const line of value.split("\n")) put("p", line);
        }
      }
      return "<!doctype html>\n" + page.documentElement.outerHTML;
    };
    let unsaved = false;
    const save = (ending, type, content) => {
      const now = new Date();
      const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((each) => String(each).padStart(2, "0")).join("-");
      const href = URL.createObjectURL(new Blob([content], { type }));
      make("a", { href, download: `decision-record-${day}.${ending}` }).click();
      setTimeout(() => URL.revokeObjectURL(href), 60000);
      unsaved = false;
      status.textContent = say("Saved among your downloads. File it in the case record, then delete it there.");
    };

    const keep = make("input", { type: "checkbox", id: "record-keep" });
    const stored = () => {
      try {
        return JSON.parse(localStorage.getItem(key));
      } catch {
        return null;
      }
    };
    const store = () => {
      try {
        if (keep.checked) localStorage.setItem(key, JSON.stringify(Object.fromEntries([...fields].map(([name]) => [name, read(name)]))));
        else localStorage.removeItem(key);
      } catch {
        keep.checked = false;
        status.textContent = say("This browser keeps nothing. Save the record as a file.");
      }
    };
    const open = (values) => {
      for (const [name, field] of fields) if (typeof values[name] === "string") field.write(values[name]);
      keep.checked = true;
      arrange();
    };
    const clear = () => {
      if (!confirm(say("Clear every field? What is kept on this device is deleted too."))) return;
      for (const field of fields.values()) field.write("");
      filling.clear();
      keep.checked = false;
      store();
      history.replaceState(null, "", location.pathname);
      unsaved = false;
      warnedOf = "";
      report.hidden = true;
      again.hidden = true;
      arrange();
      status.textContent = say("Cleared. Nothing is kept on this device.");
      fields.get("case").control.focus();
    };

    const button = (words, act) => {
      const made = make("button", { type: "button", className: "md-button" }, words);
      made.addEventListener("click", act);
      return made;
    };
    const again = button(say("Open the record that is kept on this device"), () => {
      open(stored() ?? {});
      again.hidden = true;
    });
    again.hidden = true;
    keep.setAttribute("aria-describedby", "record-keep-note");
    form.append(
      report,
      make(
        "div",
        { className: "record-actions" },
        make("p", { className: "record-keep" }, keep, make("label", { htmlFor: keep.id }, say("Keep on this device"))),
        make("p", { id: "record-keep-note" }, say("Only in this browser, until you untick this or press Clear. Not on a device that others use.")),
        make(
          "p",
          { className: "record-buttons" },
          button(say("Save as text"), () => mayGoOn() && save("txt", "text/plain;charset=utf-8", "\ufeff" + asText())),
          button(say("Save for Word"), () => mayGoOn() && save("html", "text/html;charset=utf-8", asPage())),
          button(say("Print"), () => mayGoOn() && print()),
          button(say("Clear"), clear),
        ),
        status,
      ),
    );
    filling.panel.after(again);
    document.body.classList.add("records");

    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", (event) => {
      unsaved = true;
      arrange();
      if (event.target === keep) status.textContent = keep.checked ? say("Kept on this device.") : say("Not kept on this device any more.");
      if (keep.checked || event.target === keep) store();
    });
    addEventListener("beforeprint", () => fields.forEach((field) => field.print()));
    addEventListener("beforeunload", (event) => unsaved && !keep.checked && event.preventDefault());

    const query = new URLSearchParams(location.search);
    const kept = stored();
    if (kept && !query.size) open(kept);
    again.hidden = !kept || !query.size;
    write("decision", query.get("decision") ?? read("decision"));
    write("kind", query.get("kind") ?? read("kind"));
    filling.ask(query);
    arrange();
  };

  // Which protocol, from whom to whom, and which of its items: what it says of them goes into the fields, where it can be changed.
  const protocolChoice = (form, write) => {
    const known = new Map(all("[data-protocol]", document.querySelector(".record-protocols")).map((entry) => [entry.dataset.protocol, entry.textContent.trim()]));
    const choice = (name, words) => {
      const select = quietly(make("select", { id: "record-fill-" + name }));
      select.append(new Option(say("Choose"), ""));
      return { select, line: make("p", {}, make("label", { htmlFor: select.id }, words), select) };
    };
    const protocol = choice("protocol", say("Fill in from a protocol"));
    const from = choice("from", say("Who gives"));
    const to = choice("to", say("Who receives"));
    for (const [id, title] of known) protocol.select.append(new Option(title, id));
    const items = make("fieldset", { className: "record-items", hidden: true });
    const panel = make("div", { className: "record-filling" }, protocol.line, from.line, to.line, items);
    form.prepend(panel);
    let data = null;

    const parties = (select, wanted) => {
      const options = Object.entries(data?.agencies ?? {}).sort(([, one], [, two]) => one.localeCompare(two));
      select.replaceChildren(new Option(say("Choose"), ""), ...options.map(([id, name]) => new Option(name, id)));
      select.value = Object.hasOwn(data?.agencies ?? {}, wanted) ? wanted : "";
      select.closest("p").hidden = !data;
    };
    const isAmong = (names, agency) => !agency || names.some((name) => name === agency || (data.groups[name] ?? []).includes(agency));
    const offered = () =>
      data.flows.map((flow, index) => ({ ...flow, number: index + 1 })).filter((flow) => isAmong(flow.from, from.select.value) && isAmong(flow.to, to.select.value));
    const ticked = () => all("input:checked", items).map((box) => Number(box.value));
    const showItems = (wanted) => {
      const lines = offered().map((flow) => {
        const box = make("input", { type: "checkbox", value: flow.number, id: "record-item-" + flow.number, checked: wanted.includes(flow.number) });
        return make("p", {}, box, make("label", { htmlFor: box.id }, `${flow.number}. ${flow.item}`));
      });
      items.replaceChildren(make("legend", {}, say("Which items")), ...lines);
      items.hidden = !lines.length;
    };
    const CONDITIONS = {
      must: (flow) => (flow.condition ? say("%(number)s: you must, unless %(condition)s") : say("%(number)s: you must")),
      may: () => "",
      "only-if": () => say("%(number)s: you may, only if %(condition)s"),
    };
    const condition = (flow) => CONDITIONS[flow.verdict](flow).replace("%(number)s", flow.number).replace("%(condition)s", () => flow.condition);
    const fill = () => {
      const flows = offered().filter((flow) => ticked().includes(flow.number));
      const lines = (found) => [...new Set(found.filter(Boolean))].join("\n");
      write("protocol", `${data.title}, ${say("version %(version)s").replace("%(version)s", data.version)}`);
      write("from", data.agencies[from.select.value] ?? "");
      write("to", data.agencies[to.select.value] ?? "");
      write("items", lines(flows.map((flow) => `${flow.number}. ${flow.item}`)));
      write("law", lines(flows.map((flow) => flow.law)));
      write("route", lines(flows.map((flow) => flow.route)));
      write("limits", lines([...flows.map(condition), say("Hold back: %(words)s").replace("%(words)s", () => data.holdBack)]));
      write("decides", data.decides);
      write("record-by", data.within);
    };
    const show = (wanted) => {
      parties(from.select, wanted.from);
      parties(to.select, wanted.to);
      if (!data) return (items.hidden = true);
      showItems(wanted.items);
      fill();
    };
    // A page that was opened from a folder can load a script and nothing else, so what a protocol says is one.
    const load = (id, wanted) => {
      const script = make("script", { src: new URL(id + ".js", folder).href });
      script.addEventListener("load", () => {
        data = globalThis.protocolOfRecord;
        script.remove();
        show(wanted);
      });
      document.head.append(script);
    };
    const ask = (wanted) => {
      data = null;
      protocol.select.value = known.has(wanted.id) ? wanted.id : "";
      if (protocol.select.value) load(wanted.id, wanted);
      else show(wanted);
    };
    const NOTHING = { id: "", from: "", to: "", items: [] };
    protocol.select.addEventListener("change", () => ask({ ...NOTHING, id: protocol.select.value }));
    for (const { select } of [from, to]) select.addEventListener("change", () => (showItems(ticked()), fill()));
    items.addEventListener("change", fill);
    return {
      panel,
      clear: () => ask(NOTHING),
      ask: (query) =>
        ask({
          id: query.get("protocol") ?? "",
          from: query.get("from") ?? "",
          to: query.get("to") ?? "",
          items: (query.get("items") ?? "").split(",").map(Number),
        }),
    };
  };

  if (place) start();
}
