// What a source says and what it shall say, as a tree that follows the schema of its kind; and the changes between the two, by field.
// Knows nothing of the page.
const editValues = (() => {
  let made = 0;
  const same = (one, two) => JSON.stringify(one ?? null) === JSON.stringify(two ?? null);

  const resolved = (schema, top) => {
    const { $ref: reference, ...own } = schema;
    if (!reference) return schema;
    const name = reference.split("/").at(-1);
    return reference.startsWith("names.json") ? { type: "string", ...own, refers: name } : { ...top.$defs[name], ...own };
  };

  // A piece of text, a mapping of parts, or a list of items. An item knows where it stood in the source; a new one stood nowhere.
  const make = (schema, top, was, { parent = null, key = "", needed = false } = {}) => {
    const found = resolved(schema, top);
    const node = { id: `edit-${++made}`, schema: found, top, was: was ?? undefined, parent, key, needed };
    if (found.properties) {
      Object.assign(node, { kind: "map", present: was != null || needed, parts: new Map() });
      if (node.present) fill(node);
    } else if (found.type === "array") {
      Object.assign(node, { kind: "list", items: (was ?? []).map((each, from) => ({ from, node: item(node, each) })) });
    } else Object.assign(node, { kind: "text", value: was ?? "" });
    return node;
  };
  const item = (list, was) => make(list.schema.items, list.top, was, { parent: list, needed: true });
  const fill = (map) => {
    for (const [key, schema] of Object.entries(map.schema.properties)) {
      const needed = (map.schema.required ?? []).includes(key);
      if (!map.parts.has(key)) map.parts.set(key, make(schema, map.top, map.was?.[key], { parent: map, key, needed }));
    }
  };

  // Keys stand as they are written; new ones come in the order of the schema.
  const keysOf = (map) => [...new Set([...Object.keys(map.was ?? {}), ...map.parts.keys()])].filter((key) => map.parts.has(key));
  const valueOf = (node) => {
    if (node.kind === "text") return node.value.trim() ? node.value : undefined;
    if (node.kind === "list") {
      const found = node.items.map((each) => valueOf(each.node)).filter((each) => each !== undefined);
      return found.length ? found : undefined;
    }
    if (!node.present) return undefined;
    const found = keysOf(node).flatMap((key) => ((value) => (value === undefined ? [] : [[key, value]]))(valueOf(node.parts.get(key))));
    return found.length ? Object.fromEntries(found) : undefined;
  };

  // A field inside an item of a list goes with the item as it was, by which it is found wherever the item stands by then.
  const change = (node, at, was, shallBe, item) => ({ node, at, was: was ?? null, shall_be: shallBe ?? null, ...(item === undefined ? {} : { item }) });
  function* changesIn(node, at = [], item = undefined) {
    const value = valueOf(node);
    if (node.was === undefined || value === undefined) {
      if (!same(node.was, value) && !(value === undefined && node.was?.length === 0)) yield change(node, at, node.was, value, item);
    } else if (node.kind === "text") {
      if (value !== node.was) yield change(node, at, node.was, value, item);
    } else if (node.kind === "map") {
      for (const key of keysOf(node)) yield* changesIn(node.parts.get(key), [...at, key], item ?? (typeof at.at(-1) === "number" ? node.was : undefined));
    } else yield* changesInList(node, at, value, item);
  }
  // Items that stay in their order change one by one, and new ones come after them. Anything else is another list.
  function* changesInList(list, at, value, item) {
    const places = list.items.map((each) => each.from ?? Infinity);
    if (places.some((place, index) => index && place < places[index - 1])) {
      if (!same(list.was, value)) yield change(list, at, list.was, value, item);
      return;
    }
    for (const [from, was] of list.was.entries()) {
      const kept = list.items.find((each) => each.from === from);
      if (kept) yield* changesIn(kept.node, [...at, from]);
      else yield change(list, [...at, from], was, null);
    }
    for (const each of list.items) {
      const added = each.from === null ? valueOf(each.node) : undefined;
      if (added !== undefined) yield change(each.node, [...at, "+"], null, added);
    }
  }

  const add = (list, value) => {
    const node = item(list, undefined);
    list.items.push({ from: null, node });
    if (value !== undefined) set(node, value);
    return node;
  };
  const set = (node, value) => {
    if (node.kind === "text") node.value = value ?? "";
    else if (node.kind === "map") {
      node.present = value !== null || node.needed;
      if (node.present) fill(node);
      for (const [key, part] of node.parts) set(part, value?.[key] ?? null);
    } else {
      const before = (node.was ?? []).map((was, from) => ({ was, from }));
      node.items = [];
      for (const each of value ?? []) {
        const found = before.findIndex((old) => same(old.was, each));
        if (found < 0) add(node, each);
        else node.items.push({ from: before[found].from, node: item(node, before.splice(found, 1)[0].was) });
      }
    }
  };
  const child = (node, step) => (node?.kind === "list" ? node.items.find((each) => each.from === step)?.node : node?.parts?.get(step));

  // Makes one change of a change file; says whether it fits what the source says.
  const play = (root, { at, was, shall_be: shallBe }) => {
    const last = at.at(-1);
    const parent = at.slice(0, -1).reduce(child, root);
    if (last === "+") return parent?.kind === "list" ? Boolean(add(parent, shallBe)) : false;
    const node = child(parent, last);
    if (!node || !same(node.was, was)) return false;
    if (shallBe === null && parent.kind === "list") parent.items = parent.items.filter((each) => each.node !== node);
    else set(node, shallBe);
    return true;
  };

  return {
    root: (schema, values) => make(schema, schema, values, { needed: true }),
    part: (root, key) => root.parts.set(key, make(root.schema.properties[key], root.top, root.was[key], root.parts.get(key))),
    changes: (root) => [...changesIn(root)],
    fill,
    add,
    play,
    valueOf,
  };
})();
