// What moved since this was asked last, once a part of the page is there and painted: how many
// elements, how far the first in pixels, how it begins; null, if the part is not there yet.
// The value is a function.
async (part) => {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const inView = (figure) => {
    const { top, bottom } = figure.getBoundingClientRect();
    return figure.checkVisibility() && top < innerHeight && bottom > 0;
  };
  const isThere = {
    page: () => true,
    fonts: () => document.fonts.status === "loaded",
    scripts: () => performance.timing.domContentLoadedEventEnd > 0,
    modules: () => [...document.querySelectorAll("[data-live]")].every((figure) => figure.dataset.state || !inView(figure)),
  };
  await frame();
  if (!isThere[part]()) return null;
  // It is used in the next frame, and painted when the one behind that begins.
  for (let i = 0; i < 2; i++) await frame();

  const before = window.places ?? new Map();
  const now = new Map();
  let elements = 0;
  let moved = null;
  for (const element of document.body.querySelectorAll("*")) {
    const { x, y } = element.getBoundingClientRect();
    const place = { x: x + scrollX, y: y + scrollY };
    now.set(element, place);
    const old = before.get(element);
    if (!old) continue;
    const pixels = Math.max(Math.abs(place.x - old.x), Math.abs(place.y - old.y));
    if (pixels < 1) continue;
    elements += 1;
    moved ??= { pixels, first: (element.outerHTML ?? "").slice(0, 80) };
  }
  window.places = now;
  return { elements, pixels: moved?.pixels ?? 0, first: moved?.first ?? "" };
}
