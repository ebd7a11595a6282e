// The page of the forms: finds what to edit, makes its form, lists what was changed, and saves it, copies it or sends it. Nothing leaves
// the device by itself, and nothing is kept on it unless the reader says so.
{
  const { element, button, folded, go, pathOf, titleOf, inWords } = editFields;
  const { told } = editFaults;
  const scripts = new URL("../edit/", document.currentScript.src);
  const place = document.querySelector(".edit-place");
  const choices = document.querySelector(".edit-choices");
  const KEPT = "protocols.edit";
  const LONGEST_MAIL = 1800;
  const status = element("p", { className: "edit-status", role: "status" });
  const tell = (words) => (status.textContent = words);

  // What can be edited, and a field that finds it.
  const files = new Map([...choices.querySelectorAll("a")].map((link) => [new URL(link.href).searchParams.get("file"), link.textContent]));
  const finding = () => {
    const field = element("input", { type: "search", id: "edit-find", autocomplete: "off" });
    const found = element("span", { className: "edit-found", role: "status" });
    const entries = [...choices.querySelectorAll("li")].map((line) => [line, line.textContent.toLowerCase()]);
    field.addEventListener("input", () => {
      const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
      for (const [line, says] of entries) line.hidden = !words.every((word) => says.includes(word));
      for (const kind of choices.querySelectorAll(".edit-kind")) kind.hidden = !kind.querySelector("li:not([hidden])");
      found.textContent = words.length ? told(say("%(count)s found"), { count: entries.filter(([line]) => !line.hidden).length }) : "";
    });
    place.append(element("p", { className: "edit-finding" }, element("label", { htmlFor: field.id }, say("What do you want to change?")), field, found));
  };

  // A page that was opened from a folder can load a script and nothing else, so what a form is made of are scripts.
  const load = (name) =>
    new Promise((resolve, reject) => {
      const script = element("script", { src: new URL(`${name}.js`, scripts).href });
      script.addEventListener("load", () => (script.remove(), resolve(globalThis.protocolsForms[name])));
      script.addEventListener("error", () => reject(new Error(name)));
      document.head.append(script);
    });

  // The lists from which ids are chosen, each made when a field first needs it.
  const lists = (form) => {
    const made = new Map();
    const draw = (kind, list) => {
      const options = [...editFaults.known(form.root, form.names, kind)].map(([id, title]) => Object.assign(document.createElement("option"), { value: id, textContent: title }));
      list.replaceChildren(...options);
    };
    const listOf = (kind) => {
      if (!made.has(kind)) {
        made.set(kind, element("datalist", { id: `edit-names-${kind}` }));
        draw(kind, made.get(kind));
        place.append(made.get(kind));
      }
      return made.get(kind).id;
    };
    const refresh = () => ["person", "route", "post", "own-requirement"].filter((kind) => made.has(kind)).forEach((kind) => draw(kind, made.get(kind)));
    return { listOf, refresh };
  };

  const start = (file, { schema, groups }, names, values) => {
    const form = { names, root: editValues.root(schema, values), touched: new Set(), asked: false };
    const seen = new Map();
    const { listOf, refresh } = lists(form);
    const leavesOut = (part) => (part.key === "id" && part.was !== undefined) || (part.parent === form.root && part.key === "signatures");
    Object.assign(form, {
      listOf,
      leavesOut,
      tell,
      shown: (node, box, show) => seen.set(node, [...(seen.get(node) ?? []), { box, show }]),
      changed: (node) => (form.touched.add(node), update()),
      // Whoever leaves a field may be on the way to a button, which must still be there.
      left: (node) => setTimeout(() => form.touched.has(node) || (form.touched.add(node), update()), 200),
    });

    const why = element("textarea", { id: "edit-why", rows: 2, autocomplete: "off" });
    const keep = element("input", { type: "checkbox", id: "edit-keep" });
    const list = element("ul", { className: "edit-changes" });
    const report = element("div", { className: "edit-faults", tabIndex: -1, hidden: true });
    const output = element("div", { className: "edit-output" });
    let changes = [];
    let faults = new Map();
    let saved = "[]";
    let reported = "";
    let warnedOf = "";

    const changeFile = () => JSON.stringify({ change: 1, file, why: why.value.trim(), fields: changes.map(({ node, ...field }) => field) }, null, 1) + "\n";
    const fieldsOf = (found) => JSON.stringify(found.map(({ at, was, shall_be }) => [at, was, shall_be]));
    const fieldsNow = () => fieldsOf(changes);

    // Each change, as it was and as it shall be, with a way to it and a way back.
    const written = (name, value) => {
      if (value === null) return element("p", { className: "edit-nothing" }, name === "del" ? say("There was nothing.") : say("It is taken out."));
      return element("p", {}, element(name, {}, typeof value === "string" ? value : inText(value)));
    };
    const inText = (value, indent = "") => {
      if (typeof value === "string") return value;
      const lines = Array.isArray(value) ? value.map((each) => ["•", each]) : Object.entries(value).map(([key, each]) => [`${inWords(key)}:`, each]);
      return lines.map(([name, each]) => `${indent}${name} ${typeof each === "object" ? "\n" : ""}${inText(each, `${indent}  `)}`).join("\n");
    };
    const undo = (change) => {
      const [key] = change.at;
      const before = form.root.parts.get(key);
      const others = changes.filter((each) => each !== change && each.at[0] === key);
      editValues.part(form.root, key);
      others.forEach((each) => editValues.play(form.root, each));
      drawGroup(groupOf.get(key));
      form.touched.delete(before);
      update();
      tell(say("Undone."));
      (list.querySelector(".edit-undo") ?? title).focus();
    };
    const lineOf = (change) => {
      const name = pathOf(change.node).join(" › ") || change.at.join(" › ");
      const isThere = change.shall_be !== null || change.node.kind !== "list" || change.node.was !== change.was;
      const back = Object.assign(button(say("Undo"), () => undo(change), name), { className: "edit-button edit-undo" });
      const way = isThere ? button(name, () => go(change.node)) : name;
      return element("li", {}, element("p", {}, way), written("del", change.was), written("ins", change.shall_be), element("p", {}, back));
    };

    // Faults are said where somebody has written, and everywhere once somebody wants to save.
    const isSaid = (node) => form.asked || form.touched.has(node) || node.was !== undefined;
    const update = () => {
      // What stands in the list are these very changes, as long as they say the same: its buttons undo them.
      const found = editValues.changes(form.root);
      const isOther = fieldsOf(found) !== fieldsOf(changes);
      if (isOther) changes = found;
      faults = editFaults.find(form.root, names);
      const knows = (kind) => editFaults.known(form.root, names, kind);
      for (const [node, places] of seen) {
        const there = places.filter(({ box }) => box.isConnected || !box.parentNode);
        for (const { show } of there) show(isSaid(node) ? (faults.get(node) ?? []) : [], knows);
        there.length ? seen.set(node, there) : seen.delete(node);
      }
      refresh();
      if (isOther) list.replaceChildren(...changes.map(lineOf));
      counted.textContent = changes.length ? told(say("What you changed (%(count)s)"), { count: changes.length }) : say("You have changed nothing yet.");
      actions.hidden = !changes.length;
      drawReport();
      for (const group of drawn) group.mark();
      if (keep.checked) store();
    };
    const drawReport = () => {
      const said = [...faults].filter(([node]) => isSaid(node));
      const now = JSON.stringify(said.map(([node, says]) => [node.id, pathOf(node), says]));
      if (now === reported) return;
      reported = now;
      report.hidden = !said.length;
      const lines = said.flatMap(([node, says]) => {
        const link = element("a", { href: `#${node.id}` }, `${pathOf(node).join(" › ")}: ${says.join(" ")}`);
        link.addEventListener("click", (event) => (event.preventDefault(), go(node)));
        return element("li", {}, link);
      });
      report.replaceChildren(element("p", {}, element("strong", {}, told(say("To be mended: %(count)s"), { count: said.length }))), element("ul", {}, ...lines));
    };
    // Whoever is told of faults may save all the same: somebody else may know how to mend them.
    const mayGoOn = () => {
      form.asked = true;
      update();
      const now = JSON.stringify([...faults.values()]);
      if (!faults.size || now === warnedOf) return true;
      warnedOf = now;
      report.append(element("p", {}, say("To go on with the change as it is, press the button again.")));
      report.focus();
      return false;
    };

    // The form: each section of the document is closed until somebody opens it.
    const drawn = [];
    const groupOf = new Map();
    const drawGroup = (group) => group.draw();
    const made = new Set(groups.flatMap((group) => group.fields));
    const others = [...form.root.parts.values()].filter((part) => !made.has(part.key) && !leavesOut(part));
    const simple = others.filter((part) => part.kind === "text").map((part) => part.key);
    const rest = others.filter((part) => part.kind !== "text");
    const all = [
      ...(simple.length ? [{ title: say("The document itself"), fields: simple }] : []),
      ...groups,
      ...rest.map((part) => ({ title: titleOf(part), fields: [part.key] })),
    ];
    const sections = element("div", { className: "edit-sections" });
    for (const [index, { title: name, fields }] of all.entries()) {
      const nodes = () => fields.map((key) => form.root.parts.get(key)).filter((node) => node && !leavesOut(node));
      if (!nodes().length) continue;
      const mark = element("span", { className: "edit-mark" });
      const state = {};
      const holder = element("div");
      const reading = element("div", { className: "edit-reading" });
      const read = () => reading.replaceChildren(...nodes().flatMap((node) => editReading.of(node, names.target, titleOf)));
      const previewing = {};
      const preview = folded(`edit-reads-${index}`, say("How it will read"), previewing, () => [reading]);
      const group = {
        draw: () => {
          const fill = () => [...nodes().map((node) => editFields.of(node, form)), preview];
          holder.replaceChildren(folded(`edit-section-${index}`, [element("span", {}, name), " ", mark], state, fill));
          for (const node of nodes()) {
            const own = node.unfold;
            node.unfold = () => (state.unfold(), own?.());
          }
        },
        mark: () => {
          const count = changes.filter(({ at }) => fields.includes(at[0])).length;
          mark.textContent = count ? told(say("%(count)s changed"), { count }) : "";
          if (previewing.isOpen || preview.open) read();
        },
      };
      preview.addEventListener("toggle", () => preview.open && read());
      fields.forEach((key) => groupOf.set(key, group));
      drawn.push(group);
      sections.append(holder);
      group.draw();
    }

    // What becomes of the changes.
    const name = () => file.split("/").at(-1).replace(".yaml", "");
    const save = () => {
      const href = URL.createObjectURL(new Blob([changeFile()], { type: "application/json" }));
      element("a", { href, download: `change-${name()}.json` }).click();
      setTimeout(() => URL.revokeObjectURL(href), 60000);
      saved = fieldsNow();
      tell(say("Saved among your downloads. Send the file to the owner, or attach it to a request in the forge."));
    };
    const copy = async () => {
      try {
        await navigator.clipboard.writeText(changeFile());
        saved = fieldsNow();
        tell(say("Copied."));
      } catch {
        tell(say("This browser does not copy by itself. Save the change file."));
      }
    };
    const mail = () => {
      const subject = told(say("Change to %(title)s"), { title: files.get(file) });
      const body = [why.value.trim(), changeFile()].filter(Boolean).join("\r\n\r\n");
      const address = `mailto:?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`;
      if (address.length > LONGEST_MAIL) return tell(say("This is too long for a link to mail. Save the change file and attach it."));
      element("a", { href: address }).click();
      tell(say("Your mail program opens with the change. Nothing is sent until you send it."));
    };
    const write = async () => {
      let answer;
      try {
        const request = { method: "POST", headers: { "Content-Type": "application/json" }, body: changeFile() };
        answer = await (await fetch(new URL("apply", new URL(".", location.href)), request)).json();
      } catch {
        answer = { done: false, says: [say("The preview does not answer. Is it still running?")] };
      }
      output.replaceChildren(element("ul", {}, ...answer.says.map((line) => element("li", {}, line))));
      tell(answer.done ? say("Written to your files.") : say("Nothing was written."));
      if (answer.done) begin(editValues.valueOf(form.root));
    };
    const begin = (now) => {
      form.root = editValues.root(schema, now);
      form.touched.clear();
      form.asked = false;
      drawn.forEach(drawGroup);
      update();
      saved = fieldsNow();
    };

    const stored = () => kept.read(KEPT) ?? {};
    const store = () => {
      const { [file]: _, ...others } = stored();
      const drafts = keep.checked && changes.length ? { ...others, [file]: { why: why.value, fields: JSON.parse(changeFile()).fields } } : others;
      kept.write(KEPT, Object.keys(drafts).length ? drafts : null);
    };
    const restore = ({ why: reason, fields }) => {
      why.value = reason;
      keep.checked = true;
      const left = fields.filter((each) => !editValues.play(form.root, each));
      drawn.forEach(drawGroup);
      update();
      tell(left.length ? told(say("Your draft is open. %(count)s of its changes no longer fit, because the text has changed since."), { count: left.length }) : say("Your draft is open."));
    };

    const only = button(say("Write it to my files"), () => mayGoOn() && write());
    only.hidden = !document.querySelector("script[data-changes]");
    const counted = element("h2", { id: "edit-changed" });
    const title = element("h2", { id: "edit-title", tabIndex: -1 }, files.get(file));
    const actions = element(
      "div",
      { className: "edit-actions", hidden: true },
      element("p", {}, element("label", { htmlFor: why.id }, say("Why (the owner reads it)")), why),
      element("p", { className: "edit-keep" }, keep, element("label", { htmlFor: keep.id }, say("Keep a draft on this device"))),
      element("p", { id: "edit-keep-note" }, say("Only in this browser, until you untick this. Not on a device that others use.")),
      element("p", { className: "edit-buttons" }, button(say("Save change file"), () => mayGoOn() && save()), button(say("Copy"), () => mayGoOn() && copy()), button(say("Send by mail"), () => mayGoOn() && mail()), only),
      element("p", { className: "edit-help" }, say("Whether law, numbers, dates and signatures fit is checked in the pull request, before anything is published.")),
    );
    keep.setAttribute("aria-describedby", "edit-keep-note");
    keep.addEventListener("input", store);
    why.addEventListener("input", () => keep.checked && store());
    const changed = element("section", { className: "edit-changed" }, counted, list, actions, status, output);
    changed.setAttribute("aria-labelledby", counted.id);
    const fields = element("form", { className: "editing", noValidate: true }, report, sections, changed);
    fields.setAttribute("aria-labelledby", title.id);
    fields.addEventListener("submit", (event) => event.preventDefault());
    const ways = element("p", { className: "edit-ways" }, element("a", { href: location.pathname }, say("Choose something else")), element("a", { href: `#${counted.id}` }, say("What you changed")));
    place.append(ways, title, fields);
    addEventListener("beforeunload", (event) => !keep.checked && changes.length && fieldsNow() !== saved && event.preventDefault());
    update();
    if (stored()[file]) restore(stored()[file]);
  };

  const open = async (file) => {
    choices.hidden = true;
    place.append(element("p", { className: "edit-loading", role: "status" }, say("The form is being made.")));
    try {
      const [folder, name] = file.split("/").slice(1);
      const source = await load(`${folder}/${name.replace(".yaml", "")}`);
      const [form, names] = await Promise.all([load(source.kind), load("names")]);
      place.replaceChildren();
      start(file, form, names, source.values);
    } catch (fault) {
      place.replaceChildren(element("p", { role: "alert" }, say("The form could not be loaded. Load the page again.")));
      choices.hidden = false;
      throw fault;
    }
  };

  document.querySelector(".edit-without-scripts").hidden = true;
  const asked = new URLSearchParams(location.search).get("file");
  if (files.has(asked)) open(asked);
  else {
    if (asked) place.append(element("p", { role: "alert" }, say("There is no form for that file. Choose one below.")));
    finding();
  }
}
