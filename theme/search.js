// Search: the field, the list of results and their excerpts. What it reads is loaded at the first
// use: the names of all pages, then the words of their text (theme/ranking.js finds in both).
"use strict";

{
  const box = document.getElementById("search");
  const input = box.querySelector("input");
  const status = box.querySelector("[role=status]");
  const list = box.querySelector("ol");
  const { root, words: wordsScript, ranking: rankingScript } = box.dataset;
  let index = null;
  // Of the names and of the text of the book: "loading", "here" or "missing".
  let names = "loading";
  let text = "loading";

  const get = async (path) => {
    const response = await fetch(root + path);
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return response;
  };

  const script = (src) =>
    new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.src = src;
      element.async = false;
      element.onload = resolve;
      element.onerror = reject;
      document.head.append(element);
    });

  // The text, which takes longer, is awaited by nobody: the names answer until it is here.
  const loadText = async (ranking, words) => {
    try {
      ranking.read(await words);
      text = "here";
    } catch {
      text = "missing";
    }
    update();
  };

  const load = async () => {
    text = "loading";
    const words = get("search/words.txt").then((response) => response.text());
    words.catch(() => {});
    // Scripts run in the order in which they are added.
    const [pages] = await Promise.all([
      get("search/names.json").then((response) => response.json()),
      script(wordsScript),
      script(rankingScript),
    ]);
    const ranking = window.ranking(pages);
    names = "here";
    loadText(ranking, words);
    return ranking;
  };

  const texts = new Map();
  // The text of a section.
  const textOf = async ({ path, index: section }) => {
    const file = `search/text/${path.replace(/html$/, "txt")}`;
    if (!texts.has(file)) texts.set(file, get(file).then((response) => response.text()));
    return (await texts.get(file)).split("\n")[section];
  };

  // The stretch of a text that has most of the words, which are marked.
  const LENGTH = 120;
  const excerpt = (whole, words, fold) => {
    const places = [...whole.matchAll(/[\p{L}\p{N}]+/gu)].filter(([word]) => words.has(fold(word)));
    const within = (start) => new Set(places.filter(({ index: at }) => at >= start && at < start + LENGTH - 40).map(([word]) => fold(word))).size;
    const best = places.reduce((best, { index: at }) => (within(at) > within(best) ? at : best), places[0]?.index ?? 0);
    const wanted = Math.max(0, best - 40);
    const from = wanted ? whole.indexOf(" ", wanted) + 1 : 0;
    const end = whole.length > from + LENGTH ? whole.lastIndexOf(" ", from + LENGTH) : whole.length;
    const nodes = [from ? "… " : ""];
    let done = from;
    for (const { 0: word, index: at } of places) {
      if (at < from || at + word.length > end) continue;
      const mark = document.createElement("mark");
      mark.textContent = word;
      nodes.push(whole.slice(done, at), mark);
      done = at + word.length;
    }
    return [...nodes, whole.slice(done, end), end < whole.length ? " …" : ""];
  };

  const item = (result, words, fold) => {
    const { path, id, title, heading, name, isFirst } = result;
    const link = document.createElement("a");
    link.href = root + path + (isFirst ? "" : `#${id}`);
    link.textContent = isFirst ? title : `${title}: ${heading}`;
    if (name && !fold(title).includes(fold(name))) link.textContent += ` (${name})`;
    const paragraph = document.createElement("p");
    textOf(result).then(
      (whole) => paragraph.replaceChildren(...excerpt(whole, words, fold)),
      () => {},
    );
    const entry = document.createElement("li");
    entry.append(link, paragraph);
    return entry;
  };

  const said = (query, count) => {
    const found = count ? `${count} found` : "Nothing found";
    if (!query) return "";
    if (text === "loading") return `${found} in titles and names. Loading the text…`;
    if (text === "missing") return `${found} in titles and names; the text of the book could not be loaded.`;
    return found;
  };

  const start = () => {
    index ??= load().catch((error) => {
      index = null;
      throw error;
    });
    return index;
  };

  const update = async () => {
    const query = input.value.trim();
    let ranking;
    list.ariaBusy = "true";
    try {
      if (query && names === "loading") status.textContent = "Loading the index…";
      ranking = await start();
    } catch {
      list.replaceChildren();
      list.ariaBusy = "false";
      status.textContent = "The search index could not be loaded. Type again to try once more.";
      return;
    }
    if (query !== input.value.trim()) return;
    const { found, words } = query ? ranking.find(query) : { found: [], words: new Set() };
    list.replaceChildren(...found.map((result) => item(result, words, ranking.fold)));
    list.ariaBusy = String(text === "loading");
    status.textContent = said(query, found.length);
  };

  input.addEventListener("focus", () => start().catch(() => {}));
  input.addEventListener("input", () => {
    // A text that could not be loaded is asked for again.
    if (text === "missing") index = null;
    update();
  });
  box.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    list.querySelector("a")?.click();
  });
  // A link to the page that is open only scrolls: make way.
  list.addEventListener("click", () => box.hidePopover());
  // Down and up walk from the field through the results.
  box.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const stops = [input, ...list.querySelectorAll("a")];
    stops[stops.indexOf(document.activeElement) + step]?.focus();
    event.preventDefault();
  });
  // A slash, or K with the key of the system, opens the search; a slash in a field is a slash.
  document.addEventListener("keydown", (event) => {
    const isSlash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !event.target.closest?.("input, textarea, select");
    const isK = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (!isSlash && !isK) return;
    event.preventDefault();
    if (!box.matches(":popover-open")) box.showPopover();
    input.focus();
    input.select();
  });
}
