// What a reader finds on the page to which a task led: the formula, code to copy, and the mistakes; and by
// how many further clicks. The value is a function.
async () => {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const shown = (element) => !!element?.checkVisibility({ visibilityProperty: true });
  const missing = [];
  let clicks = 0;
  const formulas = [...document.querySelectorAll("main .katex-html")];
  if (!formulas.some(shown)) missing.push("no formula is shown");
  const isChapter = !!document.querySelector(".card");
  if (isChapter) {
    if (!shown(document.querySelector(".card code"))) missing.push("no code is shown");
    // A trap of the first screen leads to where it is explained; its run may be folded.
    const trap = document.querySelector(".hero > ul > li > a");
    if (!shown(trap)) return { missing: [...missing, "no mistake is named"], clicks };
    trap.click();
    clicks += 1;
    for (let i = 0; i < 60; i++) await frame();
    const heading = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const { top } = heading?.getBoundingClientRect() ?? { top: NaN };
    if (!shown(heading) || !(top >= 0 && top < innerHeight)) missing.push(`the mistake \`${trap.textContent}\` leads nowhere`);
    return { missing, clicks };
  }
  // A recipe: the whole program may be folded, the mistakes are headings.
  const program = [...document.querySelectorAll("main pre")].find((pre) => pre.textContent.includes("fn main"));
  const fold = program?.closest("details:not([open])");
  if (fold) {
    fold.querySelector("summary").click();
    clicks += 1;
    await frame();
  }
  if (!shown(program)) missing.push("no whole program is shown");
  const mistakes = [...document.querySelectorAll("main h2 a.header, .on-page a")].find((a) => /mistake/i.test(a.textContent));
  if (!mistakes) return { missing: [...missing, "no heading names the mistakes"], clicks };
  mistakes.click();
  clicks += 1;
  await frame();
  const heading = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!shown(heading)) missing.push("the mistakes lead nowhere");
  return { missing, clicks };
}
