// Drag and drop, each file on its own way, and how far it has come. Without this file the form does the same at once.
(() => {
  "use strict";
  const form = document.getElementById("intake-drop");
  const status = document.getElementById("intake-status");
  const EVERY = 1500;
  let timer = 0;
  let wasPending = false;

  const parcels = () => document.getElementById("intake-parcels");
  const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;

  function show(html) {
    const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("intake-parcels");
    if (!fresh) return;
    const old = parcels();
    const focused = old.contains(document.activeElement) ? document.activeElement : null;
    if (focused?.matches("select")) return; // somebody is choosing
    const said = fresh.querySelector("[data-intake-said]")?.textContent ?? "";
    if (old.innerHTML !== fresh.innerHTML) {
      old.replaceWith(fresh);
      if (focused?.id) document.getElementById(focused.id)?.focus();
    }
    if (status.textContent !== said) status.textContent = said;
    const pending = Number(fresh.dataset.pending) > 0;
    if (wasPending && !pending) refreshList();
    wasPending = pending;
    clearTimeout(timer);
    if (pending) timer = setTimeout(poll, EVERY);
  }

  async function poll() {
    clearTimeout(timer);
    try {
      const answer = await fetch(form?.dataset.progress ?? location.href, { headers: { "X-Requested-With": "XMLHttpRequest" } });
      if (answer.ok && !answer.redirected) return show(await answer.text());
      status.textContent = "How far it is cannot be seen. Reload this page.";
    } catch {
      timer = setTimeout(poll, 4 * EVERY); // the connection comes back
    }
  }

  async function refreshList() {
    const list = document.getElementById("intake-list");
    if (list.contains(document.activeElement) || list.querySelector(":checked")) return;
    const answer = await fetch(location.href);
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("intake-list");
    if (fresh) list.replaceWith(fresh);
  }

  function send(data, row) {
    return new Promise((resolve) => {
      const request = new XMLHttpRequest();
      request.open("POST", form.action);
      request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
      request.setRequestHeader("X-CSRFToken", token());
      const bar = row?.querySelector("progress");
      request.upload.onprogress = (event) => {
        if (bar && event.lengthComputable) bar.value = event.loaded / event.total;
      };
      request.onload = () => resolve(request.status === 200 || request.status === 422 ? request.responseText : null);
      request.onerror = () => resolve(null);
      request.send(data);
    });
  }

  function going(file) {
    const row = document.createElement("li");
    row.className = "intake-parcel";
    row.innerHTML = '<div class="intake-parcel-what"><strong class="intake-name" dir="auto"></strong><span class="intake-state">Being sent</span></div><progress max="1" value="0"></progress>';
    row.querySelector("strong").textContent = file.name;
    row.querySelector("progress").setAttribute("aria-label", `${file.name} is being sent`);
    return row;
  }

  function fail(row, why) {
    row.querySelector("progress")?.remove();
    row.dataset.state = "failed";
    row.querySelector(".intake-state").textContent = "Not sent";
    const said = document.createElement("p");
    said.className = "intake-why";
    said.textContent = why;
    row.append(said);
    status.textContent = why;
  }

  const sending = document.createElement("ul");
  sending.className = "intake-list";

  async function take(files, addresses) {
    const most = Number(form.dataset.most);
    const largest = Number(form.dataset.largest);
    if (!sending.isConnected) parcels().before(sending);
    const queue = files.map((file) => {
      const row = going(file);
      sending.append(row);
      return { file, row };
    });
    let last = null;
    if (addresses.trim()) {
      const data = new FormData();
      data.set("addresses", addresses);
      last = await send(data);
      if (last) show(last);
      if (last && !last.includes('role="alert"')) form.querySelector("textarea").value = "";
    }
    const one = async () => {
      for (let next = queue.shift(); next; next = queue.shift()) {
        const { file, row } = next;
        if (file.size > largest) {
          fail(row, `${file.name} has more than ${largest / 1e6} MB, which is the most that is read.`);
          continue;
        }
        const data = new FormData();
        data.append("files", file, file.name);
        const html = await send(data, row);
        if (html) {
          row.remove();
          show(html);
        } else {
          fail(row, `${file.name} could not be sent. Try again.`);
        }
      }
    };
    if (files.length > most) {
      queue.length = 0;
      sending.replaceChildren();
      status.textContent = `${files.length} files came at once; at most ${most} are taken.`;
      const row = going({ name: `${files.length} files` });
      sending.append(row);
      fail(row, status.textContent);
      return;
    }
    await Promise.all([one(), one()]);
    if (!sending.children.length) sending.remove();
  }

  if (form) {
    const zone = form.querySelector("[data-intake-zone]");
    const input = form.querySelector("input[type=file]");
    for (const name of ["dragenter", "dragover"]) {
      zone.addEventListener(name, (event) => {
        event.preventDefault();
        zone.classList.add("is-over");
      });
    }
    zone.addEventListener("dragleave", (event) => {
      if (!zone.contains(event.relatedTarget)) zone.classList.remove("is-over");
    });
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      zone.classList.remove("is-over");
      const files = [...event.dataTransfer.files];
      const address = files.length ? "" : event.dataTransfer.getData("text/uri-list");
      if (files.length || address) take(files, address);
    });
    form.addEventListener("submit", (event) => {
      const files = [...input.files];
      const addresses = form.querySelector("textarea").value;
      event.preventDefault();
      input.value = "";
      if (files.length || addresses.trim()) take(files, addresses);
      else status.textContent = "Nothing was given. Choose files, or paste addresses.";
    });
  }

  document.addEventListener("submit", async (event) => {
    const quiet = event.target;
    if (!quiet.matches("#intake-parcels [data-intake-quiet]")) return;
    event.preventDefault();
    const answer = await fetch(quiet.action, {
      method: "POST",
      body: new FormData(quiet),
      headers: { "X-Requested-With": "XMLHttpRequest" },
    });
    if (answer.ok || answer.status === 422) show(await answer.text());
  });

  wasPending = Number(parcels().dataset.pending) > 0;
  if (wasPending) timer = setTimeout(poll, EVERY);
})();
