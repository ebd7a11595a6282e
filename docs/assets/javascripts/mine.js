// The page of a protocol for one agency: what is its own comes first, what is others' is closed below it, and beside At a glance
// stands what it gives and gets. A group's is each member's. What is put first is put back when the choice changes.
{
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const make = (element, settings = {}, ...inside) => {
    const made = Object.assign(document.createElement(element), settings);
    made.append(...inside);
    return made;
  };
  const parties = all("[data-party]").map((party) => ({
    id: party.dataset.party,
    name: party.textContent,
    members: (party.dataset.members || "").split(";").filter(Boolean).map((member) => member.split(":")),
  }));
  const place = document.querySelector(".mine");

  // Every id under which a choice stands in the page: its own, the groups it is in, and for a group its members.
  const idsOf = (agency) => {
    const within = parties.filter(({ id, members }) => id === agency.id || members.some(([member]) => member === agency.id));
    const ids = within.map(({ id, members }) => [id, ...(id === agency.id ? members.map(([member]) => member) : [])]);
    return new Set([agency.id, ...ids.flat()]);
  };
  const isParty = (ids) => parties.some(({ id }) => ids.has(id));
  const holds = (list, ids) => (list || "").split(" ").some((id) => ids.has(id));

  // Lists whose entries are somebody's: rows of tables, and agencies' own words.
  const rows = (table) => all("tbody > tr", table).map((row) => ({ node: row, mark: row.querySelector("[data-of], [data-from]") }));
  const isMine = ({ node, mark }, ids) => {
    const { of, from, to } = (mark || node).dataset;
    return holds(of, ids) || holds(from, ids) || holds(to, ids) || holds(node.dataset.agency, ids);
  };
  const lists = [
    ...all(".part table").map((table) => ({ home: table.tBodies[0], after: table, entries: rows(table) })).filter(({ entries }) => entries.some(({ mark }) => mark)),
    ...all(".part").map((part) => ({ home: null, after: null, entries: all(".agency[data-agency]", part).map((node) => ({ node })) })),
  ].filter(({ entries }) => entries.length > 1);

  const restore = (list) => {
    if (!list.others) return;
    for (const { node } of list.entries) {
      node.classList.remove("own");
      list.home ? list.home.append(node) : list.others.before(node);
    }
    list.others.remove();
    list.count?.remove();
    list.others = list.count = null;
  };
  const arrange = (list, ids) => {
    restore(list);
    const mine = list.entries.filter((entry) => isMine(entry, ids));
    const others = list.entries.filter((entry) => !mine.includes(entry));
    if (!mine.length || !others.length) return;
    list.count = make("span", { className: "layer-mine" }, say("Yours: %(count)s").replace("%(count)s", mine.length));
    mine[0].node.closest("details.layer")?.querySelector("summary").append(list.count);
    const says = say("Show all %(count)s").replace("%(count)s", list.entries.length);
    list.others = make("details", { className: "others" }, make("summary", {}, says));
    if (list.home) {
      const table = list.after.cloneNode(false);
      table.append(list.after.tHead.cloneNode(true), make("tbody", {}, ...others.map(({ node }) => node)));
      list.others.append(table);
      list.after.after(list.others);
    } else {
      list.entries.at(-1).node.after(list.others);
      list.others.append(...others.map(({ node }) => node));
    }
    for (const { node } of mine) node.classList.add("own");
  };

  // What we give, what we get: each a list of links to the rows that say so.
  const flows = all("[data-from][data-to]").map((mark) => {
    const row = mark.closest("tr");
    return { from: mark.dataset.from, to: mark.dataset.to, item: row.querySelector("[id^='flow-']") };
  });
  const listed = (words, found) => {
    const box = make("details", {}, make("summary", {}, words.replace("%(count)s", found.length)));
    const items = found.map(({ item }) => make("li", {}, make("a", { href: "#" + item.id }, item.textContent)));
    box.append(make("ul", {}, ...items));
    box.open = matchMedia("(min-width: 60em)").matches && found.length < 9;
    return box;
  };
  const glance = document.querySelector(".glance");
  const beside = glance && make("div", { className: "beside" });
  glance?.before(beside);
  beside?.append(glance);
  const given = (agency, ids) => {
    const box = make("section", { className: "given" }, make("p", {}, make("strong", {}, agency.name)));
    box.setAttribute("aria-label", say("What we give, what we get"));
    const gives = flows.filter(({ from }) => holds(from, ids));
    const gets = flows.filter(({ to }) => holds(to, ids));
    if (gives.length) box.append(listed(say("We give: %(count)s"), gives));
    if (gets.length) box.append(listed(say("We get: %(count)s"), gets));
    if (!gives.length && !gets.length) box.append(make("p", {}, say("Gives nothing and gets nothing here.")));
    return box;
  };

  // The copy of an agency, or of its group, comes before the others.
  const copies = all(".downloads .copies > li");
  const offerCopy = (ids) => {
    for (const earlier of all(".downloads li.own")) earlier.remove();
    const copy = ids && copies.find((found) => ids.has(found.dataset.agency));
    if (!copy) return;
    const own = copy.cloneNode(true);
    own.className = "own";
    own.querySelector("span").textContent = say("Your agency, %(agency)s:").replace("%(agency)s", copy.dataset.name);
    copy.closest(".downloads").querySelector("ul").prepend(own);
  };

  const options = new Map(parties.flatMap(({ id, name, members }) => [[id, name], ...members]));
  const select = make("select", { id: "my-agency" });
  const note = make("p", { className: "not-party" });
  const show = (agency) => {
    const ids = agency && idsOf(agency);
    const binds = Boolean(ids) && isParty(ids);
    for (const list of lists) binds ? arrange(list, ids) : restore(list);
    document.querySelector(".given")?.remove();
    if (binds) beside?.prepend(given(agency, ids));
    offerCopy(binds && ids);
    select.value = agency && options.has(agency.id) ? agency.id : "";
    note.textContent = agency && !binds ? say("%(agency)s is not a party to this protocol.").replace("%(agency)s", agency.name) : "";
  };

  if (place) {
    select.append(new Option(say("Choose, to see yours first"), ""));
    for (const [id, name] of [...options].sort(([, one], [, two]) => one.localeCompare(two))) select.append(new Option(name, id));
    const label = make("label", { htmlFor: "my-agency" }, say("Your agency"));
    place.append(make("p", { className: "my-agency" }, label, select), note);
    select.addEventListener("change", () =>
      myAgency.set(select.value ? { id: select.value, name: select.selectedOptions[0].text } : null));
    show(myAgency.get());
    document.addEventListener("my-agency", ({ detail }) => show(detail));
  }
}
