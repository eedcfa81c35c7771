// The workbench: keys, drafts that are not lost, and what stands beside a sentence. Without this file every sentence
// is a form of its own and does the same.
(() => {
  "use strict";
  const wb = document.getElementById("wb");
  if (!wb) return;
  wb.classList.add("js");
  const readOnly = "readonly" in wb.dataset;
  const list = wb.querySelector("[data-wb-rows]");
  const status = wb.querySelector("[data-wb-status]");
  const alarm = wb.querySelector("[data-wb-alert]");
  const beside = wb.querySelector("[data-wb-beside]");
  const signForm = wb.querySelector("[data-wb-sign]");
  const mac = /Mac|iPhone|iPad/.test(navigator.platform);
  const TO_DO = ["open", "changed", "doubted", "machine"];
  const TYPED = 900; // milliseconds of rest after which what is typed goes to the server

  const rows = () => [...list.querySelectorAll("section.wb-row")];
  const field = (row) => row.querySelector("textarea");
  const rowOf = (element) => element?.closest?.("section.wb-row");
  const byKey = (key) => rows().find((row) => row.dataset.key === key);
  const tidy = (text) => text.replace(/[ \t\n\r\f\v\u2028\u2029]+/g, " ").replace(/^ +| +$/g, "");
  const dirty = (row) => tidy(field(row).value) !== tidy(field(row).dataset.was);
  const number = (row) => row.querySelector(".wb-number").textContent;

  // ---- What is said -----------------------------------------------------------------------------------------

  function say(text, trouble = false) {
    status.classList.toggle("is-trouble", trouble);
    if (status.textContent !== text) status.textContent = text;
  }

  function dress(scope) {
    for (const element of scope.querySelectorAll("[data-script]")) element.hidden = false;
    for (const text of scope.querySelectorAll("textarea[name=written]")) grow(text);
  }

  function grow(text) {
    if (CSS.supports("field-sizing", "content")) return;
    text.style.blockSize = "auto";
    text.style.blockSize = `${text.scrollHeight + 2}px`;
  }

  // ---- Codes ------------------------------------------------------------------------------------------------

  // As in shown.py: a backslash before what looks like a code makes it words.
  function codesIn(text) {
    const found = [];
    for (const match of text.matchAll(/(\\*)⟨(\/[1-9]\d{0,5}|[1-9]\d{0,5}\/?)⟩/g)) {
      if (match[1].length % 2 === 0) found.push(match[2]);
    }
    return found;
  }

  const wanted = (row) =>
    JSON.parse(row.dataset.codes).flatMap(([n, pair]) => (pair ? [`${n}`, `/${n}`] : [`${n}/`]));

  function missing(row) {
    const there = codesIn(field(row).value);
    return wanted(row).filter((code) => !there.includes(code));
  }

  function problem(row) {
    const there = codesIn(field(row).value);
    const should = wanted(row);
    const gone = missing(row);
    if (gone.length) return `The code ${gone.map((code) => `⟨${code}⟩`).join(" ")} of the original is missing.`;
    const strange = there.find((code) => !should.includes(code));
    if (strange) return `The original has no code ⟨${strange}⟩: take it out.`;
    const twice = there.find((code, at) => there.indexOf(code) !== at);
    return twice ? `The code ⟨${twice}⟩ is there twice: keep one.` : "";
  }

  function why(row, text, blocking = true) {
    const said = row.querySelector(".wb-said");
    let line = said.querySelector("[data-wb-why]");
    if (!text) return line?.remove();
    if (!line) {
      line = document.createElement("p");
      line.dataset.wbWhy = "";
      said.prepend(line);
      field(row).setAttribute("aria-describedby", said.id);
    }
    line.className = `wb-why is-${blocking ? "blocking" : "warning"}`;
    line.textContent = text;
  }

  function look(row) {
    const typed = dirty(row);
    row.classList.toggle("is-typed", typed);
    const gone = missing(row).map((code) => code.replaceAll("/", ""));
    for (const button of row.querySelectorAll(".wb-insert")) {
      button.classList.toggle("is-missing", gone.includes(button.dataset.number));
    }
    const line = row.querySelector("[data-wb-why]");
    if (line) why(row, typed || line.dataset.kept ? problem(row) : "");
  }

  // What is put in by a key can be undone like what is typed.
  function put(text, words, all = false) {
    text.focus();
    if (all) text.select();
    if (!document.execCommand("insertText", false, words)) {
      text.setRangeText(words, text.selectionStart, text.selectionEnd, "end");
      text.dispatchEvent(new InputEvent("input", { bubbles: true }));
    }
  }

  function putCode(row, n) {
    const text = field(row);
    const code = JSON.parse(row.dataset.codes).find(([known]) => known === n);
    if (!code) return say(`This sentence has no code ⟨${n}⟩.`);
    const there = codesIn(text.value);
    const [, pair] = code;
    if (!pair) {
      if (there.includes(`${n}/`)) return say(`The code ⟨${n}/⟩ is there already.`);
      return put(text, `⟨${n}/⟩`);
    }
    const opened = there.includes(`${n}`);
    const closed = there.includes(`/${n}`);
    if (opened && closed) return say(`The code ⟨${n}⟩ is there already.`);
    if (opened || closed) return put(text, opened ? `⟨/${n}⟩` : `⟨${n}⟩`);
    const chosen = text.value.slice(text.selectionStart, text.selectionEnd);
    put(text, `⟨${n}⟩${chosen}⟨/${n}⟩`);
    if (!chosen) {
      const at = text.selectionEnd - `⟨/${n}⟩`.length;
      text.setSelectionRange(at, at);
    }
  }

  // ---- Drafts: here at once, on the server after a rest, and again until it has them ------------------------

  const store = (key) => `masthead-workbench/${wb.dataset.user}/${wb.dataset.edition}/${key}`;

  function remember(row) {
    try {
      localStorage.setItem(store(row.dataset.key), JSON.stringify({ text: field(row).value, seen: row.dataset.state }));
    } catch {
      // a browser that keeps nothing: the server does
    }
  }

  function forget(key) {
    try {
      localStorage.removeItem(store(key));
    } catch {
      // nothing is kept
    }
  }

  function remembered(key) {
    try {
      return JSON.parse(localStorage.getItem(store(key)));
    } catch {
      return null;
    }
  }

  const waiting = new Map(); // key → {act, written, seen}: what the server has not got
  const timers = new Map();
  let busy = false;
  let pause = 0;
  let again = 0;

  function want(row, act) {
    const { key, state } = row.dataset;
    const before = waiting.get(key);
    if (act === "draft" && before?.act === "confirm" && before.written === field(row).value) return;
    waiting.delete(key);
    waiting.set(key, { act, written: field(row).value, seen: state });
    clearTimeout(timers.get(key));
    if (act === "confirm") flush();
    else timers.set(key, setTimeout(flush, TYPED));
    if (act === "draft" && !pause) say("Typing…");
  }

  const token = () =>
    document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? wb.querySelector("[name=csrfmiddlewaretoken]").value;

  async function send(key, job) {
    const body = new URLSearchParams({ key, act: job.act, written: job.written, seen: job.seen });
    const answer = await fetch(wb.dataset.segment, {
      method: "POST",
      body,
      headers: { Accept: "application/json", "X-CSRFToken": token(), "X-Requested-With": "XMLHttpRequest" },
    });
    if (answer.redirected || answer.status === 403) throw new Error("You are logged out, or may not do this any more. Log in again in another window");
    if (answer.status >= 500 || !answer.headers.get("Content-Type")?.includes("json")) throw new Error("The server does not answer as it should");
    return { status: answer.status, said: await answer.json() };
  }

  async function flush() {
    if (busy) return;
    clearTimeout(again);
    busy = true;
    try {
      while (waiting.size) {
        const [key, job] = waiting.entries().next().value;
        say(job.act === "confirm" ? "Saving…" : "Keeping what you type…");
        const { status: code, said } = await send(key, job);
        if (waiting.get(key) === job) waiting.delete(key);
        pause = 0;
        done(key, job, code, said);
      }
    } catch (error) {
      pause = Math.min(60, pause * 2 || 3);
      const what = error instanceof TypeError ? "No connection" : error.message;
      say(`${what}: not saved on the server yet. Your text is kept in this browser; trying again in ${pause} s.`, true);
      again = setTimeout(flush, pause * 1000);
    } finally {
      busy = false;
    }
  }

  function done(key, job, code, said) {
    const row = byKey(key);
    if (code === 200) {
      if (remembered(key)?.text === job.written || job.act !== "draft") {
        if (!waiting.has(key)) forget(key);
      }
      for (const [changed, html] of Object.entries(said.rows)) replace(changed, html, changed === key ? job.written : null);
      if (said.counts !== undefined) {
        wb.querySelector("[data-wb-counts]").innerHTML = said.counts;
        wb.querySelector("[data-wb-unprinted]").hidden = !said.unprinted;
      }
      left();
      if (!waiting.size) say(job.act === "confirm" ? `Sentence ${number(row)} confirmed${findings(byKey(key))}.` : job.act === "draft" ? "Draft kept." : "Undone.");
      return;
    }
    const text = `Sentence ${row ? number(row) : ""}: ${said.why}`;
    if (code === 409) {
      forget(key);
      for (const [changed, html] of Object.entries(said.rows)) replace(changed, html, job.written);
    } else if (row) {
      why(row, said.why);
      row.querySelector("[data-wb-why]").dataset.kept = "";
    }
    alarm.textContent = text;
    say("Not confirmed.", true);
  }

  function findings(row) {
    const found = row.querySelectorAll(".wb-why.is-blocking, .wb-why.is-warning").length;
    return found ? `; ${found} to check` : "";
  }

  // A fresh row from the server takes the old one's place, unless somebody is writing in it.
  function replace(key, html, sent) {
    const old = byKey(key);
    if (!old) return;
    const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("section.wb-row");
    const typing = sent === null ? dirty(old) : field(old).value !== sent;
    fresh.classList.toggle("is-first", old.classList.contains("is-first"));
    dress(fresh);
    if (typing) {
      if (sent === null) return; // it is another's sentence now: confirming will show both
      old.dataset.state = fresh.dataset.state;
      old.querySelector("[name=seen]").value = fresh.dataset.state;
      field(old).dataset.was = field(fresh).dataset.was;
      look(old);
      return;
    }
    const focused = old.contains(document.activeElement) ? document.activeElement : null;
    const inField = focused === field(old);
    const caret = inField ? [focused.selectionStart, focused.selectionEnd] : null;
    old.replaceWith(fresh);
    look(fresh);
    if (inField) {
      field(fresh).focus({ preventScroll: true });
      field(fresh).setSelectionRange(...caret);
    } else if (focused) {
      fresh.focus({ preventScroll: true });
    }
  }

  function left() {
    const now = rows();
    const open = now.filter((row) => !field(row).dataset.was).length;
    const tell = (name, value) => {
      const place = wb.querySelector(`[data-wb-left-${name}]`);
      if (place) place.textContent = value;
    };
    tell("open", open);
    tell("doubted", now.filter((row) => row.dataset.kind === "doubted").length);
    tell("machine", now.filter((row) => ["machine", "changed"].includes(row.dataset.kind) && field(row).dataset.was).length);
    const button = wb.querySelector("[data-wb-sign-button]");
    if (open) button?.setAttribute("aria-disabled", "true");
    else button?.removeAttribute("aria-disabled");
  }

  // ---- Verbs --------------------------------------------------------------------------------------------------

  function confirm(row, thenNext) {
    if (!tidy(field(row).value)) return why(row, "Write a translation first: an empty one cannot be confirmed.");
    const wrong = problem(row);
    if (wrong) {
      why(row, wrong);
      alarm.textContent = "";
      say(`Sentence ${number(row)} is not confirmed: ${wrong}`, true);
      return field(row).focus();
    }
    why(row, "");
    alarm.textContent = "";
    if (dirty(row)) remember(row);
    row.querySelector(".wb-conflict")?.remove();
    want(row, "confirm");
    if (thenNext) (next(row, TO_DO, true) ?? step(row, 1)) ? null : field(row).focus();
  }

  function enter(row, inside = true) {
    row.scrollIntoView({ block: "nearest" });
    if (inside) {
      field(row).focus();
      field(row).setSelectionRange(field(row).value.length, field(row).value.length);
    } else row.focus();
    return row;
  }

  function step(row, by, inside = true) {
    const all = rows();
    const to = all[all.indexOf(row) + by];
    return to ? enter(to, inside) : null;
  }

  function next(row, kinds, inside) {
    const all = rows();
    const at = row ? all.indexOf(row) : -1;
    const to = [...all.slice(at + 1), ...all.slice(0, Math.max(at, 0))].find(
      (other) => (kinds.includes(other.dataset.kind) || other.classList.contains("is-flagged")) && waiting.get(other.dataset.key)?.act !== "confirm",
    );
    if (!to) {
      say("Nothing is left to do. Sign when you are ready.");
      return null;
    }
    return enter(to, inside);
  }

  function revert(row) {
    put(field(row), field(row).dataset.was, true);
    row.querySelector(".wb-conflict")?.remove();
    why(row, "");
    want(row, "discard");
    flush();
  }

  function source(row) {
    return [...row.querySelector(".wb-text").childNodes].map((node) => node.textContent).join("");
  }

  function fromBeside(name, n, row) {
    const found = beside.dataset.key === row.dataset.key && beside.querySelector(`[data-wb="${name}"][data-number="${n}"]`);
    if (!found) return say(name === "hit" ? `The memory has no match ${n}.` : `There is no term ${n}.`);
    if (name === "hit") put(field(row), found.closest(".wb-hit").querySelector("[data-wb-hit]").textContent, true);
    else put(field(row), found.dataset.word);
  }

  const dialog = (name) => wb.querySelector(`[data-wb-dialog="${name}"]`);
  let came = null;

  function open(name) {
    came = document.activeElement;
    dialog(name).showModal();
  }

  for (const box of wb.querySelectorAll("dialog")) box.addEventListener("close", () => came?.isConnected && came.focus());

  async function history(row) {
    const place = wb.querySelector("[data-wb-past]");
    place.textContent = "…";
    open("past");
    try {
      const answer = await fetch(`${wb.dataset.past}?key=${encodeURIComponent(row.dataset.key)}`, { headers: { "X-Requested-With": "XMLHttpRequest" } });
      if (!answer.ok || answer.redirected) throw new Error();
      place.innerHTML = await answer.text();
    } catch {
      place.textContent = "The history cannot be reached. Try again.";
    }
  }

  const verbs = {
    copy: (row) => put(field(row), source(row), true),
    code: (row, button) => putCode(row, Number(button.dataset.number)),
    before: (row) => put(field(row), row.querySelector("[data-wb-before]").textContent, true),
    theirs: (row) => {
      put(field(row), row.querySelector("[data-wb-theirs]").textContent, true);
      revert(row);
    },
    revert,
    past: (row) => history(row),
  };

  wb.addEventListener("click", (event) => {
    const button = event.target.closest("[data-wb]");
    if (!button) return;
    const name = button.dataset.wb;
    const row = rowOf(button);
    if (name === "help") return open("help");
    if (name === "next-to-do") return void next(active(), TO_DO, true);
    if (name === "restore") {
      event.preventDefault();
      const to = byKey(button.closest("[data-key]").dataset.key);
      const words = button.closest("li").querySelector("[data-wb-was]").textContent;
      came = field(to);
      dialog("past").close();
      return put(field(to), words, true);
    }
    if (name === "hit" || name === "term") {
      const to = byKey(beside.dataset.key);
      if (!to) return;
      if (name === "hit") return fromBeside("hit", button.dataset.number, to);
      return put(field(to), button.dataset.word);
    }
    if (row && verbs[name]) {
      event.preventDefault();
      verbs[name](row, button);
    }
  });

  wb.addEventListener("submit", (event) => {
    const row = rowOf(event.target);
    if (row) {
      event.preventDefault();
      return confirm(row, event.submitter?.value === "confirm");
    }
    if (!event.target.matches("[data-wb-sign], [data-wb-print]")) return;
    const signing = event.target === signForm;
    const typed = rows().find((other) => dirty(other) || waiting.has(other.dataset.key));
    const empty = rows().find((other) => !field(other).dataset.was);
    if (typed || empty) {
      event.preventDefault();
      const what = typed ? "holds text that is not confirmed" : "has no translation yet";
      alarm.textContent = `Nothing was ${signing ? "signed" : "printed"}: sentence ${number(typed ?? empty)} ${what}.`;
      return void enter(typed ?? empty);
    }
    if (!signing) return;
    // What is signed is what stands on this screen, row by row.
    signForm.elements.seen.value = [signForm.elements.seen.value.split("\n")[0], ...rows().map((other) => `${other.dataset.key} ${other.dataset.state}`)].join("\n");
  });

  // ---- Keys ---------------------------------------------------------------------------------------------------

  const active = () => rowOf(document.activeElement);
  let prefix = "";

  const plain = {
    Enter: (row) => enter(row),
    ArrowDown: (row) => step(row, 1, false),
    ArrowUp: (row) => step(row, -1, false),
    j: (row) => step(row, 1, false),
    k: (row) => step(row, -1, false),
    n: (row) => next(row, TO_DO, false),
    d: (row) => next(row, ["open", "changed", "doubted"], false),
    h: (row) => history(row),
  };
  const writing = {
    c: verbs.copy,
    u: revert,
    b: (row) => (row.querySelector("[data-wb-before]") ? verbs.before(row) : say("The source of this sentence has not changed.")),
    x: (row) => {
      const [gone] = missing(row);
      return gone ? putCode(row, Number(gone.replaceAll("/", ""))) : say("No code is missing.");
    },
  };

  wb.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.target.closest("dialog")) return;
    const row = rowOf(event.target);
    const inField = event.target.matches("textarea[name=written]");
    const command = mac ? event.metaKey : event.ctrlKey;
    const done = () => event.preventDefault();
    if (inField) {
      if (event.key === "Enter") {
        done(); // a sentence has no second line
        if (command && !readOnly) confirm(row, true);
      } else if (event.altKey && !event.ctrlKey && !event.metaKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
        done();
        step(row, event.key === "ArrowDown" ? 1 : -1);
      } else if (event.key === "Escape") {
        done();
        event.stopPropagation(); // on a phone Wagtail would take the focus to its menu
        row.focus();
        say("Commands: press ? for the list, Enter to write.");
      }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea, select")) return;
    if (event.key === "?") return done(), open("help");
    if (event.target !== row || !row) return;
    if (prefix) {
      const name = prefix;
      prefix = "";
      done();
      if (/^[1-9]$/.test(event.key)) return fromBeside(name, event.key, row);
      return say("");
    }
    if (event.key === "s" && signForm) return done(), sign();
    if (plain[event.key]) return done(), void plain[event.key](row);
    if (readOnly) return;
    if (event.key === "m" || event.key === "t") {
      done();
      prefix = event.key === "m" ? "hit" : "term";
      return say(event.key === "m" ? "Memory: which match? 1 to 5." : "Glossary: which term? 1 to 9.");
    }
    if (/^[1-9]$/.test(event.key)) return done(), putCode(row, Number(event.key));
    if (writing[event.key]) return done(), writing[event.key](row);
  });

  function sign() {
    const place = document.getElementById("wb-sign");
    place.scrollIntoView({ block: "nearest" });
    wb.querySelector("[data-wb-sign-button]").focus();
  }

  // ---- Writing, and what stands beside it ------------------------------------------------------------------------

  wb.addEventListener("input", (event) => {
    const row = rowOf(event.target);
    if (!row || event.target !== field(row)) return;
    grow(event.target);
    look(row);
    if (dirty(row)) {
      remember(row);
      want(row, "draft");
    } else {
      forget(row.dataset.key);
      want(row, "discard");
    }
  });

  const known = new Map();
  let asked = 0;

  async function help(row) {
    const { key } = row.dataset;
    if (beside.dataset.key === key) return;
    const mine = ++asked;
    try {
      if (!known.has(key)) {
        const answer = await fetch(`${wb.dataset.beside}?key=${encodeURIComponent(key)}`);
        if (!answer.ok || answer.redirected) throw new Error();
        known.set(key, await answer.text());
      }
      if (mine !== asked) return;
      beside.innerHTML = known.get(key);
      beside.dataset.key = key;
    } catch {
      if (mine === asked) {
        beside.innerHTML = '<p class="wb-hint">Memory and glossary cannot be reached.</p>';
        delete beside.dataset.key;
      }
    }
  }

  let resting = 0;
  wb.addEventListener("focusin", (event) => {
    const row = rowOf(event.target);
    prefix = "";
    if (!row) return;
    clearTimeout(resting);
    resting = setTimeout(() => help(row), 120);
  });

  window.addEventListener("online", flush);
  window.addEventListener("beforeunload", (event) => {
    if (waiting.size) event.preventDefault();
  });

  // ---- The beginning ----------------------------------------------------------------------------------------------

  dress(wb);
  for (const place of wb.querySelectorAll("[data-wb-mod]")) if (mac) place.textContent = "⌘";
  for (const place of wb.querySelectorAll("[data-wb-alt]")) if (mac) place.textContent = "⌥";
  for (const row of rows()) {
    const kept = readOnly ? null : remembered(row.dataset.key);
    if (kept && tidy(kept.text) !== tidy(field(row).value)) {
      field(row).value = kept.text;
      grow(field(row));
      if (kept.seen !== row.dataset.state && dirty(row) && !row.querySelector(".wb-conflict")) {
        const box = wb.querySelector("template[data-wb-conflict]").content.cloneNode(true);
        box.querySelector("[data-wb-theirs]").textContent = field(row).dataset.was;
        row.querySelector(".wb-said").after(box);
        dress(row);
      }
      want(row, dirty(row) ? "draft" : "discard");
    } else if (kept) forget(row.dataset.key);
    look(row);
  }
  if (location.hash.startsWith("#row-")) document.getElementById(location.hash.slice(1))?.focus();
})();
