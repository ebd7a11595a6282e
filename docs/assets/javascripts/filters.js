// Lists that can be filtered: the register, every fast track, both of us, the table of parties. Everything stands in the page; this hides what does not
// fit. What is chosen is in the address, so that it can be sent and Back works. Nothing is chosen that the address does not ask for.
{
  const list = document.querySelector(".filtered");
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const rowOf = (entry) => entry.closest("li, tr") || entry;
  const fold = (words) => words.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const mine = () => {
    try {
      return JSON.parse(localStorage.getItem("protocols.agency"))?.id || "";
    } catch {
      return ""; // Without storage, as in some private windows, no agency is known.
    }
  };

  // What can be chosen: lists at the end of the page, or the entries themselves where each is a choice.
  const optionsOf = (choice) =>
    choice === list
      ? all("[data-entry]", list).map((entry) => [entry.dataset.group, entry.dataset.entry, entry.querySelector(".name").textContent])
      : all("[data-option]", choice).map((option) => [option.dataset.group, option.dataset.option, option.textContent]);
  const select = (choice) => {
    const options = optionsOf(choice);
    const control = document.createElement("select");
    control.name = choice.dataset.choice;
    control.append(new Option(say("All"), ""));
    const groups = new Map();
    const add = (title, value, words) => {
      if (title && !groups.has(title)) {
        const group = document.createElement("optgroup");
        group.label = title;
        groups.set(title, group);
        control.append(group);
      }
      (groups.get(title) || control).append(new Option(words, value));
    };
    const own = choice.dataset.choice === "agency" && options.find(([, value]) => value === mine());
    if (own) add(say("Your agency"), own[1], own[2]);
    for (const [title, value, words] of options) if (value !== own?.[1]) add(title, value, words);
    return control;
  };
  const labelled = (words, control) => {
    const line = document.createElement("p");
    const label = document.createElement("label");
    label.textContent = words;
    control.id = "filter-" + control.name;
    label.htmlFor = control.id;
    line.append(label, control);
    return line;
  };
  const form = () => {
    const made = document.createElement("form");
    made.className = "asking filtering";
    made.addEventListener("submit", (event) => event.preventDefault());
    if (list.dataset.words) {
      const words = document.createElement("input");
      words.type = "search";
      words.name = "words";
      words.autocomplete = "off";
      made.append(labelled(list.dataset.words, words));
    }
    for (const choice of all("[data-choice]")) made.append(labelled(choice.dataset.title, select(choice)));
    const line = document.createElement("p");
    line.className = "found";
    const count = document.createElement("span");
    count.setAttribute("role", "status");
    const reset = document.createElement("button");
    reset.type = "button";
    reset.textContent = say("Show all");
    line.append(count, reset);
    made.append(line);
    list.before(made);
    list.classList.add("ready");
    return { made, count, reset, controls: all("select, input", made) };
  };

  const start = () => {
    const { count, reset, controls, made } = form();
    const entries = all("[data-entry]", list).map((entry) => ({
      row: rowOf(entry),
      fits: new Set(entry.dataset.fits.split(" ")),
      words: fold([entry.dataset.names, entry.querySelector("summary, .name")?.textContent, entry.querySelector("details > p")?.textContent].join(" ")),
      details: entry.matches("details") ? entry : entry.querySelector("details"),
    }));
    const fitsAll = (entry, wanted) =>
      Object.entries(wanted).every(([name, value]) =>
        name === "words" ? fold(value).split(/\s+/).every((word) => entry.words.includes(word)) : entry.fits.has(name + "/" + value),
      );
    const read = () => Object.fromEntries(controls.filter((control) => control.value.trim()).map((control) => [control.name, control.value.trim()]));

    const show = () => {
      const wanted = read();
      const isFiltered = Object.keys(wanted).length > 0;
      const shown = entries.filter((entry) => !(entry.row.hidden = !fitsAll(entry, wanted)));
      for (const entry of entries) if (entry.details) entry.details.open = isFiltered && shown.length < 4 && shown.includes(entry);
      for (const box of all(".entries > .fold", list)) box.open = isFiltered;
      for (const group of all(".entries", list)) group.hidden = !group.querySelector("[data-entry]") || all("[data-entry]", group).every((entry) => rowOf(entry).hidden);
      document.body.classList.toggle("is-filtered", isFiltered);
      reset.hidden = !isFiltered;
      count.textContent = shown.length
        ? say("Shown: %(count)s of %(all)s").replace("%(count)s", shown.length).replace("%(all)s", entries.length)
        : say("Nothing here fits all of this. Choose less, or show all.");
    };
    const fill = () => {
      const query = new URLSearchParams(location.search);
      for (const control of controls) {
        control.value = query.get(control.name) || "";
        if (control.selectedIndex === -1) control.value = "";
      }
      show();
    };
    const addressOf = () => {
      const query = new URLSearchParams(read());
      return location.pathname + (query.size ? "?" + query : "");
    };

    // Typing is one step back, however many letters it has.
    let typing = false;
    made.addEventListener("input", (event) => {
      const letters = event.target.name === "words";
      history[letters && typing ? "replaceState" : "pushState"](null, "", addressOf());
      typing = letters;
      show();
    });
    made.addEventListener("focusout", () => (typing = false));
    reset.addEventListener("click", () => {
      for (const control of controls) control.value = "";
      history.pushState(null, "", addressOf());
      show();
      controls[0].focus();
    });
    addEventListener("popstate", fill);
    ownFirst(controls);
    fill();
  };

  // What binds the reader's own agency comes before the rest.
  const ownFirst = (controls) => {
    const own = mine();
    const name = controls.find((control) => control.name === "agency")?.querySelector('option[value="' + CSS.escape(own) + '"]');
    if (!list.dataset.ownFirst || !own || !name) return;
    const group = document.createElement("div");
    group.className = "entries own";
    const title = document.createElement("h2");
    title.textContent = say("Your agency: %(agency)s").replace("%(agency)s", name.textContent);
    group.append(title, ...all('[data-fits~="agency/' + CSS.escape(own) + '"]', list));
    list.prepend(group);
  };

  if (list) start();
}
