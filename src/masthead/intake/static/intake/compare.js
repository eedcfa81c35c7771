// On a small screen the two sides are tabs; without this file they stand under each other.
(() => {
  "use strict";
  const sides = document.querySelector("[data-intake-sides]");
  const list = sides?.querySelector("[role=tablist]");
  if (!list) return;
  const tabs = [...list.querySelectorAll("[role=tab]")];
  const small = matchMedia("(max-width: 62rem)");

  function choose(tab, focus) {
    sides.dataset.side = tab.dataset.side;
    for (const each of tabs) {
      each.setAttribute("aria-selected", String(each === tab));
      each.tabIndex = each === tab ? 0 : -1;
    }
    if (focus) tab.focus();
  }

  function fit() {
    list.hidden = !small.matches;
    for (const tab of tabs) {
      const panel = document.getElementById(tab.getAttribute("aria-controls"));
      if (small.matches) {
        panel.setAttribute("role", "tabpanel");
        panel.setAttribute("aria-labelledby", tab.id);
      } else {
        panel.removeAttribute("role");
        panel.setAttribute("aria-labelledby", `${panel.id}-title`);
      }
    }
  }

  for (const tab of tabs) tab.addEventListener("click", () => choose(tab, false));
  list.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    choose(tabs[1 - tabs.indexOf(event.target.closest("[role=tab]"))], true);
  });
  small.addEventListener("change", fit);
  fit();

  // A field that is being changed counts as checked when it is saved; say so at once.
  document.getElementById("intake-form").addEventListener("input", (event) => {
    const box = event.target.closest(".intake-field")?.querySelector("[name=checked]");
    if (box && event.target !== box) box.checked = true;
  });
})();
