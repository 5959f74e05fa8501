// Live figures. The module is loaded when a figure comes into view; until then, and without it, the
// static picture stands. What is drawn and computed is all in the module: the library of the book.
"use strict";

{
  const PART = "\u0001";
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  let module = null;

  // A function from a request to the parts of its answer.
  const load = async (address) => {
    const response = await fetch(address);
    if (!response.ok) throw new Error(`${address}: ${response.status}`);
    // Compiled while it downloads, if the server sends its media type.
    const isTold = response.headers.get("Content-Type") === "application/wasm";
    const { instance } = isTold
      ? await WebAssembly.instantiateStreaming(response)
      : await WebAssembly.instantiate(await response.arrayBuffer());
    const { memory, room, answer, said } = instance.exports;
    return (request) => {
      const bytes = encoder.encode(request);
      const at = room(bytes.length);
      new Uint8Array(memory.buffer, at, bytes.length).set(bytes);
      const length = answer();
      const text = decoder.decode(new Uint8Array(memory.buffer, said(), Math.abs(length)));
      if (length < 0) throw new Error(text);
      return text.split(PART);
    };
  };

  const wake = async (figure) => {
    const ask = await (module ??= load(figure.dataset.module));
    const form = figure.querySelector("form");
    const fieldset = form.firstElementChild;
    const drawing = figure.querySelector(".drawing");
    const inputs = [...form.querySelectorAll("input, select")];
    const touched = new Set();
    let waiting = 0;

    const setting = (input) =>
      `${input.name}=${input.type === "checkbox" ? Number(input.checked) : input.value}`;
    const draw = () => {
      waiting = 0;
      const set = inputs.filter((input) => !("place" in input.dataset) || touched.has(input));
      const [svg, words, says, table] = ask([figure.dataset.live, ...set.map(setting)].join("\n"));
      drawing.innerHTML = svg;
      figure.querySelector(".readout").textContent = words;
      figure.querySelector(".table-wrapper").innerHTML = table;
      says.split("\n").forEach((text, i) => {
        const input = inputs[i];
        if (input.type !== "range") return;
        input.nextElementSibling.textContent = text;
        if (text) input.setAttribute("aria-valuetext", input.dataset.place === undefined ? text : words || text);
      });
    };
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

    // A pointer moves the place of the figure, or a handle that it holds. Both name an input and the
    // two ends of its range in the picture.
    let held = null;
    const move = (event, { name, along, from, to }) => {
      const input = form.elements[name];
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
    drawing.addEventListener("touchstart", (event) => event.target.closest("[data-drag]") && event.preventDefault(), {
      passive: false,
    });
    drawing.addEventListener("pointerdown", (event) => {
      const element = event.target.closest("[data-drag]");
      if (!element) return look(event);
      held = handle(element);
      drawing.setPointerCapture(event.pointerId);
      event.preventDefault();
    });
    drawing.addEventListener("pointermove", (event) => (held ? move(event, held) : look(event)));
    const look = (event) => {
      const place = form.querySelector("[data-place]");
      const reach = drawing.firstElementChild.dataset.x;
      if (!place || !reach) return;
      const [from, to] = reach.split(" ").map(Number);
      move(event, { name: place.name, along: "x", from, to });
    };
    for (const end of ["pointerup", "pointercancel"]) {
      drawing.addEventListener(end, () => (held = null));
    }

    // The page already shows the state of the controls at rest.
    fieldset.disabled = false;
    figure.dataset.state = "awake";
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
