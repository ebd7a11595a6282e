// The fields of a form, each made when somebody opens the place where it stands. What was written is shown as text and as nothing else.
const editFields = (() => {
  const element = (name, settings = {}, ...inside) => {
    const made = Object.assign(document.createElement(name), settings);
    made.append(...inside.filter(Boolean));
    return made;
  };
  const button = (words, act, name = "") => {
    const made = element("button", { type: "button", className: "edit-button" }, words);
    if (name) made.setAttribute("aria-label", `${words}: ${name}`);
    made.addEventListener("click", act);
    return made;
  };
  const inWords = (key) => (key[0] ?? "").toUpperCase() + key.slice(1).replaceAll("_", " ");

  // What a field, or an item of a list, is called.
  const titleOf = (node) => {
    if (node.key) return inWords(node.key);
    const index = node.parent ? node.parent.items.findIndex((each) => each.node === node) : -1;
    return `${inWords(node.parent?.key ?? "")} ${index + 1}`;
  };
  const gist = (node) => {
    const first = node.kind === "text" ? node.value : [...node.parts.values()].map((part) => (part.kind === "text" ? part.value.trim() : "")).find(Boolean);
    return (first ?? "").replace(editFaults.REFERENCE, (written, target) => written.split("|")[1]?.replace("]]", "") ?? target).slice(0, 90);
  };
  const pathOf = (node) => (node.parent ? [...pathOf(node.parent), titleOf(node)] : []);

  // Opens everything around a field, and goes there.
  const reveal = (node) => {
    if (node.parent) reveal(node.parent);
    node.unfold?.();
  };
  const go = (node) => {
    reveal(node);
    const place = document.getElementById(node.id) ?? document.getElementById(`${node.id}-fold`)?.firstElementChild;
    place?.focus();
    place?.scrollIntoView({ block: "center" });
  };

  // Something that is closed until it is wanted, and made then.
  const folded = (id, title, node, fill) => {
    const summary = element("summary", {}, ...[title].flat());
    const inside = element("div", { className: "edit-inside" });
    const box = element("details", { id, className: "edit-fold" }, summary, inside);
    const once = () => box.open && !inside.hasChildNodes() && inside.append(...fill());
    box.addEventListener("toggle", () => (once(), (node.isOpen = box.open)));
    node.unfold = () => ((box.open = true), once());
    if (node.isOpen) node.unfold();
    return box;
  };

  const GROWS_FROM = 300;
  const grow = (area) => {
    area.style.height = "auto";
    if (area.scrollHeight) area.style.height = `${area.scrollHeight + 4}px`;
  };
  const chooser = ({ schema, value, needed }) => {
    const choices = [...new Set([...schema.enum.filter((each) => typeof each === "string"), value].filter(Boolean))];
    const select = element("select", {}, ...(needed && value ? [] : [new Option(say("Choose"), "")]), ...choices.map((each) => new Option(each, each)));
    select.value = value;
    return select;
  };
  const control = (node, form) => {
    const { schema, value } = node;
    if (schema.enum) return chooser(node);
    if (schema.format === "date") return element("input", { type: "date", value });
    if (schema.refers) {
      const input = element("input", { type: "text", value });
      input.setAttribute("list", form.listOf(schema.refers));
      return input;
    }
    const isLong = schema.markup || (schema.type !== "integer" && !schema.pattern && !(schema.maxLength <= GROWS_FROM)) || value.includes("\n");
    if (!isLong) return element("input", { type: "text", value });
    const area = element("textarea", { rows: 2, value });
    area.addEventListener("input", () => grow(area));
    requestAnimationFrame(() => grow(area));
    return area;
  };

  // A reference is chosen from all names, and put where the writing stood.
  const referring = (area, node, form) => {
    const id = `${node.id}-refer`;
    const input = element("input", { type: "text", id });
    input.setAttribute("list", form.listOf("target"));
    const put = () => {
      if (!input.value) return input.focus();
      area.setRangeText(`[[${input.value.trim()}]]`, area.selectionStart, area.selectionEnd, "end");
      area.dispatchEvent(new Event("input", { bubbles: true }));
      input.value = "";
      area.focus();
    };
    const fill = () => [element("p", {}, element("label", { htmlFor: id }, say("What it leads to")), input, button(say("Insert"), put))];
    const box = folded(`${id}-fold`, say("Insert a reference"), {}, fill);
    box.classList.add("edit-refer");
    return box;
  };

  const help = (node) => element("p", { className: "edit-help", id: `${node.id}-help` }, ...editReading.inline(node.schema.description ?? "", {}));
  const ofText = (node, form, title = titleOf(node)) => {
    const made = Object.assign(control(node, form), { id: node.id, autocomplete: "off" });
    const fault = element("p", { className: "edit-fault", id: `${node.id}-fault`, hidden: true });
    const meant = element("p", { className: "edit-meant" });
    const label = element("label", { htmlFor: node.id }, title, !node.needed && node.key && element("span", { className: "edit-optional" }, " " + say("(may be empty)")));
    const described = node.key && node.schema.description ? help(node) : null;
    made.setAttribute("aria-describedby", [described && described.id, fault.id].filter(Boolean).join(" "));
    if (node.needed && node.key) made.required = true;
    const write = () => {
      node.value = made.value;
      form.changed(node);
    };
    made.addEventListener("input", write);
    made.addEventListener("blur", () => form.left(node));
    const show = (says, names) => {
      fault.hidden = !says.length;
      fault.textContent = says.join(" ");
      if (says.length) made.setAttribute("aria-invalid", "true");
      else made.removeAttribute("aria-invalid");
      if (node.schema.refers) meant.textContent = names(node.schema.refers).get(made.value.trim()) ?? "";
    };
    const box = element("div", { className: "edit-field" }, label, described, made, node.schema.refers && meant, fault, node.schema.markup && referring(made, node, form));
    form.shown(node, box, show);
    return box;
  };

  const inside = (map, form) => [...map.parts.values()].filter((part) => !form.leavesOut(part)).map((part) => of(part, form));
  const ofMap = (node, form) => {
    if (node.needed) return element("fieldset", { className: "edit-part", id: `${node.id}-part` }, element("legend", {}, titleOf(node)), help(node), ...inside(node, form));
    const box = element("div", { className: "edit-part" });
    const draw = () => {
      const add = () => {
        Object.assign(node, { present: true, isOpen: true });
        editValues.fill(node);
        draw();
        form.changed(node);
        box.querySelector(".edit-inside").querySelector("input, textarea, select, button")?.focus();
      };
      const takeOut = () => {
        node.present = false;
        draw();
        form.changed(node);
        box.querySelector("button").focus();
      };
      const title = titleOf(node);
      if (!node.present) box.replaceChildren(help(node), element("p", {}, button(say("Add"), add, title), " " + title));
      else box.replaceChildren(folded(`${node.id}-fold`, title, node, () => [help(node), ...inside(node, form), button(say("Take out"), takeOut, title)]));
    };
    draw();
    return box;
  };

  const ofList = (node, form) => {
    const items = element("ol", { className: "edit-items" });
    const fault = element("p", { className: "edit-fault", id: `${node.id}-fault`, hidden: true });
    const title = titleOf(node);
    const redraw = (focused) => {
      items.replaceChildren(...node.items.map(line));
      form.changed(node);
      focused?.();
    };
    const line = ({ node: each }, index) => {
      const name = titleOf(each);
      const move = (by) => () => {
        const target = index + by;
        if (target < 0 || target >= node.items.length) return;
        node.items.splice(target, 0, ...node.items.splice(index, 1));
        redraw(() => items.children[target].querySelector(by < 0 ? ".edit-up" : ".edit-down").focus());
        form.tell(editFaults.told(say("%(name)s is now number %(number)s."), { name, number: target + 1 }));
      };
      const takeOut = () => {
        node.items.splice(index, 1);
        redraw(() => (items.children[Math.min(index, node.items.length - 1)]?.querySelector(".edit-out") ?? add).focus());
        form.tell(editFaults.told(say("%(name)s is taken out. It can be put back under “What you changed”."), { name }));
      };
      const up = Object.assign(button(say("Move up"), move(-1), name), { className: "edit-button edit-up", disabled: index === 0 });
      const down = Object.assign(button(say("Move down"), move(1), name), { className: "edit-button edit-down", disabled: index === node.items.length - 1 });
      const out = Object.assign(button(say("Take out"), takeOut, name), { className: "edit-button edit-out" });
      const tools = element("p", { className: "edit-tools" }, up, down, out);
      if (each.kind === "text") return element("li", {}, ofText(each, form, name), tools);
      const says = element("span", { className: "edit-gist" }, gist(each));
      form.shown(each, says, () => (says.textContent = gist(each)));
      return element("li", {}, folded(`${each.id}-fold`, [name + " ", says], each, () => [...inside(each, form), tools]));
    };
    const add = button(say("Add"), () => {
      const made = editValues.add(node);
      made.isOpen = true;
      redraw(() => items.lastElementChild.querySelector(".edit-inside input, .edit-inside textarea, .edit-inside select, .edit-field > :is(input, textarea, select)")?.focus());
    }, title);
    items.append(...node.items.map(line));
    const set = element("fieldset", { className: "edit-list", id: node.id, tabIndex: -1 }, element("legend", {}, title), help(node), fault, items, element("p", {}, add));
    set.setAttribute("aria-describedby", fault.id);
    form.shown(node, set, (says) => {
      fault.hidden = !says.length;
      fault.textContent = says.join(" ");
    });
    return set;
  };

  const of = (node, form) => (node.kind === "text" ? ofText : node.kind === "list" ? ofList : ofMap)(node, form);
  return { of, folded, go, pathOf, titleOf, element, button, inWords };
})();
