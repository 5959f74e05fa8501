// What moves when a page arrives in pieces that end anywhere: its text is written into a frame, up to
// the end of each element, and laid out before the next. The style sheets are there first, as a browser
// waits for them. Returns the number of pieces, and for each place where something moves how far the
// first element goes, how it begins, and with what the piece ends. The value is a function.
async (print) => {
  const whole = await (await fetch(location.href)).text();
  const text = whole.replace(/<script\b[\s\S]*?<\/script>/g, "");
  const start = text.indexOf("<body");
  const frame = document.createElement("iframe");
  frame.style.cssText = `position: fixed; left: 0; top: 0; border: 0; width: ${innerWidth}px; height: ${innerHeight}px`;
  document.body.append(frame);
  const partial = frame.contentDocument;
  partial.open();
  partial.write(`<!DOCTYPE html>${text.slice(text.indexOf("<html"), start)}`);
  const sheets = () => [...partial.querySelectorAll("link[rel=stylesheet]")];
  while (sheets().some((link) => !link.sheet)) await new Promise((resolve) => setTimeout(resolve, 5));

  const ends = /<\/(td|th|tr|dd|dt|dl|p|li|ul|ol|div|table|figure|figcaption|fieldset|form|button|details|summary|nav|section|header|main|h[1-6])>/g;
  // Of the rows of a table, those behind the third are like it. A part on one page has chapters that were read in
  // pieces: there the first row of each table, and the first entry of each list of facts, are enough.
  const isEnd = (name, nth) => (print ? /^(tr|dd)$/.test(name) && nth === 1 : !/^(td|th|tr)$/.test(name) || nth <= 3);
  const cuts = [];
  let [rows, facts] = [0, 0];
  for (const end of text.slice(start).matchAll(ends)) {
    const [all, name] = end;
    if (name === "table") rows = 0;
    if (name === "dl") facts = 0;
    if (name === "dd") facts += 1;
    if (isEnd(name, name === "dd" ? facts : rows + 1)) cuts.push(start + end.index + all.length);
    if (name === "tr") rows += 1;
  }
  const shown = (element) => element.checkVisibility({ visibilityProperty: true });
  const within = (block) => {
    const isDrawn = (element) => (element.matches("svg, .katex") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
    const walker = partial.createTreeWalker(block, NodeFilter.SHOW_ELEMENT, isDrawn);
    const all = [];
    while (walker.nextNode()) all.push(walker.currentNode);
    return all;
  };
  // All that is outermost, the last blocks of the page, and everything in the last two: it can only move with these.
  const watched = () => {
    const main = partial.querySelector("main");
    const outer = [...partial.body.querySelectorAll(":scope > *, :scope > * > *, :scope > * > * > *")];
    const blocks = main ? [...main.children].slice(-20) : outer.slice(-1);
    return new Set([...outer, ...blocks, ...blocks.slice(-2).flatMap(within)]);
  };
  let before = new Map();
  let last = start;
  const moves = [];
  for (const cut of [...cuts, text.length]) {
    partial.write(text.slice(last, cut));
    const now = new Map();
    let moved = null;
    for (const element of watched()) {
      if (!shown(element)) continue;
      // Of what goes over several lines, the first.
      const [box] = element.getClientRects();
      if (!box?.width || !box.height) continue;
      const { x, y } = box;
      now.set(element, { x, y });
      const old = before.get(element);
      const pixels = old ? Math.max(Math.abs(old.x - x), Math.abs(old.y - y)) : 0;
      if (pixels >= 1) moved ??= { pixels, first: element.outerHTML.slice(0, 80), piece: text.slice(Math.max(last, cut - 60), cut) };
    }
    if (moved) moves.push(moved);
    before = now;
    last = cut;
  }
  partial.close();
  frame.remove();
  return { pieces: cuts.length + 1, moves };
}
