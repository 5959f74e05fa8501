// Types a query into the field that has the focus and returns what the search shows at last: its
// status, the first address, whether there is an excerpt with a marked word. One that is expected
// is awaited.
async (query, expectsExcerpt) => {
  const box = document.getElementById("search");
  const input = document.activeElement;
  const status = box.querySelector("[role=status]");
  const list = box.querySelector("ol");
  input.value = query;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  const pause = () => new Promise((resolve) => setTimeout(resolve, 10));
  for (let i = 0; i < 1000 && (list.ariaBusy !== "false" || !status.textContent); i++) await pause();
  const excerpt = () => list.querySelector("li p mark") !== null;
  for (let i = 0; i < (expectsExcerpt ? 1000 : 30) && !excerpt(); i++) await pause();
  return { status: status.textContent, first: list.querySelector("a")?.getAttribute("href") ?? "", excerpt: excerpt() };
}
