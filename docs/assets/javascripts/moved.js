// The old address of a page leads on to the new one, and to the place on it that was asked for. Without scripts the page leads
// on by itself, to the top of the new one.
{
  const target = new URL(document.currentScript.dataset.to, location.href);
  // From a folder (file://) only the page itself can be opened; elsewhere its address is that of its folder.
  if (location.protocol !== "file:") target.pathname = target.pathname.replace(/index\.html$/, "");
  target.search = location.search;
  target.hash = location.hash;
  location.replace(target);
}
