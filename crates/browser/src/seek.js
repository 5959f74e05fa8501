// Types queries into the search field, one after the other, and returns for each the addresses
// found, best first, once the whole index has answered.
async (queries) => {
  const box = document.getElementById("search");
  if (!box.matches(":popover-open")) box.showPopover();
  const input = box.querySelector("input");
  const status = box.querySelector("[role=status]");
  const list = box.querySelector("ol");
  input.focus();
  const found = [];
  for (const query of queries) {
    status.textContent = "";
    input.value = query;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    const end = Date.now() + 10000;
    while ((!status.textContent || list.ariaBusy !== "false") && Date.now() < end) await new Promise((resolve) => setTimeout(resolve));
    if (list.ariaBusy !== "false") throw new Error(`no answer to ${query}: ${status.textContent}`);
    found.push([...list.querySelectorAll("a")].map((link) => link.getAttribute("href")));
  }
  return found;
}
