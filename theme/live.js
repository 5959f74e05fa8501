// Live figures. The page's module is loaded when a figure comes into view; until then, and without it,
// the static picture stands. All drawing and computing is done by the module, which is the library
// of the book: it exports a function for each kind of figure that the page has.
"use strict";

{
  const PART = "\u0001";
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  const modules = new Map();

  // A function from a key and settings, pairs of a name and a number, to the parts of the answer.
  const load = async (address) => {
    const response = await fetch(address);
    if (!response.ok) throw new Error(`${address}: ${response.status}`);
    // Compiled while it arrives, if the server names its type.
    const hasType = response.headers.get("Content-Type") === "application/wasm";
    const { instance } = hasType
      ? await WebAssembly.instantiateStreaming(response)
      : await WebAssembly.instantiate(await response.arrayBuffer());
    const { memory, room, set, said, ...entryPoints } = instance.exports;
    return (key, settings) => {
      const bytes = encoder.encode([key, ...settings.map(([name]) => name)].join("\n"));
      const at = room(bytes.length);
      new Uint8Array(memory.buffer, at, bytes.length).set(bytes);
      for (const [, value] of settings) set(value);
      const answer = entryPoints[key] ?? entryPoints[key.split(" ")[0]];
      const length = answer();
      const text = decoder.decode(new Uint8Array(memory.buffer, said(), Math.abs(length)));
      if (length < 0) throw new Error(text);
      return text.split(PART);
    };
  };

  // Makes one element like another, touching only what differs: the browser lays out and paints no
  // more than that.
  const liken = (old, next) => {
    if (old.isEqualNode(next)) return;
    const names = (element) => element.getAttributeNames().join();
    if (old.nodeName !== next.nodeName || names(old) !== names(next)) {
      old.replaceWith(next);
      return;
    }
    for (const { name, value } of next.attributes) {
      if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    }
    if (!next.childElementCount) {
      if (old.textContent !== next.textContent) old.textContent = next.textContent;
      return;
    }
    const children = [...next.children];
    while (old.childElementCount > children.length) old.lastElementChild.remove();
    children.forEach((child, i) => (i < old.childElementCount ? liken(old.children[i], child) : old.append(child)));
  };

  // Typed or pasted numbers, row by row; what Python prints around them is passed over. Throws words if
  // something is no number.
  const NUMBER = /^[+-]?(\d[\d_]*\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
  const number = (word) => {
    const plain = word.replace("−", "-").replace("∞", "inf").toLowerCase();
    if (/^[+-]?inf(inity)?$/.test(plain)) return plain[0] === "-" ? -Infinity : Infinity;
    if (plain === "nan") return NaN;
    if (!NUMBER.test(plain)) throw new Error(`\`${word}\` is no number: expected numbers with spaces or commas between them`);
    return Number(plain.replaceAll("_", ""));
  };
  const typed = (text, shape) => {
    const bare = text
      .replace(/,?\s*(dtype|device|grad_fn|requires_grad|shape)=[^,)]*(\([^)]*\))?/g, "")
      .replace(/[a-z_][\w.]*\s*\(/gi, " ")
      .replace(/\]\s*,?\s*\[/g, ";")
      .replace(/[[\](){}]/g, " ");
    const rows = (shape === "table" ? bare.split(/[;\n]/) : [bare.replace(/;/g, " ")])
      .map((row) => row.split(/[\s,]+/).filter(Boolean).map(number))
      .filter((row) => row.length);
    if (!rows.length) throw new Error("nothing is typed: expected a number");
    return rows;
  };

  const wake = async (figure) => {
    const address = figure.dataset.module;
    if (!modules.has(address)) modules.set(address, load(address));
    const ask = await modules.get(address);
    const form = figure.querySelector("form");
    const fieldset = form.firstElementChild;
    const drawing = figure.querySelector(".drawing");
    const inputs = [...form.querySelectorAll("input, select, textarea")];
    const readout = figure.querySelector(".readout");
    const touched = new Set();
    const values = figure.querySelector(".values");
    const room = document.createElement("template");
    const say = (element, text) => {
      if (element.textContent !== text) element.textContent = text;
    };
    let waiting = 0;
    let table = "";

    const label = (input) => input.labels[0].textContent;
    // The name of a field and the rows that are typed into it.
    const read = (input) => {
      try {
        return [input.name, typed(input.value, input.dataset.numbers)];
      } catch (error) {
        throw new Error(`${label(input)}: ${error.message}`);
      }
    };
    const settings = (input) => [input.name, input.type === "checkbox" ? Number(input.checked) : Number(input.value)];
    const inRows = ([name, rows]) => rows.flatMap((row, i) => [...(i ? [["/", 0]] : []), ...row.map((x) => [name, x])]);
    const fields = inputs.filter((input) => input.dataset.numbers);
    // What was typed and makes no sense is said; what was shown before stays.
    const draw = () => {
      waiting = 0;
      const set = inputs.filter((input) => !("place" in input.dataset) || touched.has(input));
      let refusal = "";
      try {
        const numbers = fields.map(read);
        const others = set.filter((input) => !fields.includes(input)).map(settings);
        show(ask(figure.dataset.live, [...others, ...numbers.flatMap(inRows)]));
        // For what stands beside it.
        if (numbers.length) figure.dispatchEvent(new CustomEvent("answered", { detail: numbers, bubbles: true }));
      } catch (error) {
        refusal = error.message;
        say(readout, refusal);
      }
      for (const input of fields) {
        input.setAttribute("aria-invalid", refusal.startsWith(`${label(input)}: `));
      }
    };
    const show = ([svg, words, says, rows]) => {
      if (drawing) {
        room.innerHTML = svg;
        liken(drawing.firstElementChild, room.content.firstElementChild);
      }
      say(readout, words);
      table = rows;
      if (values.open ?? true) tabulate();
      says.split("\n").forEach((text, i) => {
        const input = inputs[i];
        if (input.type !== "range") return;
        say(input.nextElementSibling, text);
        if (text) input.setAttribute("aria-valuetext", input.dataset.place === undefined ? text : words || text);
      });
    };
    // The table is made when somebody opens it: with every picture it would take as long as that.
    const tabulate = () => {
      if (table) values.querySelector(".table-wrapper").innerHTML = table;
      table = "";
    };
    values.addEventListener("toggle", tabulate);
    const later = () => (waiting ||= requestAnimationFrame(draw));

    form.addEventListener("input", ({ target }) => {
      touched.add(target);
      later();
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => {
      touched.clear();
      later();
    });

    // An arrow key takes the place to the next round number of its axis, or to a kink before that;
    // with Shift in steps of a tenth of that.
    const place = form.querySelector("[data-place]");
    if (place) place.step = "any";
    const SIGNS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 };
    form.addEventListener("keydown", (event) => {
      if (event.target !== place) return;
      const { ends, stops = "" } = drawing.firstElementChild.dataset;
      const sign = SIGNS[event.key];
      if ( !sign || !ends || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      const [from, to] = ends.split(" ").map(Number);
      const step = 10 ** (Math.floor(Math.log10((to - from) / 40)) - event.shiftKey);
      const near = 1e-3 * step;
      const at = from + (place.value / place.max) * (to - from);
      const next = (sign > 0 ? Math.floor((at + near) / step) + 1 : Math.ceil((at - near) / step) - 1) * step;
      const before = stops.split(" ").map(Number).filter((stop) => (stop - at) * sign > near && (next - stop) * sign > 0);
      const goal = sign > 0 ? Math.min(next, ...before) : Math.max(next, ...before);
      place.value = ((goal - from) / (to - from)) * place.max;
      touched.add(place);
      later();
    });

    // A pointer moves the place of the figure, or a handle that it holds. Both name an input and the
    // two ends of its range in the picture.
    let held = null;
    const move = (event, { name, along, from, to }) => {
      const input = inputs.find((input) => input.name === name);
      const svg = drawing.firstElementChild;
      const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse())[along];
      const share = Math.min(1, Math.max(0, (at - from) / (to - from)));
      input.value = Number(input.min) + share * (input.max - input.min);
      touched.add(input);
      later();
    };
    const handle = (element) => {
      const [along, from, to] = element.dataset.along.split(" ");
      return { name: element.dataset.drag, along, from: Number(from), to: Number(to) };
    };
    // A finger on a handle moves the handle and not the page.
    drawing?.addEventListener("touchstart", (event) => event.target.closest("[data-drag]") && event.preventDefault(), {
      passive: false,
    });
    drawing?.addEventListener("pointerdown", (event) => {
      const element = event.target.closest("[data-drag]");
      if (!element) return look(event);
      held = handle(element);
      drawing.setPointerCapture(event.pointerId);
      event.preventDefault();
    });
    drawing?.addEventListener("pointermove", (event) => (held ? move(event, held) : look(event)));
    const look = (event) => {
      const reach = drawing.firstElementChild.dataset.x;
      if (!place || !reach) return;
      const [from, to] = reach.split(" ").map(Number);
      move(event, { name: place.name, along: "x", from, to });
    };
    for (const end of ["pointerup", "pointercancel"]) {
      drawing?.addEventListener(end, () => (held = null));
    }

    // The page already shows the state of the controls at rest.
    fieldset.disabled = false;
    figure.dataset.state = "awake";
    // The first answer compiles what it calls: before anybody waits for it.
    (window.requestIdleCallback ?? setTimeout)(() => ask(figure.dataset.live, []));
  };

  const observer = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        observer.unobserve(target);
        wake(target).catch((error) => {
          // The static picture remains; the controls would have no effect.
          target.dataset.state = "asleep";
          target.querySelector(".readout").textContent = "The live part of this figure could not be loaded.";
          console.error(error);
        });
      }
    },
    { rootMargin: "100px" },
  );
  for (const figure of document.querySelectorAll("[data-live]")) observer.observe(figure);
}
