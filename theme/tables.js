// Long tables. A heading sorts by its column, words filter the rows.
"use strict";

{
  // The number that a cell begins with; words come after all numbers.
  const value = (cell) => {
    const text = cell.textContent.trim().replace("−", "-").replace(/[[(,]/g, "");
    if (/^-?∞/.test(text)) return text.startsWith("-") ? -Infinity : Infinity;
    const found = parseFloat(text.replace("×10", "e"));
    return Number.isNaN(found) ? undefined : found;
  };
  const compare = (a, b) => {
    const [x, y] = [value(a), value(b)];
    if (x === undefined && y === undefined) return a.textContent.localeCompare(b.textContent);
    if (x === undefined || y === undefined) return x === undefined ? 1 : -1;
    return x < y ? -1 : x > y ? 1 : 0;
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
        const rows = [...body.rows].sort((a, b) => compare(a.cells[column], b.cells[column]));
        body.append(...(up ? rows : rows.reverse()));
      });
    });
    const filter = document.getElementById(table.dataset.filter);
    filter?.addEventListener("input", () => {
      const words = filter.value.toLowerCase().split(/\s+/);
      for (const row of body.rows) {
        const text = row.textContent.toLowerCase();
        row.hidden = !words.every((word) => text.includes(word));
      }
    });
  }
}
