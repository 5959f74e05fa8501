// Search. The index and its engine are loaded when the field is first focused.
"use strict";

{
  const box = document.getElementById("search");
  const input = box.querySelector("input");
  const status = box.querySelector("[role=status]");
  const list = box.querySelector("ol");
  let ready = null;

  const script = (src) =>
    new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.src = src;
      element.onload = resolve;
      element.onerror = reject;
      document.head.append(element);
    });

  const load = async () => {
    window.search = {};
    const [{ functions }] = await Promise.all([
      fetch(box.dataset.functions).then((response) => response.json()),
      script(box.dataset.engine),
      script(box.dataset.index),
    ]);
    const { index, doc_urls: urls, search_options: options, results_options: limits } = window.search;
    const engine = elasticlunr.Index.load(index);
    // Functions by all of their names, here and in other libraries: a name that begins as typed
    // comes before all text.
    const plain = (text) => text.toLowerCase().replace(/[^a-z0-9]/g, "").replaceAll("z", "s");
    const own = new Set(functions.flatMap(({ name, title, aliases }) => [name, title, ...aliases].map(plain)));
    // A call that another function is named after, as silu in SwiGLU's, says nothing here.
    const called = ({ call }) => call.split("(")[0].split(".").pop();
    const known = functions.filter(({ chapter }) => chapter).flatMap(({ name, title, aliases, libraries, chapter }) =>
      [title, name, ...aliases, ...libraries.map(called).filter((call) => !own.has(plain(call)))].map((other) => ({
        plain: plain(other),
        title: other === title || other === name ? title : `${title} (${other})`,
        body: `The chapter on ${title}.`,
        breadcrumbs: "",
        url: box.dataset.root + chapter,
      })),
    );
    const named = (query) => {
      const start = plain(query);
      const found = start.length < 2 ? [] : known.filter((entry) => entry.plain.startsWith(start));
      found.sort((a, b) => a.plain.length - b.plain.length);
      const urls = new Set();
      return found.filter(({ url }) => !urls.has(url) && urls.add(url)).slice(0, 3);
    };
    return (query) => [
      ...named(query),
      ...engine
        .search(query, options)
        .slice(0, limits.limit_results)
        .map(({ doc, ref }) => ({ ...doc, url: box.dataset.root + urls[ref] })),
    ];
  };

  // Some words around the first place where a word of the query begins.
  const teaser = (body, query) => {
    const words = query.toLowerCase().split(/\s+/);
    const lower = body.toLowerCase();
    const found = words.map((word) => lower.indexOf(word)).filter((at) => at >= 0);
    const start = found.length ? Math.max(0, Math.min(...found) - 50) : 0;
    const text = body.slice(start, start + 150);
    const from = start > 0 ? text.indexOf(" ") + 1 : 0;
    return `${start > 0 ? "… " : ""}${text.slice(from)}${start + 150 < body.length ? " …" : ""}`;
  };

  const item = ({ title, breadcrumbs, body, url }, query) => {
    const link = document.createElement("a");
    link.href = url;
    const [chapter] = breadcrumbs.split(" » ").slice(-2);
    link.textContent = !chapter || chapter === title ? title : `${chapter}: ${title}`;
    const text = document.createElement("p");
    text.textContent = teaser(body, query);
    const entry = document.createElement("li");
    entry.append(link, text);
    return entry;
  };

  const update = async () => {
    const query = input.value.trim();
    let find;
    try {
      find = await (ready ??= load());
    } catch {
      ready = null;
      status.textContent = "The search index could not be loaded.";
      return;
    }
    if (query !== input.value.trim()) return;
    const results = query ? find(query) : [];
    list.replaceChildren(...results.map((result) => item(result, query)));
    status.textContent = !query ? "" : results.length ? `${results.length} found` : "Nothing found";
  };

  input.addEventListener("focus", () => (ready ??= load()).catch(() => (ready = null)));
  input.addEventListener("input", update);
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
}
