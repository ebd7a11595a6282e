// The closed sections of a protocol. Without this script everything is in the page and each section opens at a touch. This opens
// and closes all at once, and keeps what was open for whoever comes back.
{
  const layers = [...document.querySelectorAll("details.layer")];

  // What was open is kept with the page's place in the history: it is open again after Back, and not on another visit.
  const keep = () => {
    const named = layers.filter((layer) => layer.open).map((layer) => layer.dataset.layer);
    history.replaceState({ ...history.state, open: named }, "");
  };

  if (layers.length) {
    const kept = new Set(history.state?.open);
    for (const layer of layers) if (kept.has(layer.dataset.layer)) layer.open = true;
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
}
