// Adds to a page that is whole without it: says when the translation that was asked for is there.
const waiting = document.querySelector("[data-asked]");
const until = Date.now() + 3600e3;
let pause = 3e3;
async function look() {
  if (Date.now() > until) return;
  try {
    const answer = document.hidden ? null : await fetch(location.pathname + "?state", { cache: "no-store" });
    const state = answer && answer.ok ? await answer.text() : "asked";
    if (state === "live") {
      const link = waiting.querySelector("a");
      link.textContent = waiting.dataset.read;
      waiting.replaceChildren(waiting.dataset.there, " ", link);
      return;
    }
    if (state !== "asked") return location.reload();
  } catch {
    // The reader's connection is away: it is tried again.
  }
  pause = Math.min(pause * 1.3, 60e3);
  setTimeout(look, pause);
}
setTimeout(look, pause);
