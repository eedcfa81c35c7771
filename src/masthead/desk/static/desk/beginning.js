// An article is begun once. Wagtail keeps drafts while somebody writes; until the first is kept, the form does not know
// the article's address, and what is saved meanwhile would begin another. So saving waits for that draft.
"use strict";

(() => {
  const LONGEST = 15000; // milliseconds; a connection that never answers keeps nobody from saving
  let underWay = null;
  let ended = null;
  let saved = false;

  document.addEventListener("w-autosave:save", (event) => {
    if (saved) event.preventDefault();
    else underWay = new Promise((resolve) => { ended = resolve; });
  });

  const end = () => {
    ended?.();
    underWay = null;
  };
  document.addEventListener("w-autosave:success", end);
  document.addEventListener("w-autosave:error", end);

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form.id !== "w-editor-form" || !underWay || !form.action.endsWith("/add/")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (saved) return;
    saved = true;
    const button = event.submitter;
    await Promise.race([underWay, new Promise((resolve) => { setTimeout(resolve, LONGEST); })]);
    underWay = null;
    if (button?.name) {
      // The button says what is to be done, and is disabled by now.
      const said = { type: "hidden", name: button.name, value: button.value };
      form.append(Object.assign(document.createElement("input"), said));
    }
    form.requestSubmit();
  }, true);
})();
