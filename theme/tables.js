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
  // The kinds of smoothness have an order of their own.
  const KINDS = ["kink", "C¹", "C²", "smooth"];
  const compare = (a, b) => {
    const [x, y] = [value(a), value(b)];
    const [i, j] = [KINDS.indexOf(a.textContent), KINDS.indexOf(b.textContent)];
    if (i >= 0 && j >= 0) return i - j;
    if (x === undefined && y === undefined) return a.textContent.localeCompare(b.textContent);
    if (x === y) return value({ textContent: a.textContent.split(", ").at(-1) }) - value({ textContent: b.textContent.split(", ").at(-1) }) || 0;
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
        const isNone = (row) => row.cells[column].textContent.trim() === "–";
        const rows = [...body.rows].filter((row) => !isNone(row));
        rows.sort((a, b) => compare(a.cells[column], b.cells[column]));
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
