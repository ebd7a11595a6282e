// The check of a printed copy: a box for its code. The page is a list of every known code, which works without scripts; the box
// leads to the row, and says so where there is none.
for (const place of document.querySelectorAll("[data-copy-check]")) {
  const form = document.createElement("form");
  const label = document.createElement("label");
  const field = document.createElement("input");
  const button = document.createElement("button");
  const verdict = document.createElement("p");
  label.textContent = place.dataset.copyCheck;
  label.htmlFor = field.id = "copy-code";
  Object.assign(field, { autocomplete: "off", spellcheck: false, required: true });
  field.setAttribute("autocapitalize", "characters");
  button.textContent = place.dataset.button;
  verdict.setAttribute("role", "status");
  form.append(label, field, button);
  place.append(form, verdict);

  // No code has I, L, O or U: whoever reads one means what it looks like.
  const tidied = (typed) => {
    const figures = typed.toLowerCase().replace(/[^0-9a-z]/g, "").replace(/[il]/g, "1").replace(/o/g, "0").replace(/u/g, "v");
    return figures.replace(/(.{4})(?=.)/g, "$1-");
  };

  const show = (code) => {
    const row = document.getElementById(code);
    const known = row !== null && row.matches(".copy-code");
    place.classList.toggle("unknown", !known);
    verdict.textContent = known ? row.textContent.trim() : `${code.toUpperCase()}: ${place.dataset.unknown}`;
    return known;
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const code = tidied(field.value);
    if (show(code)) location.hash = code;
  });

  // Whoever came by a code gets its verdict at the top too; a code that no row has would otherwise be answered by nothing.
  const answer = () => {
    const asked = decodeURIComponent(location.hash.slice(1));
    if (/^[0-9a-z]{4}-[0-9a-z]{4}$/i.test(asked)) show(asked.toLowerCase());
  };
  addEventListener("hashchange", answer);
  answer();
}
