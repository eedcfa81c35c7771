// Keys from cell to cell, whole rows and columns at once, and how many are chosen. Without this file the form does the same.
(() => {
  "use strict";
  const form = document.getElementById("board-form");
  if (!form) return;
  const table = form.querySelector(".board");
  const said = form.querySelector("[data-board-chosen]");
  const act = form.querySelector("[name=act]");
  const to = form.querySelector("[data-board-to]");
  const all = form.querySelector("[name=all]");
  if (!act) return;
  const rows = [...table.rows].map((row) => [...row.cells]);
  const tick = (cell) => cell?.querySelector("input[type=checkbox]");
  const stop = (cell) => tick(cell) ?? cell?.querySelector("a");
  let last = null;

  // One stop of the tab key for the whole table; the arrow keys do the rest.
  for (const each of table.querySelectorAll("td input, td a")) each.tabIndex = -1;
  for (const [r, row] of rows.entries())
    for (const [c, cell] of row.entries()) {
      cell.dataset.r = r;
      cell.dataset.c = c;
    }
  const first = table.querySelector("td input, td a");
  if (first) first.tabIndex = 0;

  table.addEventListener("keydown", (event) => {
    const cell = event.target.closest("td, th");
    const sideways = getComputedStyle(table).direction === "rtl" ? -1 : 1;
    const step = { ArrowRight: [0, sideways], ArrowLeft: [0, -sideways], ArrowDown: [1, 0], ArrowUp: [-1, 0] }[event.key];
    if (event.key === "Enter" && event.target.matches("td input")) {
      event.preventDefault();
      cell.querySelector("a")?.click();
    }
    if (!step || !cell) return;
    event.preventDefault();
    let r = Number(cell.dataset.r) + step[0];
    let c = Number(cell.dataset.c) + step[1];
    while (rows[r]?.[c] && !stop(rows[r][c])) [r, c] = [r + step[0], c + step[1]];
    const next = stop(rows[r]?.[c]);
    if (!next) return;
    event.target.tabIndex = cell.matches("td") ? -1 : 0;
    next.tabIndex = 0;
    next.focus();
  });

  table.addEventListener("click", (event) => {
    const box = event.target.closest("input[type=checkbox]");
    if (!box) return;
    const cell = box.closest("td, th");
    const [r, c] = [Number(cell.dataset.r), Number(cell.dataset.c)];
    if (box.name === "row") for (const each of rows[r].slice(1)) set(each, box.checked);
    else if (box.name === "column") for (const row of rows.slice(1)) set(row[c], box.checked);
    else {
      if (event.shiftKey && last)
        for (let i = Math.min(r, last[0]); i <= Math.max(r, last[0]); i++)
          for (let j = Math.min(c, last[1]); j <= Math.max(c, last[1]); j++) set(rows[i][j], box.checked);
      last = [r, c];
      for (const [name, other] of [["row", rows[r][0]], ["column", rows[0][c]]])
        if (!box.checked && tick(other)?.name === name) tick(other).checked = false;
    }
    count();
  });

  function set(cell, on) {
    const box = tick(cell);
    if (box) box.checked = on;
  }

  function count() {
    const number = table.querySelectorAll("td input:checked").length;
    said.textContent = all.checked ? "All that match are chosen." : number ? `${number} chosen.` : "";
  }

  // Whole rows and columns are ticked cell by cell here, so that what is seen is what is sent.
  form.addEventListener("submit", () => {
    const policy = ["on", "request", "off"].includes(act.value);
    for (const box of table.querySelectorAll("[name=row], [name=column]")) box.disabled = !(policy && box.name === "column");
    setTimeout(() => {
      for (const box of table.querySelectorAll("[name=row], [name=column]")) box.disabled = false;
    });
  });
  const reviewer = () => {
    to.hidden = act.value !== "assign";
  };
  act.addEventListener("change", reviewer);
  all.addEventListener("change", count);
  reviewer();
  count();
})();
