// The closed sections of a protocol. Without this script everything is in the page and each section opens at a touch. This opens
// what a link, the address or paper needs, opens and closes all at once, and keeps what was open for whoever comes back.
{
  const layers = [...document.querySelectorAll("details.layer")];
  const all = layers.length ? [...document.querySelectorAll(".md-content details")] : [];

  // Opens whatever stands around a place, and the section that a heading names.
  // An id that a section had under an old name stands before it, at the end of another.
  const meant = (place) => {
    const next = place?.matches(".formerly") && layers.find((layer) => place.compareDocumentPosition(layer) & Node.DOCUMENT_POSITION_FOLLOWING);
    return next ? next.querySelector("summary > *") : place;
  };
  const open = (name) => {
    const target = meant(document.getElementById(name));
    for (let box = target?.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    return target;
  };
  const named = (link) => decodeURIComponent(link.hash.slice(1));
  const arrive = () => open(named(location))?.scrollIntoView();

  // A link to a place that the address names already changes nothing there, so a touch on any link opens.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('a[href^="#"]');
    if (link) open(named(link));
  });
  addEventListener("hashchange", arrive);

  // What was open is kept with the page's place in the history: it is open again after Back, and not on another visit.
  const keep = () => {
    const named = layers.filter((layer) => layer.open).map((layer) => layer.dataset.layer);
    history.replaceState({ ...history.state, open: named }, "");
  };

  if (layers.length) {
    const kept = new Set(history.state?.open);
    for (const layer of layers) if (kept.has(layer.dataset.layer)) layer.open = true;
    if (!kept.size) arrive();
    addEventListener("pagehide", keep);

    const button = document.createElement("button");
    button.type = "button";
    button.className = "open-all";
    const isOpen = () => layers.every((layer) => layer.open);
    const tell = () => (button.textContent = isOpen() ? say("Close all sections") : say("Open all sections"));
    button.addEventListener("click", () => {
      const wanted = !isOpen();
      for (const layer of layers) layer.open = wanted;
      tell();
    });
    for (const layer of layers) layer.addEventListener("toggle", tell);
    tell();
    document.getElementById("part-a")?.before(button);
  }

  // Paper has no closed sections: the style sheet shows them where a browser can, and this where it cannot.
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = all.filter((box) => !box.open);
    for (const box of closed) box.open = true;
  });
  addEventListener("afterprint", () => {
    for (const box of closed) box.open = false;
  });
}
