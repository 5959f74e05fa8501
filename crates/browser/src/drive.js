// Drives one live figure as a reader would and compares what is shown with what was computed by the
// library as this machine's own code. The value is a function of the figure and the cases;
// it gives pairs: at which setting, and what is wrong there.
async (index, cases) => {
  const figure = document.querySelectorAll("[data-live]")[index];
  // What is folded is not in view, and its table is not made; beside a card the controls wait too.
  for (let fold = figure.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  for (const fold of figure.querySelectorAll("details")) fold.open = true;
  figure.scrollIntoView({ block: "center", behavior: "instant" });
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  for (let i = 0; i < 300 && !figure.dataset.state; i++) await frame();
  if (figure.dataset.state !== "awake") return [["at rest", `is ${figure.dataset.state ?? "not loaded"} after five seconds in view`]];
  const form = figure.querySelector("form");
  const parsed = (html) => {
    const template = document.createElement("div");
    template.innerHTML = html;
    return template.innerHTML;
  };
  const wrong = [];
  const inputs = [...form.querySelectorAll("input, select, textarea")];
  // What stands beside a form for the reader's own numbers: the formula has those that are typed, and a
  // recorded point that is typed is found with what was returned there.
  const beside = async (one) => {
    const wrong = [];
    const type = async (input, text) => {
      input.value = text;
      input.dispatchEvent(new Event("input", { bubbles: true }));
      await frame();
      await frame();
    };
    const text = (x) => ([x].flat().some(Array.isArray) ? x.map(text).join("\n") : [x].flat().join(" "));
    const put = (at) => {
      for (const place of one.querySelectorAll("[data-put]")) {
        const [of, by] = place.dataset.put.replace("b", "").split(".").map(Number);
        const row = inputs[of].value.trim().split(/\s+/);
        const expected = Number(row[by === undefined ? 0 : inputs[by].value]);
        const found = Number(place.textContent.replace(/[()]/g, "").replaceAll("−", "-").replace("∞", "Infinity"));
        if (!Object.is(found + 0, expected + 0)) wrong.push([at, `the formula has \`${place.textContent}\`, expected ${expected}`]);
      }
    };
    form.reset();
    await type(inputs[0], inputs[0].value);
    put("at rest");
    const fold = one.querySelector(".nearby");
    if (!fold) return wrong;
    const { recorded } = await (await fetch(fold.dataset.recorded)).json();
    const names = inputs.map((input) => input.name);
    const isFinite = (x) => [x].flat(2).every((x) => typeof x === "number" && Number.isFinite(x));
    const points = recorded.flatMap(({ library, version, cases }) =>
      cases.flatMap(({ args = {}, each = {}, value }) => {
        const many = Object.values(each)[0];
        return Array.from({ length: many?.length ?? 1 }, (_, i) => ({
          library: `${library} ${version}`,
          at: names.map((name) => (name in each ? each[name][i] : args[name])),
          value: many ? value[i] : value,
        }));
      }),
    );
    const point = points.find(({ at, value }) => at.every((x) => x !== undefined && isFinite(x)) && isFinite(value));
    if (!point) return wrong;
    fold.open = true;
    for (const [i, x] of point.at.entries()) await type(inputs[i], text(x));
    const table = fold.querySelector(".table-wrapper");
    const bare = (x) => x.replaceAll("−", "-").replace(/[[\],]/g, " ").replace(/ +/g, " ").trim();
    const value = bare(String(point.value));
    const isThere = () =>
      [...table.querySelectorAll("tr.lit")].some(({ cells }) => cells[0].textContent === point.library && bare(cells[names.length + 1].textContent) === value);
    for (let i = 0; i < 300 && !isThere(); i++) await frame();
    const typed = names.map((name, i) => `${name}=${text(point.at[i])}`).join(", ");
    if (!isThere()) wrong.push([typed, `what ${point.library} returned there, ${value}, is not in the table: ${table.textContent.slice(0, 300)}`]);
    put(typed);
    fold.open = false;
    return wrong;
  };
  for (const { name, value, svg, words, says, table } of cases) {
    form.reset();
    await frame();
    if (name) {
      // Not by `form.elements`, which has names of its own, as `length`.
      const input = inputs.find((input) => input.name === name);
      if (!input) {
        wrong.push([name, "has no such control"]);
        continue;
      }
      if (input.type === "checkbox") input.checked = value === "1";
      else input.value = value;
      input.dispatchEvent(new Event("input", { bubbles: true }));
      await frame();
    }
    const at = name ? `${name}=${value}` : "at rest";
    const differs = (what, found, expected) => {
      if (found === expected) return;
      let i = 0;
      while (found[i] === expected[i]) i++;
      wrong.push([at, `the ${what} is \`${found.slice(i, i + 60)}\`, expected \`${expected.slice(i, i + 60)}\``]);
    };
    differs("picture", figure.querySelector(".drawing")?.innerHTML ?? "", parsed(svg));
    differs("text below", figure.querySelector(".readout").textContent, words);
    const spoken = says.split("\n");
    inputs.forEach((input, i) => {
      if (input.type === "range") differs(`value of ${input.name}`, input.nextElementSibling.textContent, spoken[i]);
    });
    differs("table", figure.querySelector(".values .table-wrapper").innerHTML, parsed(table));
  }
  // What is no number is said beside its name, and what was shown stays.
  for (const input of inputs.filter((input) => input.dataset.numbers)) {
    form.reset();
    await frame();
    const shown = figure.querySelector(".values .table-wrapper");
    const before = shown.innerHTML;
    for (const [text, what] of [["1 a", "`a` is no number"], ["", "nothing is typed"]]) {
      input.value = text;
      input.dispatchEvent(new Event("input", { bubbles: true }));
      await frame();
      const said = figure.querySelector(".readout").textContent;
      const expected = `${input.labels[0].textContent}: ${what}`;
      if (!said.startsWith(expected)) wrong.push([`${input.name}=${text}`, `it says \`${said}\`, expected \`${expected} ..\``]);
      if (input.getAttribute("aria-invalid") !== "true") wrong.push([`${input.name}=${text}`, "the field is not marked as invalid"]);
      if (shown.innerHTML !== before) wrong.push([`${input.name}=${text}`, "the table is another one"]);
    }
  }
  const one = figure.closest(".one");
  if (one) wrong.push(...(await beside(one)));
  form.reset();
  await frame();
  // A table that grows and shrinks would move the page under a handle that is dragged next.
  figure.querySelector(".values").open = false;
  // A smooth scroll would still run while handles are looked for.
  form.querySelector("input[type=range]")?.focus({ preventScroll: true });
  return wrong;
}
