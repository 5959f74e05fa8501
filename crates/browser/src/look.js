// What a page looks like at one width, in one theme. The value is a function that the step calls.
() => {
  const observer = new PerformanceObserver(() => {});
  observer.observe({ type: "layout-shift", buffered: true });
  const shifts = observer.takeRecords().filter((entry) => !entry.hadRecentInput);
  const stops = "a[href], button, input, select, textarea, summary";
  const shown = (element) => element.checkVisibility({ visibilityProperty: true });
  const unreachable = [...document.querySelectorAll(stops)]
    .filter((element) => shown(element) && !element.matches(":disabled"))
    .filter((element) => {
      if (element.tabIndex < 0) return true;
      element.focus({ preventScroll: true });
      return document.activeElement !== element;
    });
  const unnamed = [...document.querySelectorAll("input, select, textarea")].filter(
    (element) => element.labels.length === 0 && !element.hasAttribute("aria-label"),
  );
  document.activeElement?.blur();
  const describe = (element) => element.outerHTML.slice(0, 120);
  return {
    title: document.title,
    description: document.querySelector("meta[name=description]")?.content ?? "",
    screens: document.documentElement.scrollHeight / innerHeight,
    overflow: document.documentElement.scrollWidth - innerWidth,
    shift: shifts.reduce((sum, entry) => sum + entry.value, 0),
    shifted: shifts.flatMap((entry) => entry.sources.map(({ node }) => (node?.outerHTML ?? node?.textContent ?? "").slice(0, 80))),
    unreachable: [...unreachable, ...unnamed].map(describe),
    figures: document.querySelectorAll("[data-live]").length,
  };
}
