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
  for (const { name, value, svg, words, says, table } of cases) {
    form.reset();
    await frame();
    if (name) {
      const input = form.elements[name];
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
    const before = figure.querySelector(".values").innerHTML;
    for (const [text, what] of [["1 a", "`a` is no number"], ["", "nothing is typed"]]) {
      input.value = text;
      input.dispatchEvent(new Event("input", { bubbles: true }));
      await frame();
      const said = figure.querySelector(".readout").textContent;
      const expected = `${input.labels[0].textContent}: ${what}`;
      if (!said.startsWith(expected)) wrong.push([`${input.name}=${text}`, `it says \`${said}\`, expected \`${expected} ..\``]);
      if (input.getAttribute("aria-invalid") !== "true") wrong.push([`${input.name}=${text}`, "the field is not marked as invalid"]);
      if (figure.querySelector(".values").innerHTML !== before) wrong.push([`${input.name}=${text}`, "the table is another one"]);
    }
  }
  form.reset();
  await frame();
  // A table that grows and shrinks would move the page under a handle that is dragged next.
  figure.querySelector(".values").open = false;
  // A smooth scroll would still run while handles are looked for.
  form.querySelector("input[type=range]")?.focus({ preventScroll: true });
  return wrong;
}
