// The page's behaviour: live messages, the command box, threads, citations by key and touch. Nothing from elsewhere.

import { followEvidence, hideEvidence } from "./evidence.js";
import { followForms, openForm } from "./forms.js";
import { newKey } from "./keys.js";
import { isAtEnd, localise, parse, put, reveal, said as ours } from "./messages.js";

const $ = (id) => document.getElementById(id);
const PATIENCE = 10 * 60; // seconds after which nobody waits for an answer any more
const SOURCES_EVERY = 30_000;
const RETRY_AFTER = 3_000;

const messages = $("messages");
const scroller = $("scroller");
const panel = $("thread");
const panelScroller = $("thread-scroller");
let openThread = "";
let opener = null; // the button that opened the thread, for the focus to return to
let unseen = 0;

// ── Messages ────────────────────────────────────────────────────────────────────────────────────────────────────

function receive({ thread, html, replies }) {
  if (replies) {
    for (const button of messages.querySelectorAll(".reply")) {
      if (button.dataset.thread === thread) button.textContent = replies;
    }
  }
  if (thread && thread !== openThread) return;
  const list = thread ? $("replies") : messages;
  if (!list) return;
  const view = thread ? panelScroller : scroller;
  const wasAtEnd = isAtEnd(view);
  const added = put(list, parse(html));
  waitForAnswer();
  if (!added) return;
  const isOwn = added.dataset.speaker === "person";
  if (!isOwn) arrive(added);
  if (wasAtEnd || isOwn) reveal(view, added);
  else if (!thread) $("jump").hidden = false;
}

function arrive(message) {
  message.classList.add("new");
  if (!document.hidden) return;
  unseen += 1;
  document.title = `(${unseen}) newsthread`;
}

/** The last word in a thread is a person's: an answer is on its way. */
function waitForAnswer() {
  const last = $("replies")?.lastElementChild;
  if (!$("reading")) return;
  const age = last ? Date.now() / 1000 - Number(last.dataset.at) : 0;
  $("reading").hidden = !(last?.dataset.speaker === "person" && age < PATIENCE);
}

// ── The stream ──────────────────────────────────────────────────────────────────────────────────────────────────

function listen() {
  const stream = new EventSource(`/events?after=${encodeURIComponent(document.body.dataset.cursor)}`);
  stream.addEventListener("open", () => live("live", document.body.dataset.live));
  stream.addEventListener("message", (event) => {
    document.body.dataset.cursor = event.lastEventId;
    receive(JSON.parse(event.data));
  });
  stream.addEventListener("reload", readAgain);
  stream.addEventListener("error", () => {
    live("away", document.body.dataset.away);
    // The browser tries again by itself, but not after an error that the server answered.
    if (stream.readyState === EventSource.CLOSED) setTimeout(listen, RETRY_AFTER);
  });
}

function live(state, text) {
  $("live").dataset.state = state;
  $("live").textContent = text;
}

/** We were away for longer than the server remembers: take the transcript as it is now. */
async function readAgain(event) {
  document.body.dataset.cursor = event.lastEventId;
  const response = await fetch("/").catch(() => null);
  if (!response?.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const message of [...fresh.getElementById("messages").children]) put(messages, document.adoptNode(message));
  if (openThread) await showThread(openThread);
}

// ── Saying something ────────────────────────────────────────────────────────────────────────────────────────────

/** Send a form's text. A failure keeps the text and its key, so that trying again cannot ask twice. *busy*: the id of what says so. */
async function send(form, address, busy) {
  const field = form.querySelector("[name=text]");
  const text = field.value.trim();
  if (!text || form.dataset.busy) return;
  if (form.dataset.text !== text) Object.assign(form.dataset, { text, key: newKey() });
  form.dataset.busy = "yes";
  show(busy, true);
  const { messages: answers, problem } = await post(address, { text, event_key: form.dataset.key });
  delete form.dataset.busy;
  show(busy, false);
  explain(form.querySelector(".problem"), problem);
  if (problem) return;
  delete form.dataset.text;
  if (field.value.trim() === text) field.value = "";
  // The stream may have brought later messages already: only it knows the number of replies.
  for (const { thread, html } of answers) receive({ thread, html });
}

/** A thread that is still being fetched has no place yet to say that the sources are being read. */
function show(id, isShown) {
  const mark = $(id);
  if (mark) mark.hidden = !isShown;
}

/** Returns the messages, or the problem as markup of ours. */
async function post(address, fields) {
  try {
    const response = await fetch(address, { method: "POST", body: new URLSearchParams(fields) });
    return await response.json();
  } catch {
    return { problem: ours("unreachable") };
  }
}

function explain(place, problem) {
  place.hidden = !problem;
  place.replaceChildren(...(problem ? [parse(problem)] : []));
}

