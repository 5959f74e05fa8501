// Long tables: a heading sorts by its column, and a field filters the rows.
"use strict";

{
  // The number that a cell begins with; words sort after all numbers.
  const value = (words) => {
    const text = words.trim().replace("−", "-").replace(/[[(,]/g, "");
    if (/^-?∞/.test(text)) return text.startsWith("-") ? -Infinity : Infinity;
    const found = parseFloat(text.replace("×10", "e"));
    return Number.isNaN(found) ? undefined : found;
  };
  // The kinds of smoothness have an order of their own.
  const KINDS = ["kink", "C¹", "C²", "smooth"];
  const step = (x, y) => (x < y ? -1 : x > y ? 1 : 0);
  const compare = (a, b) => {
    if (KINDS.includes(a) && KINDS.includes(b)) return KINDS.indexOf(a) - KINDS.indexOf(b);
    const [x, y] = [value(a), value(b)];
    if (x === undefined || y === undefined) return step(x === undefined, y === undefined) || a.localeCompare(b);
    // Of two intervals with the same start, the shorter comes first.
    const end = (words) => value(words.split(", ").at(-1));
    return step(x, y) || step(end(a), end(b));
  };

  for (const table of document.querySelectorAll("table.sortable")) {
    const body = table.tBodies[0];
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const up = head.ariaSort !== "ascending";
        for (const other of heads) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        const isNone = (row) => row.cells[column].textContent.trim() === "–";
        const rows = [...body.rows].filter((row) => !isNone(row));
        rows.sort((a, b) => compare(a.cells[column].textContent, b.cells[column].textContent));
        body.append(...(up ? rows : rows.reverse()), ...[...body.rows].filter(isNone));
      });
    });
    const filter = document.getElementById(table.dataset.filter);
    filter?.addEventListener("input", () => {
      const words = filter.value.toLowerCase().replaceAll("-", "−").replace(/\binf\w*/g, "∞").split(/\s+/);
      for (const row of body.rows) {
        const text = row.textContent.toLowerCase().replaceAll("-", "−");
        row.hidden = !words.every((word) => text.includes(word));
      }
    });
  }
}
