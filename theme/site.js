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

// The sections of the page, in the margin of a wide window.
{
  // A part of the book on one page has a title for each chapter.
  const titles = document.querySelectorAll("main h1[id]");
  const headings = titles.length > 1 ? titles : document.querySelectorAll("main h2[id]");
  if (headings.length > 2) {
    const nav = document.createElement("nav");
    nav.setAttribute("aria-label", "On this page");
    const title = document.createElement("p");
    title.textContent = "On this page";
    const list = document.createElement("ul");
    for (const heading of headings) {
      const link = document.createElement("a");
      link.href = `#${heading.id}`;
      link.textContent = heading.textContent;
      const item = document.createElement("li");
      item.append(link);
      list.append(item);
    }
    nav.append(title, list);
    document.getElementById("sections").append(nav);
  }
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
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") hide();
  });
  addEventListener("resize", hide);
}
