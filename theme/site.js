// Theme button, list of sections, boxes that scroll, tooltips. Pages work without any of it.
"use strict";

{
  const root = document.documentElement;
  const button = document.getElementById("theme");
  const themes = ["auto", "light", "dark"];
  const current = () => root.dataset.theme ?? "auto";
  const label = () => {
    button.querySelector("span").textContent = `Theme: ${current()}`;
  };
  button.addEventListener("click", () => {
    const next = themes[(themes.indexOf(current()) + 1) % themes.length];
    if (next === "auto") delete root.dataset.theme;
    else root.dataset.theme = next;
    try {
      if (next === "auto") localStorage.removeItem("theme");
      else localStorage.setItem("theme", next);
    } catch {
      // Without storage the choice lasts as long as the page.
    }
    label();
  });
  label();
}

// Where one is, in the list of the page's sections.
{
  const links = new Map();
  for (const link of document.querySelectorAll(".on-page a")) {
    const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (heading) links.set(heading, link);
  }
  const mark = () => {
    let current = null;
    for (const [heading, link] of links) {
      link.removeAttribute("aria-current");
      if (heading.getBoundingClientRect().top < innerHeight / 3) current = link;
    }
    current?.setAttribute("aria-current", "location");
  };
  if (links.size > 0) {
    let waiting = 0;
    const later = () => {
      waiting ||= requestAnimationFrame(() => {
        waiting = 0;
        mark();
      });
    };
    addEventListener("scroll", later, { passive: true });
  }
}

// What is folded opens for a link to it and for print.
{
  const open = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    let folded = false;
    for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) {
      folded ||= !fold.open;
      fold.open = true;
    }
    if (folded) target.scrollIntoView();
  };
  addEventListener("hashchange", open);
  open();
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("main details:not([open], .more, .values)")];
    for (const fold of opened) fold.open = true;
  });
  addEventListener("afterprint", () => {
    for (const fold of opened) fold.open = false;
  });
}

// A box that scrolls must be reachable by keyboard; one that does not must not be in the tab order.
{
  const update = (box) => {
    if (box.scrollWidth > box.clientWidth + 1) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  };
  const observer = new ResizeObserver((entries) => {
    for (const { target } of entries) update(target);
  });
  const boxes = "pre, .table-wrapper, .katex-display, .plot";
  const watch = () => {
    for (const box of document.querySelectorAll(boxes)) observer.observe(box);
  };
  watch();
  document.fonts?.ready.then(() => document.querySelectorAll(boxes).forEach(update));
  document.addEventListener("boxadded", watch);
}

// One tooltip for all `data-tip`: on hover and on focus, dismissed by Escape, never outside the window.
{
  const tip = document.createElement("div");
  tip.id = "tip";
  tip.setAttribute("role", "tooltip");
  tip.hidden = true;
  document.querySelector("main").append(tip);
  let owner = null;

  const hide = () => {
    owner?.removeAttribute("aria-describedby");
    owner = null;
    tip.hidden = true;
  };
  const show = (element) => {
    if (element === owner) return;
    hide();
    owner = element;
    tip.textContent = element.dataset.tip;
    tip.classList.toggle("code", element.classList.contains("value"));
    tip.hidden = false;
    if (element.getAttribute("aria-label") !== element.dataset.tip) {
      element.setAttribute("aria-describedby", "tip");
    }
    const margin = 8;
    const at = element.getClientRects()[0];
    const own = tip.getBoundingClientRect();
    const right = root.clientWidth - own.width - margin;
    const left = Math.max(margin, Math.min(at.left + (at.width - own.width) / 2, right));
    const above = at.top - own.height - margin;
    const top = above > margin + 48 ? above : at.bottom + margin;
    tip.style.left = `${left + scrollX}px`;
    tip.style.top = `${top + scrollY}px`;
  };
  const root = document.documentElement;
  const ownerOf = (target) => target.closest?.("[data-tip]");

  document.addEventListener("pointerover", ({ target }) => {
    const element = ownerOf(target);
    if (element) show(element);
    else if (!tip.contains(target) && owner !== document.activeElement) hide();
  });
  document.addEventListener("focusin", ({ target }) => {
    const element = ownerOf(target);
    if (element) show(element);
    else hide();
  });
  document.addEventListener("focusout", hide);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
    // From one number to the next of its paragraph: only the first is a stop of the Tab key.
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const value = event.target.closest?.(".value");
    if (!step || !value) return;
    const all = [...value.closest("p, ul, ol, table, dl, div").querySelectorAll(".value")];
    const next = all[all.indexOf(value) + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
  addEventListener("resize", hide);
}
