// The first page: the large question box, and the choice of an agency. Without scripts a link and a list stand in their places.
{
  const labelled = (words, control) => {
    const label = document.createElement("label");
    label.htmlFor = control.id;
    label.textContent = words;
    return label;
  };

  // What is typed here is handed to the search in the header, which search.js does for every form that asks it to.
  const place = document.querySelector(".home-ask");
  if (place) {
    const form = document.createElement("form");
    form.dataset.asksSearch = "";
    const field = Object.assign(document.createElement("input"), { type: "text", id: "home-question", name: "q", autocomplete: "off" });
    const row = document.createElement("div");
    row.append(field, Object.assign(document.createElement("button"), { type: "submit", textContent: say("Search") }));
    form.append(labelled(say("What do you want to know?"), field), row);
    place.prepend(form);
  }

  const choice = document.querySelector(".works-for");
  if (choice) {
    const entries = [...choice.querySelectorAll("[data-works-for]")];
    const select = Object.assign(document.createElement("select"), { id: "works-for-agency" });
    select.append(new Option(say("Choose your agency"), ""));
    for (const kind of choice.querySelectorAll("details > ul > li")) {
      const group = document.createElement("optgroup");
      group.label = kind.querySelector("strong").textContent;
      for (const entry of kind.querySelectorAll("[data-works-for]")) group.append(new Option(entry.textContent, entry.dataset.worksFor));
      select.append(group);
    }
    const show = (agency) => (select.value = agency && entries.some((entry) => entry.dataset.worksFor === agency.id) ? agency.id : "");
    select.addEventListener("change", () =>
      myAgency.set(select.value ? { id: select.value, name: select.selectedOptions[0].text } : null));
    document.addEventListener("my-agency", ({ detail }) => show(detail));
    show(myAgency.get());
    select.setAttribute("aria-labelledby", "works-for");
    choice.querySelector("h2").after(select);
    choice.querySelector("details").hidden = true;
    // The browser goes to the place that an address names, and takes the focus there, after the page has loaded.
    for (const event of ["load", "hashchange"]) addEventListener(event, () => setTimeout(() => location.hash === "#works-for" && select.focus()));
  }
}
