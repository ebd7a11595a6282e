// Follows the files of a project: when this page has become another one, it is loaded again at the place where its reader was.
{
  const { changes, digest, seen } = document.currentScript.dataset;
  const PLACE = "preview-place";
  const details = () => [...document.querySelectorAll("details")];
  const nameOf = (each, index) => each.dataset.layer ?? each.id ?? String(index);
  const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

  // A reader is at the last heading, or other named place, above the middle of the window: what was written before it may have grown.
  const place = () => {
    const named = [...document.querySelectorAll("main [id]")].filter((each) => each.getClientRects().length);
    const above = named.filter((each) => each.getBoundingClientRect().top < innerHeight / 2).at(-1);
    return { page: location.pathname, anchor: above?.id, at: above?.getBoundingClientRect().top, top: scrollY };
  };

  const reload = () => {
    const open = details().flatMap((each, index) => (each.open ? [nameOf(each, index)] : []));
    sessionStorage.setItem(PLACE, JSON.stringify({ ...place(), open }));
    history.scrollRestoration = "manual";
    location.reload();
  };

  const goBack = () => {
    const kept = JSON.parse(sessionStorage.getItem(PLACE) ?? "{}");
    sessionStorage.removeItem(PLACE);
    if (kept.page !== location.pathname) return;
    for (const [index, each] of details().entries()) each.open = kept.open.includes(nameOf(each, index));
    const anchor = kept.anchor && document.getElementById(kept.anchor);
    scrollTo({ top: anchor ? scrollY + anchor.getBoundingClientRect().top - kept.at : kept.top, behavior: "instant" });
    history.scrollRestoration = "auto";
  };

  const shown = () =>
    document.hidden ? new Promise((resolve) => addEventListener("visibilitychange", resolve, { once: true })) : null;

  // The page is asked for before it is loaded again, so that nothing is blank while it is made.
  const follow = async (known) => {
    for (;;) {
      await shown();
      try {
        const now = await (await fetch(`${changes}?seen=${known}`)).text();
        if (now === known) continue;
        const page = await fetch(location.pathname, { cache: "no-store" });
        if (page.headers.get("X-Digest") !== digest) return reload();
        known = now;
      } catch {
        await pause(1000);
      }
    }
  };

  addEventListener("load", goBack);
  follow(seen);
}
