// Where a figure can be held, and where each grip is dragged to; and the picture itself, if pointing
// at it moves a place. The value is a function of the figure's key.
(key) => {
  const figure = [...document.querySelectorAll("[data-live]")].find((figure) => figure.dataset.live === key);
  const svg = figure.querySelector(".drawing svg");
  if (!svg) return [];
  svg.scrollIntoView({ block: "center", behavior: "instant" });
  const middle = (box) => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
  const grips = [...svg.querySelectorAll("[data-drag]")].map((grip) => {
    const from = middle(grip.getBoundingClientRect());
    const [along, start, end] = grip.dataset.along.split(" ");
    // To the farther end of its range.
    const matrix = svg.getScreenCTM();
    const at = (value) => new DOMPoint(along === "x" ? value : 0, along === "y" ? value : 0).matrixTransform(matrix)[along];
    const ends = [at(Number(start)), at(Number(end))];
    const far = Math.abs(ends[0] - from[along]) > Math.abs(ends[1] - from[along]) ? ends[0] : ends[1];
    return { name: grip.dataset.drag, held: true, from, to: { ...from, [along]: (from[along] + far) / 2 } };
  });
  const place = figure.querySelector("[data-place]");
  if (place && svg.dataset.x && grips.length === 0) {
    const box = svg.getBoundingClientRect();
    const at = (share) => ({ x: box.x + share * box.width, y: box.y + box.height / 2 });
    grips.push({ name: place.name, held: false, from: at(0.3), to: at(0.7) });
  }
  return grips;
}
