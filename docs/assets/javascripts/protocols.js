// Fixed words in the county's language, which a page hands over where that is not English.
const words = JSON.parse(document.querySelector('meta[name="words"]')?.content ?? "{}");
const say = (english) => words[english] ?? english;

// Opened from a folder (file://), a link to a page's folder shows a list of files. Point such links at the page itself.
if (location.protocol === "file:") {
  for (const link of document.querySelectorAll("a[href]")) {
    const [, path, rest] = link.getAttribute("href").match(/^([^?#]*)(.*)$/s);
    if (path && !/^[a-z]+:/i.test(path) && (path.endsWith("/") || path === "." || path === "..")) {
      link.setAttribute("href", path.replace(/\/?$/, "/index.html") + rest);
    }
  }
}

// Which number answers now. Both stay in sight: the clock of a device can be wrong, and a bank holiday is no working day.
const markHours = () => {
  const now = new Date();
  const open = now.getDay() % 6 !== 0 && now.getHours() >= 9 && now.getHours() < 17;
  for (const number of document.querySelectorAll("[data-hours]")) {
    number.classList.toggle("now", number.dataset.hours !== (open ? "out" : "in"));
  }
};
markHours();

// A page may be older than the day on which it is read: say so beside every review date that has passed since it was built.
{
  const now = new Date();
  const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  for (const place of document.querySelectorAll("[data-review-by]")) {
    if (place.dataset.reviewBy < today) {
      const mark = document.createElement(place.matches("div") ? "p" : "span");
      mark.className = "review-overdue";
      mark.textContent = place.matches("div") ? say("Review overdue. The text still stands; printed copies do not.") : " " + say("review overdue");
      place.append(mark);
    }
  }
}

// The self-check: choosing an answer marks it and opens the reason. Without scripts the reason opens by itself.
for (const check of document.querySelectorAll(".self-check[data-answer]")) {
  const details = check.querySelector("details");
  const options = [...check.querySelectorAll(":scope > ul > li")];
  const verdict = document.createElement("p");
  verdict.className = "verdict";
  verdict.setAttribute("role", "status");
  details.before(verdict);
  options.forEach((option, index) => {
    const letter = "abcd"[index];
    const button = document.createElement("button");
    button.type = "button";
    button.append(...option.childNodes);
    option.append(button);
    button.addEventListener("click", () => {
      const right = letter === check.dataset.answer;
      options.forEach((other) => other.classList.remove("right", "wrong"));
      option.classList.add(right ? "right" : "wrong");
      verdict.textContent = (right ? say("%(letter)s is right.") : say("%(letter)s is not the best answer. Try again, or open the answer.")).replace("%(letter)s", letter.toUpperCase());
      details.open = right;
    });
  });
}

// The agency that a reader chooses once is remembered on this device and nowhere else. Its own copy and its own requirements
// then come first. A copy of a group is the copy of each of its members.
{
  const key = "protocols.agency";
  const remembered = () => {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  };
  const remember = (agency) => {
    try {
      agency ? localStorage.setItem(key, JSON.stringify(agency)) : localStorage.removeItem(key);
    } catch {
      // Without storage, as in some private windows, the choice holds for this page.
    }
  };
  const copies = [...document.querySelectorAll(".downloads .copies > li")];
  const nameOf = (copy) => copy.querySelector("a").textContent;
  const membersOf = (copy) => (copy.dataset.members || "").split("|").filter(Boolean).map((member) => member.split(":"));
  const copyOf = (agency) =>
    copies.find((copy) => copy.dataset.agency === agency) ||
    copies.find((copy) => membersOf(copy).some(([id]) => id === agency));

  // Puts first what is an agency's own, and takes back what an earlier choice put first.
  const show = (agency) => {
    for (const earlier of document.querySelectorAll(".downloads li.own")) earlier.remove();
    const copy = agency && copyOf(agency.id);
    if (copy) {
      const own = copy.cloneNode(true);
      own.className = "own";
      own.querySelector("a").textContent = say("Your copy: %(agency)s").replace("%(agency)s", nameOf(copy));
      copy.closest(".downloads").querySelector("ul").prepend(own);
    }
    const party = copy ? copy.dataset.agency : agency && agency.id;
    for (const words of document.querySelectorAll(".agency[data-agency]")) {
      const first = words.parentElement.querySelector(":scope > .agency[data-agency]");
      words.classList.toggle("own", words.dataset.agency === party);
      if (words.dataset.agency === party && words !== first) first.before(words);
    }
  };

  const box = document.querySelector(".downloads:has(.copies)");
  if (box) {
    const line = document.createElement("p");
    line.className = "my-agency";
    const label = document.createElement("label");
    label.htmlFor = "my-agency";
    label.textContent = say("Your agency");
    const select = document.createElement("select");
    select.id = "my-agency";
    const options = new Map(copies.flatMap((copy) => [...membersOf(copy), [copy.dataset.agency, nameOf(copy)]]));
    select.append(new Option(say("Choose, to see its copy first"), ""));
    for (const [id, name] of [...options].sort(([, one], [, two]) => one.localeCompare(two))) select.append(new Option(name, id));
    const agency = remembered();
    select.value = agency && options.has(agency.id) ? agency.id : "";
    select.addEventListener("change", () => {
      const chosen = select.value && { id: select.value, name: select.selectedOptions[0].text };
      remember(chosen || null);
      show(chosen || null);
    });
    line.append(label, select);
    box.append(line);
  }
  show(remembered());
}
