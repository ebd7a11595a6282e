// What is wrong with what somebody wrote in a form, as far as a page can know; the rest is checked in the pull request.
const editFaults = (() => {
  const REFERENCE = /\[\[([^[\]|]*)(?:\|[^[\]]*)?\]\]/g;
  const HTML = /<(?![a-z]+:)\/?[a-z][^>]*>|<!--/i;
  const within = (root, ...keys) => keys.reduce((node, key) => node?.parts?.get(key), root);
  const named = (list, key, title) =>
    (list?.items ?? []).map(({ node }) => [within(node, key)?.value.trim(), within(node, title)?.value.trim() ?? ""]).filter(([id]) => id);

  // Every id that a field can name, with the title of what it names. Some are described in the source itself.
  const known = (root, names, kind) => {
    if (kind === "person") return new Map(named(within(root, "people"), "id", "name"));
    if (kind === "route") return new Map(named(within(root, "routes"), "name", "how").map(([name]) => [name, ""]));
    const found = new Map(Object.entries(names[kind === "own-requirement" ? "requirement" : kind] ?? {}));
    if (kind === "post") for (const [id, title] of named(within(root, "contacts"), "id", "title")) found.set(id, title);
    if (kind !== "own-requirement") return found;
    const theme = (within(root, "under")?.value ?? "") + "/";
    return new Map([...found].filter(([id]) => id.startsWith(theme)).map(([id, title]) => [id.slice(theme.length), title]));
  };

  const isDay = (text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);
  const told = (words, facts) => Object.entries(facts).reduce((said, [name, fact]) => said.replace(`%(${name})s`, () => fact), words);

  function* ofText({ schema, value, needed }, knows) {
    const text = value.trim();
    if (!text) {
      if (needed) yield say("This is needed.");
      return;
    }
    if (schema.enum && !schema.enum.map(String).includes(text)) yield say("Choose one of the list.");
    if (schema.maxLength && text.length > schema.maxLength) yield told(say("This is %(length)s characters long; at most %(most)s fit."), { length: text.length, most: schema.maxLength });
    if (schema.format === "date") {
      if (!isDay(text)) yield told(say("This is no date. Write the year, the month and the day: %(example)s."), { example: "2026-01-31" });
    } else if (schema.pattern && !new RegExp(schema.pattern, "u").test(text)) yield told(say("This must be lower-case words joined by hyphens, such as %(example)s."), { example: "out-of-hours" });
    if (schema.refers && !knows(schema.refers).has(text)) yield told(say("Nothing has the name “%(name)s”. Choose one of the list."), { name: text });
    if (!schema.markup) return;
    if (HTML.test(text)) yield say("Write words, not HTML: what stands in < and > is refused.");
    for (const [, target] of text.matchAll(REFERENCE)) {
      const name = target.trim().replace(/\s+/g, " ");
      if (!knows("target").has(name)) yield told(say("The reference [[%(name)s]] leads to nothing."), { name });
    }
    if (/\[\[|\]\]/.test(text.replace(REFERENCE, ""))) yield say("A reference has two brackets at each end: [[name]].");
  }
  function* ofList({ schema, items, needed }) {
    const count = items.length;
    if (schema.minItems > count && (count || needed)) yield told(say("At least %(least)s are needed."), { least: schema.minItems });
    if (schema.maxItems < count) yield told(say("At most %(most)s fit."), { most: schema.maxItems });
  }

  function* walk(node) {
    yield node;
    if (node.kind === "list") for (const each of node.items) yield* walk(each.node);
    if (node.kind === "map" && node.present) for (const part of node.parts.values()) yield* walk(part);
  }

  // Every fault, by the place where it is.
  const find = (root, names) => {
    const kinds = new Map();
    const knows = (kind) => kinds.get(kind) ?? kinds.set(kind, known(root, names, kind)).get(kind);
    const found = new Map();
    for (const node of walk(root)) {
      const says = node.kind === "text" ? [...ofText(node, knows)] : node.kind === "list" ? [...ofList(node)] : [];
      if (says.length) found.set(node, says);
    }
    return found;
  };
  return { find, known, told, REFERENCE };
})();
