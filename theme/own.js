// Beside a reader's own numbers: the formula with them put in, and what other libraries returned nearby.
"use strict";

{
  // What other libraries returned at the recorded point that is nearest, a row for each.
  const files = new Map();
  const nearby = async (fold, numbers) => {
    const names = numbers.map(([name]) => name);
    const { recorded } = fold.dataset;
    if (!files.has(recorded)) files.set(recorded, fetch(recorded).then((response) => response.json()));
    const blocks = (await files.get(recorded)).recorded;
    const flat = (x) => [x].flat(2).map((x) => (typeof x === "string" ? Number(x.replace("inf", "Infinity").replace("nan", "NaN")) : x));
    const asked = numbers.map(([, rows]) => rows.flat());
    const apart = (a, b) => (Object.is(a, b) || a === b ? 0 : Math.abs(a - b) / (1 + Math.abs(a)));
    const rows = [];
    for (const { library, version, call, dtype, cases } of blocks) {
      let best = { far: Infinity };
      for (const { args: fixed = {}, each = {}, value } of cases) {
        const many = Object.values(each)[0];
        for (let i = 0; i < (many?.length ?? 1); i++) {
          const at = names.map((name) => (name in each ? each[name][i] : fixed[name]));
          // A parameter that the call does not take is the one that it uses.
          const fits = at.every((x, k) => x === undefined || flat(x).length === asked[k].length);
          if (!fits) continue;
          const far = Math.max(0, ...at.flatMap((x, k) => (x === undefined ? [] : flat(x).map((x, n) => apart(asked[k][n], x)))));
          if (far < best.far) best = { far, at, value: many ? value[i] : value };
        }
      }
      // The nearest of a library's calls, for each kind of numbers.
      const name = `${library} ${version}`;
      const known = rows.findIndex((row) => row.name === name && row.dtype === dtype);
      const row = { name, call, dtype, ...best };
      if (known < 0 && best.far < Infinity) rows.push(row);
      else if (known >= 0 && best.far < rows[known].far) rows[known] = row;
    }
    const written = (x) => (Array.isArray(x) ? `[${x.map(written).join(", ")}]` : String(x ?? "–").replaceAll("-", "−"));
    const table = document.createElement("table");
    const line = (cells, tag) => {
      const row = document.createElement("tr");
      for (const text of cells) row.append(Object.assign(document.createElement(tag), { textContent: text }));
      return row;
    };
    table.append(document.createElement("thead"), document.createElement("tbody"));
    table.tHead.append(line(["Library", ...names, "It returned", "In", "Call"], "th"));
    for (const { name, call, dtype, far, at, value } of rows) {
      const row = line([name, ...at.map(written), written(value), dtype, call], "td");
      // The same call, if it took all of these arguments.
      if (far === 0 && !at.includes(undefined)) row.className = "lit";
      table.tBodies[0].append(row);
    }
    fold.querySelector(".table-wrapper").replaceChildren(rows.length ? table : "nothing was recorded for numbers of this form");
  };

  for (const one of document.querySelectorAll(".own .one")) {
    const fold = one.querySelector(".nearby");
    const places = [...one.querySelectorAll("[data-put]")];
    let numbers = [...one.querySelectorAll("[data-numbers]")].map((input) => [input.name, input.value.split(";").map((row) => row.trim().split(/\s+/).map(Number))]);
    const look = () => {
      if (!fold?.open) return;
      nearby(fold, numbers).catch((error) => {
        fold.querySelector(".table-wrapper").textContent = "What was recorded could not be loaded.";
        console.error(error);
      });
    };
    fold?.addEventListener("toggle", look);
    one.addEventListener("answered", ({ detail }) => {
      numbers = detail;
      // What is read aloud is the answer above; these words would be those of the numbers before.
      for (const words of one.querySelectorAll(".put-in .katex-mathml")) words.remove();
      for (const place of places) {
        const { put } = place.dataset;
        const [of, by] = put.replace("b", "").split(".").map(Number);
        const x = numbers[of][1][0][by === undefined ? 0 : numbers[by][1][0][0]];
        const text = String(x).replaceAll("-", "−").replace("Infinity", "∞");
        place.textContent = text.startsWith("−") && !put.endsWith("b") ? `(${text})` : text;
      }
      look();
    });
  }
}