function run(command) {
  $("command").value = command;
  $("command-form").requestSubmit();
}

$("command-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const text = $("command").value.trim();
  if (text) said.push(text);
  recalled = said.length;
  const sending = send(event.target, "/command", "working");
  if (isAtEnd(scroller)) scroller.scrollTop = scroller.scrollHeight;
  await sending;
});

$("question-form").addEventListener("submit", (event) => {
  event.preventDefault();
  send(event.target, `/threads/${encodeURIComponent(openThread)}/question`, "reading").then(waitForAnswer);
});

// ── Threads ─────────────────────────────────────────────────────────────────────────────────────────────────────

async function showThread(thread) {
  const response = await fetch(`/threads/${encodeURIComponent(thread)}`).catch(() => null);
  const html = response ? await response.text() : ours("unreachable");
  if (thread !== openThread) return; // another was opened meanwhile
  const early = [...($("replies")?.children ?? [])];
  panelScroller.innerHTML = html;
  for (const message of early) if ($("replies") && !document.getElementById(message.id)) put($("replies"), message);
  localise(panelScroller);
  waitForAnswer();
  panelScroller.scrollTop = panelScroller.scrollHeight;
}

async function open(thread, from) {
  if (thread !== openThread) emptyPanel(thread);
  openThread = thread;
  opener = from ?? opener;
  panel.hidden = false;
  $("layout").dataset.thread = "open";
  history.replaceState(null, "", `#thread=${encodeURIComponent(thread)}`);
  await showThread(thread);
  $("question").focus();
}

/** What arrives while the thread is being fetched has a place to go. */
function emptyPanel(thread) {
  const list = document.createElement("div");
  list.id = "replies";
  list.dataset.thread = thread;
  panelScroller.replaceChildren(list);
  $("question-problem").hidden = true;
}

function close() {
  if (panel.hidden) return;
  panel.hidden = true;
  openThread = "";
  delete $("layout").dataset.thread;
  history.replaceState(null, "", location.pathname);
  (opener?.isConnected ? opener : $("command")).focus();
}

$("close-thread").addEventListener("click", close);

// ── Clicks, keys ────────────────────────────────────────────────────────────────────────────────────────────────

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const { run: command, fill, tag, thread, form, about, subject = "" } = button.dataset;
  if (command || fill || tag || form) menu(false);
  if (form) openForm(form, about, subject, newKey);
  if (command) run(command);
  if ("settles" in button.dataset) button.parentElement.hidden = true;
  if (tag) run(`${button.closest("[data-command]").dataset.command} ${tag}`);
  if (fill) {
    $("command").value = fill;
    $("command").focus();
  }
  if (thread) open(thread, button);
});

function menu(isOpen) {
  $("sidebar").classList.toggle("open", isOpen);
  $("menu").setAttribute("aria-expanded", String(isOpen));
}

$("menu").addEventListener("click", () => menu(!$("sidebar").classList.contains("open")));
$("jump").addEventListener("click", () => reveal(scroller, messages.lastElementChild));
scroller.addEventListener("scroll", () => { if (isAtEnd(scroller)) $("jump").hidden = true; }, { passive: true });

const said = [];
let recalled = 0;

$("command").addEventListener("keydown", (event) => {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!step || !said.length) return;
  event.preventDefault();
  recalled = Math.min(Math.max(recalled + step, 0), said.length);
  event.target.value = said[recalled] ?? "";
});

$("question").addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  $("question-form").requestSubmit();
});

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.matches("input, textarea");
  if (event.key === "/" && !isTyping) {
    event.preventDefault();
    $("command").focus();
  }
  if (event.key === "Escape") escape();
});

/** Escape closes the nearest thing: evidence, then the menu, then the thread. */
function escape() {
  if (hideEvidence()) return;
  if ($("sidebar").classList.contains("open")) menu(false);
  else close();
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  unseen = 0;
  document.title = "newsthread";
});

// ── Start ───────────────────────────────────────────────────────────────────────────────────────────────────────

async function refreshSources() {
  const response = await fetch("/sources").catch(() => null);
  if (!response?.ok) return;
  $("sources").innerHTML = await response.text();
  localise($("sources"));
}

// The newsroom links to single messages, which may stand far above the end.
const pointed = location.hash.startsWith("#m-") ? $(decodeURIComponent(location.hash.slice(1))) : null;
followEvidence();
followForms(receive, newKey);
localise(document);
if (pointed) pointed.scrollIntoView({ block: "start" });
else reveal(scroller, messages.lastElementChild);
listen();
setInterval(refreshSources, SOURCES_EVERY);
const linked = /^#thread=(.+)$/.exec(location.hash);
if (linked) open(decodeURIComponent(linked[1]));
