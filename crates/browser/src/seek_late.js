// Types a query into the field that has the focus and returns what the search shows at last: its
// status, the first address, whether an excerpt with a marked word stands under it.
async (query) => {
  const box = document.getElementById("search");
  const input = document.activeElement;
  const status = box.querySelector("[role=status]");
  const list = box.querySelector("ol");
  input.value = query;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  const pause = () => new Promise((resolve) => setTimeout(resolve, 10));
  for (let i = 0; i < 500 && (list.ariaBusy !== "false" || !status.textContent); i++) await pause();
  const excerpt = () => list.querySelector("li p mark") !== null;
  for (let i = 0; i < 30 && !excerpt(); i++) await pause();
  return { status: status.textContent, first: list.querySelector("a")?.getAttribute("href") ?? "", excerpt: excerpt() };
}
