// How what is written will read: paragraphs, lists, tables, emphasis and references, made of elements and text, never of code.
const editReading = (() => {
  const element = (name, ...inside) => {
    const made = document.createElement(name);
    made.append(...inside);
    return made;
  };
  const INLINE = /\[\[([^[\]|]*)(?:\|([^[\]]*))?\]\]|\*\*([^*]+)\*\*|\*([^*]+)\*|`([^`]+)`|\[([^[\]]+)\]\([^()\s]*\)/g;

  const inline = (text, targets) => {
    const found = [];
    let end = 0;
    for (const match of text.matchAll(INLINE)) {
      const [, target, words, strong, emphasis, code, link] = match;
      found.push(text.slice(end, match.index));
      end = match.index + match[0].length;
      if (target !== undefined) {
        const name = target.trim().replace(/\s+/g, " ");
        const shown = element("span", words?.trim() || (Object.hasOwn(targets, name) && targets[name]) || name);
        shown.className = Object.hasOwn(targets, name) ? "edit-link" : "edit-link unknown";
        found.push(shown);
      } else if (strong) found.push(element("strong", ...inline(strong, targets)));
      else if (emphasis) found.push(element("em", ...inline(emphasis, targets)));
      else if (code) found.push(element("code", code));
      else found.push(Object.assign(element("span", link), { className: "edit-link" }));
    }
    return [...found, text.slice(end)].filter((each) => each !== "");
  };

  const ITEM = /^\s*(?:[-*+]|\d+[.)])\s+/;
  const list = (lines, targets) => {
    const items = [];
    for (const line of lines) {
      if (ITEM.test(line) || !items.length) items.push(line.replace(ITEM, ""));
      else items.push(`${items.pop()} ${line.trim()}`);
    }
    return element(/^\s*\d/.test(lines[0]) ? "ol" : "ul", ...items.map((item) => element("li", ...inline(item, targets))));
  };
  const table = (lines, targets) => {
    const cells = (line) => line.trim().replace(/^\||\|$/g, "").split(/(?<!\\)\|/);
    const row = (name) => (line) => element("tr", ...cells(line).map((cell) => element(name, ...inline(cell.trim(), targets))));
    return element("table", element("thead", row("th")(lines[0])), element("tbody", ...lines.slice(2).map(row("td"))));
  };
  const block = (text, targets) => {
    const lines = text.split("\n");
    if (ITEM.test(lines[0])) return list(lines, targets);
    if (lines.length > 1 && lines[0].includes("|") && /^[\s|:-]+$/.test(lines[1])) return table(lines, targets);
    return element("p", ...inline(lines.join(" "), targets));
  };
  const prose = (text, targets) => text.trim().split(/\n\s*\n/).filter(Boolean).map((each) => block(each, targets));

  // A part of the tree of values, in the order in which it is written.
  const of = (node, targets, title) => {
    if (node.kind === "text") {
      if (!node.value.trim()) return [];
      const name = element("strong", `${title(node)}: `);
      return node.schema.markup ? [element("p", name), ...prose(node.value, targets)] : [element("p", name, node.value)];
    }
    if (node.kind === "map") return node.present ? [...node.parts.values()].flatMap((part) => of(part, targets, title)) : [];
    if (!node.items.length) return [];
    const items = node.items.map(({ node: each }) => element("li", ...(each.kind === "text" ? inline(each.value, targets) : of(each, targets, title))));
    return [element("p", element("strong", title(node))), element("ol", ...items)];
  };
  return { inline, prose, of };
})();
