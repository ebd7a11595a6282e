// Search in the header. The index and what reads it are loaded when somebody turns to the box; they are scripts, so that search
// works from a folder too. What is found is shown as words, never as code.
{
  const root = new URL("../../", document.currentScript.src);
  const SCRIPTS = ["assets/javascripts/search/english.js", "assets/javascripts/search/engine.js", "assets/search/index.js"];
  const SECTIONS = "assets/search/sections.js";
  const MOST = 12;
  const box = document.querySelector("[data-search]");

  // What pages and staff's questions are called comes first, and answers at once; what stands in sections follows.
  let engine;
  const loaded = () => (engine ??= begin());
  const begin = async () => {
    await Promise.all(SCRIPTS.map(load));
    setTimeout(complete, 1000);
    return globalThis.searchEngine(globalThis.searchIndex);
  };
  let completed;
  const complete = () => (completed ??= load(SECTIONS).then(() => {
    engine = Promise.resolve(globalThis.searchEngine(globalThis.searchIndex, globalThis.searchSections));
    document.dispatchEvent(new CustomEvent("search-whole"));
  }, () => {}));
  const load = (path) => new Promise((resolve, reject) => {
    const script = document.createElement("script");
    Object.assign(script, { src: new URL(path, root).href, async: false, onload: resolve, onerror: reject });
    document.head.append(script);
  });

  const made = (element, className, ...inside) => {
    const node = document.createElement(element);
    node.className = className;
    node.append(...inside);
    return node;
  };

  // Opened from a folder, a link to a page's folder would show a list of files.
  const link = (address, anchor, ...inside) => {
    const [path, place] = address.split("#");
    const node = made("a", "md-search-result__link", ...inside);
    const to = anchor || place;
    node.href = new URL(path + (location.protocol === "file:" ? "index.html" : "") + (to ? "#" + to : ""), root).href;
    return node;
  };

  // Three lines: what it is, what it says, and where in it the words stand.
  const shown = ({ address, title, kind, says, places }) => {
    const item = made("li", "md-search-result__item",
      link(address, "", made("span", "found-title", title), " ", made("span", "found-kind", kind), made("span", "found-says", says)));
    if (places.length) item.append(made("div", "found-places", ...places.map(([anchor, words]) => link(address, anchor, words))));
    return item;
  };

  // Where nothing is found, the pages that lead on.
  const onward = () => [["can-i-share/", say("Choose who you are and whom you want to tell")], ["urgent/", say("Every fast track, where somebody may be hurt")]]
    .map(([address, words]) => made("li", "md-search-result__item", link(address, "", made("span", "found-title", words))));

  if (box) {
    const toggle = document.querySelector("[data-md-toggle=search]");
    const input = box.querySelector("input");
    const count = box.querySelector("[role=status]");
    const list = box.querySelector("ol");
    const unasked = count.textContent;
    let asked;

    const open = (isOpen) => {
      if (toggle.checked !== isOpen) toggle.click();
    };

    const tell = (number) => number === 0 ? say("Nothing found. Try fewer words, or another word for it; or go on from here:")
      : number === 1 ? say("1 result") : say("%(count)s results, the best first").replace("%(count)s", number);

    const ask = async () => {
      const question = input.value;
      if (question === asked) return;
      asked = question;
      const reader = question.trim() && (await loaded().catch(() => null));
      if (question !== input.value) return;
      if (reader === null) {
        count.textContent = say("Search could not be loaded.");
        return;
      }
      const found = reader ? reader.find(question).slice(0, MOST) : [];
      list.replaceChildren(...(reader && !found.length ? onward() : found.map(shown)));
      count.textContent = reader ? tell(found.length) : unasked;
      if (reader) setTimeout(complete);
    };

    // What has been found is found again with what stands in sections, unless the reader is going through it.
    document.addEventListener("search-whole", () => {
      box.dataset.search = "whole";
      if (list.contains(document.activeElement)) return;
      asked = undefined;
      ask();
    });

    const move = (by) => {
      const places = [input, ...list.querySelectorAll("a")];
      const at = Math.max(places.indexOf(document.activeElement), 0);
      places[(at + by + places.length) % places.length].focus();
    };

    toggle.addEventListener("change", () => {
      list.hidden = !toggle.checked;
      if (toggle.checked) input.focus();
    });
    input.addEventListener("focus", () => {
      open(true);
      loaded().catch(() => {});
      ask();
    });
    for (const event of ["input", "keyup"]) input.addEventListener(event, ask);
    box.querySelector("form").addEventListener("reset", () => setTimeout(() => {
      input.focus();
      ask();
    }));
    box.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      list.querySelector("a")?.click();
    });
    box.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        move(event.key === "ArrowDown" ? 1 : -1);
      } else if (event.key === "Escape") {
        open(false);
        document.activeElement.blur();
      }
    });
    box.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget && !box.contains(relatedTarget)) open(false);
    });
    list.addEventListener("click", (event) => {
      if (event.target.closest("a")) open(false);
    });
    addEventListener("keydown", (event) => {
      const isTyping = event.target.closest?.("input, select, textarea, [contenteditable]");
      if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      input.focus();
      input.select();
    });

    // A larger box on a page, `<form data-asks-search>` with one input, leads here; so does an address with `?q=`.
    const take = (question) => {
      input.value = question;
      input.focus();
      ask();
    };
    for (const form of document.querySelectorAll("form[data-asks-search]")) {
      const field = form.querySelector("input");
      field.addEventListener("click", () => take(field.value));
      field.addEventListener("input", () => take(field.value));
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        take(field.value);
      });
    }
    const question = new URLSearchParams(location.search).get("q");
    if (question) take(question);
  }
}
