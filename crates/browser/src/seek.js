// Types a query into the search field and returns the addresses found, best first.
async (query) => {
  const box = document.getElementById("search");
  if (!box.matches(":popover-open")) box.showPopover();
  const input = box.querySelector("input");
  const status = box.querySelector("[role=status]");
  input.focus();
  status.textContent = "";
  input.value = query;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  for (let i = 0; i < 200 && !status.textContent; i++) await new Promise((resolve) => setTimeout(resolve, 20));
  return [...box.querySelectorAll("li a")].map((link) => link.getAttribute("href"));
}
