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

// What an address leads to may stand in a closed list or section. Not every browser opens it by itself, and a touch on a link to
// the place that the address names already changes nothing there.
// An id that a section had under an old name stands before it, at the end of another.
const meant = (place) => {
  if (!place?.matches(".formerly")) return place;
  const sections = [...document.querySelectorAll("details.layer")];
  return sections.find((section) => place.compareDocumentPosition(section) & Node.DOCUMENT_POSITION_FOLLOWING)?.querySelector("summary > *") ?? place;
};
const reveal = (hash = location.hash) => {
  const target = hash && meant(document.getElementById(decodeURIComponent(hash.slice(1))));
  const closed = [];
  for (let box = target && target.closest("details"); box; box = box.parentElement.closest("details")) closed.push(box);
  if (closed.every((box) => box.open)) return;
  for (const box of closed) box.open = true;
  target.scrollIntoView();
};
addEventListener("hashchange", () => reveal());
document.addEventListener("click", (event) => {
  const link = event.target.closest?.('a[href^="#"]');
  if (link) reveal(link.hash);
});
reveal();

// Paper has nothing closed but answers to questions: the style sheet shows it where a browser can, and this where it cannot.
{
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll(".md-content details:not([open])")].filter((box) => !box.closest(".self-check"));
    for (const box of closed) box.open = true;
  });
  addEventListener("afterprint", () => {
    for (const box of closed) box.open = false;
  });
}

// A link to the decision record from a protocol's page says which protocol.
for (const way of document.querySelectorAll(".to-record[data-protocol]")) {
  way.querySelector("a").href += "?protocol=" + encodeURIComponent(way.dataset.protocol);
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
      const closed = place.closest("details");
      closed ? closed.before(mark) : place.append(mark);
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
