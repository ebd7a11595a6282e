// The agency that a reader chooses once is remembered on this device and nowhere else. A line on every page says which, and lets
// it be changed or forgotten.

// What the device keeps. Without storage, as in some private windows, a choice holds for its page.
const kept = {
  read: (key) => {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  },
  write: (key, value) => {
    try {
      value ? localStorage.setItem(key, JSON.stringify(value)) : localStorage.removeItem(key);
    } catch {
      // There is no storage.
    }
  },
};

const myAgency = {
  key: "protocols.agency",
  get: () => {
    const found = kept.read(myAgency.key);
    return found && /^[a-z0-9-]+$/.test(found.id) && typeof found.name === "string" ? found : null;
  },
  set: (agency) => {
    kept.write(myAgency.key, agency);
    document.dispatchEvent(new CustomEvent("my-agency", { detail: agency }));
  },
};

// The line below the header.
{
  const root = new URL("../../", document.currentScript.src);
  const pageAt = (path, anchor = "") => new URL(path + (location.protocol === "file:" ? "index.html" : "") + anchor, root).href;
  const linkTo = (href, words) => Object.assign(document.createElement("a"), { href, textContent: words });
  const line = document.createElement("div");
  line.className = "my-agency-line";
  line.setAttribute("role", "region");
  line.setAttribute("aria-label", say("My agency"));
  const inner = document.createElement("p");
  inner.className = "md-grid";
  line.append(inner);
  document.querySelector(".md-main").before(line);

  const told = (agency) => {
    line.hidden = !agency;
    if (!agency) return;
    const forget = Object.assign(document.createElement("button"), { type: "button", textContent: say("Forget") });
    forget.addEventListener("click", () => myAgency.set(null));
    const change = linkTo(pageAt("", "#works-for"), say("Change"));
    const share = linkTo(pageAt("can-i-share/" + agency.id + "/"), say("What we may share"));
    const name = linkTo(pageAt("agencies/" + agency.id + "/"), agency.name);
    inner.replaceChildren(say("I work for") + " ", name, " ", share, " ", change, " ", forget);
  };
  told(myAgency.get());
  document.addEventListener("my-agency", ({ detail }) => told(detail));
  addEventListener("storage", ({ key }) => key === myAgency.key && told(myAgency.get()));
}

// Authors alone see the pencil on each page and the link to the sources. They switch them on in their guide.
{
  const key = "protocols.author";
  const show = (isAuthor) => document.documentElement.classList.toggle("is-author", Boolean(isAuthor));
  show(kept.read(key));
  const place = document.querySelector(".author-switch");
  if (place) {
    const box = Object.assign(document.createElement("input"), { type: "checkbox", checked: Boolean(kept.read(key)) });
    const label = document.createElement("label");
    label.append(box, " " + say("Show the pencil and the sources on every page, on this device"));
    box.addEventListener("change", () => {
      kept.write(key, box.checked);
      show(box.checked);
    });
    place.append(label);
  }
}
