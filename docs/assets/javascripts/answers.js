// The question page: who I am, whom I want to tell, about whom, and whether it is urgent. All answers stand in the page; this puts
// first what fits and hides only other receivers. What is asked is in the address, so that it can be sent and Back works.
{
  const place = document.querySelector(".ask");
  const ownPage = place && place.dataset.from;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const givers = all("[data-giver]").map((entry) => ({
    id: entry.dataset.giver,
    kind: entry.dataset.kind,
    kindName: entry.closest("ul").closest("li").querySelector("strong").textContent,
    name: entry.textContent,
    href: entry.querySelector("a").getAttribute("href"),
  }));
  const giverOf = (name) => {
    const own = givers.find((giver) => giver.id === name) || givers.find((giver) => giver.id === "any-" + name);
    return own || givers.find((giver) => giver.kind === name);
  };
  const NAMES = ["from", "to", "about", "urgent"];

  const asked = () => {
    const query = new URLSearchParams(location.search);
    const found = Object.fromEntries(NAMES.map((name) => [name, query.get(name) || ""]));
    return { ...found, from: ownPage || found.from };
  };
  const addressOf = (question, href) => {
    const query = new URLSearchParams();
    for (const name of NAMES) if (question[name] && (name !== "from" || !ownPage)) query.set(name, question[name]);
    return (href || location.pathname) + (query.size ? "?" + query : "");
  };
  const pageOf = (giver, question) => {
    const query = new URLSearchParams();
    for (const name of NAMES.slice(1)) if (question[name]) query.set(name, question[name]);
    return giver.href + (query.size ? "?" + query : "");
  };

  // The form is made here, because it does nothing without a script. The same choices stand as lists of links below.
  const labelled = (words, control) => {
    const line = document.createElement("p");
    const label = document.createElement("label");
    label.htmlFor = control.id;
    label.textContent = words;
    line.append(label, control);
    return line;
  };
  const choice = (name, first, groups) => {
    const select = document.createElement("select");
    select.id = "ask-" + name;
    select.name = name;
    select.append(new Option(first, ""));
    for (const [title, options] of groups) {
      const group = document.createElement("optgroup");
      group.label = title;
      for (const [value, words] of options) group.append(new Option(words, value));
      select.append(title ? group : "");
      if (!title) for (const [value, words] of options) select.append(new Option(words, value));
    }
    return select;
  };
  const upper = (words) => words.slice(0, 1).toUpperCase() + words.slice(1);
  const byKind = (some) => {
    const groups = new Map();
    for (const giver of some) groups.set(giver.kindName, [...(groups.get(giver.kindName) || []), [giver.id, giver.name]]);
    return [...groups];
  };
  const remember = (giver) => {
    if (!giver.id.startsWith("any-")) myAgency.set({ id: giver.id, name: giver.name });
  };

  const ask = () => {
    const outside = all("[data-outside]").map((entry) => [entry.dataset.outside, entry.textContent]);
    const people = all("[data-about]").map((entry) => [entry.dataset.about, upper(entry.textContent)]);
    const anyOf = givers.filter((giver) => giver.id.startsWith("any-")).map((giver) => [giver.kind, giver.name]);
    const agencies = byKind(givers.filter((giver) => !giver.id.startsWith("any-")));
    const form = document.createElement("form");
    form.className = "asking";
    form.addEventListener("submit", (event) => event.preventDefault());
    const from = choice("from", say("Choose your agency"), byKind(givers));
    const to = choice("to", say("Anybody"), [[say("Outside the agencies"), outside], [say("Any of a kind"), anyOf], ...agencies]);
    const about = choice("about", say("Anybody"), [["", people]]);
    const urgent = document.createElement("input");
    urgent.type = "checkbox";
    urgent.id = "ask-urgent";
    const hurry = labelled(say("Somebody may be hurt before I could ask"), urgent);
    hurry.className = "hurry";
    form.append(
      labelled(say("I work for"), from),
      labelled(say("I want to tell, or am asked by"), to),
      labelled(say("About"), about),
      hurry,
    );
    const count = document.createElement("p");
    count.className = "count";
    count.setAttribute("role", "status");
    form.append(count);
    place.prepend(form);
    return { from, to, about, urgent, count };
  };

  // An answer that holds for several receivers stands under the first of them; here each other takes it in too.
  const takeIn = () => {
    for (const link of all(".answers > p > a[href^='#to-']")) {
      const own = document.getElementById(link.hash.slice(1)).closest(".answer").cloneNode(true);
      own.querySelector("[id]").removeAttribute("id");
      link.parentElement.replaceWith(own);
    }
  };

  // What every answer of a protocol shares stands once in the page; an answer that is opened takes it in.
  // Where it is urgent, the number comes before all else.
  const complete = (answer) => {
    const taken = answer.querySelector(":scope > .rules");
    const own = taken || copyOfRules(answer.dataset.answer);
    recordOf(answer, own);
    answer.querySelector(":scope > p > [href^='#about-']")?.parentElement.remove();
    if (document.body.matches(".asked-urgent")) answer.querySelector("summary").after(own);
    else answer.append(own);
  };
  const copyOfRules = (protocol) => {
    const own = document.querySelector('.rest .rules[data-rules="' + CSS.escape(protocol) + '"]').cloneNode(true);
    own.querySelector("h3").remove();
    return own;
  };
  // The decision record is filled in with what this answer says.
  const recordOf = (answer, own) => {
    const ids = answer.closest(".receiver").dataset.to.split(" ");
    const asked = new URLSearchParams(location.search).get("to");
    const query = { protocol: answer.dataset.answer, from: ownPage, to: ids.includes(asked) ? asked : ids[0], items: answer.dataset.items, decision: "share" };
    own.querySelector(".to-record a").search = new URLSearchParams(query);
  };

  const STRENGTH = ["must", "may", "only-if"];
  const rank = (answer, question) => {
    const kinds = answer.dataset.kinds.split(" ");
    const place = question.about ? kinds.indexOf(question.about) : 0;
    const verdicts = all("[data-verdict]", answer).map((verdict) => STRENGTH.indexOf(verdict.dataset.verdict));
    return (place < 0 ? 1000 : place * 10) + Math.min(...verdicts);
  };
  const isFor = (receiver, to) =>
    !to || receiver.dataset.kind === to || (receiver.dataset.to || "").split(" ").includes(to) || receiver.matches(".uncovered");

  const answer = (controls, question) => {
    document.body.classList.toggle("asked", Boolean(question.to));
    document.body.classList.toggle("asked-urgent", Boolean(question.urgent));
    let count = 0;
    const shown = all(".receiver").filter((receiver) => {
      receiver.hidden = !isFor(receiver, question.to);
      return !receiver.hidden;
    });
    for (const receiver of shown) {
      const list = receiver.querySelector(".answers");
      const answers = all(".answer", receiver);
      answers.forEach((found, index) => (found.dataset.place ??= index));
      answers.sort((one, other) => rank(one, question) - rank(other, question) || one.dataset.place - other.dataset.place);
      for (const found of answers) list.append(found);
      count += answers.length;
      if (!question.to) continue;
      if (list) list.open = true;
      answers.forEach(complete);
      answers.forEach((found, index) => (found.open = index === 0 || answers.length < 4));
    }
    for (const rest of all(".rest")) rest.hidden = Boolean(question.to);
    const covered = shown.some((receiver) => !receiver.matches(".uncovered"));
    controls.count.textContent = !question.to
      ? ""
      : !covered
        ? say("No protocol says that you may. Read what to do.")
        : count
          ? say("Protocols that answer: %(count)s").replace("%(count)s", count)
          : "";
    markHours();
  };

  if (place && givers.length) {
    const question = asked();
    const chosen = question.from && giverOf(question.from);
    if (!ownPage && chosen) {
      location.replace(pageOf(chosen, question));
    } else {
      takeIn();
      const controls = ask();
      const fill = (wanted) => {
        controls.from.value = ownPage || giverOf(myAgency.get()?.id)?.id || "";
        for (const name of ["to", "about"]) controls[name].value = wanted[name];
        // A kind with a single agency is no choice of its own: that agency is.
        if (wanted.to && controls.to.selectedIndex < 0) controls.to.value = giverOf(wanted.to)?.id;
        controls.urgent.checked = Boolean(wanted.urgent);
      };
      const read = () => ({
        from: controls.from.value,
        to: controls.to.value,
        about: controls.about.value,
        urgent: controls.urgent.checked ? "1" : "",
      });
      const change = () => {
        const wanted = read();
        const giver = giverOf(wanted.from);
        if (giver) remember(giver);
        if (giver && giver.id !== ownPage) {
          location.assign(pageOf(giver, wanted));
          return;
        }
        history.pushState(null, "", addressOf(wanted));
        if (ownPage) answer(controls, wanted);
      };
      const again = () => {
        fill(asked());
        if (ownPage) answer(controls, asked());
      };
      controls.from.form.addEventListener("change", (event) => {
        if (ownPage || event.target === controls.from || controls.from.value) change();
      });
      addEventListener("popstate", again);
      again();
    }
    for (const found of all(".answer")) found.addEventListener("toggle", () => found.open && (complete(found), markHours()));
  }
}
