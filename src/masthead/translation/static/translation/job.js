// A job that is under way is seen to move. Without this file the page is reloaded by hand.
(() => {
  "use strict";
  const EVERY = 1500;

  async function look() {
    const job = document.getElementById("job");
    if (!job?.dataset.active) return;
    let wait = EVERY;
    try {
      const answer = await fetch(location.href, { headers: { "X-Requested-With": "XMLHttpRequest" } });
      if (answer.redirected) return location.reload();
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("job");
      if (fresh && !job.contains(document.activeElement)) job.replaceWith(fresh);
      else if (fresh && !fresh.dataset.active) job.replaceWith(fresh);
    } catch {
      wait = 4 * EVERY; // the connection comes back
    }
    setTimeout(look, wait);
  }
  setTimeout(look, EVERY);
})();
