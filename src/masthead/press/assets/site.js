// Adds to pages that are whole without it: the link to copy copies, the HTML to copy is selected at once.
document.addEventListener("click", async (event) => {
  const link = event.target.closest("a.copy");
  if (!link || !navigator.clipboard) return;
  event.preventDefault();
  try {
    await navigator.clipboard.writeText(link.href);
    const before = link.textContent;
    link.textContent = link.dataset.copied;
    link.setAttribute("role", "status");
    setTimeout(() => { link.textContent = before; link.removeAttribute("role"); }, 2500);
  } catch {
    location.href = link.href;
  }
});
document.addEventListener("focusin", (event) => {
  if (event.target.matches("textarea[readonly]")) event.target.select();
});
