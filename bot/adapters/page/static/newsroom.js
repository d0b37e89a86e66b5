// The newsroom's pages stand by themselves; this adds the reader's own clock, citations by key, and word of what is new.

import { followEvidence, hideEvidence } from "./evidence.js";
import { newKey } from "./keys.js";
import { sendList } from "./lists.js";
import { localise, parse, said } from "./messages.js";

const stream = new EventSource(`/events?after=${encodeURIComponent(document.body.dataset.cursor)}`);
const tell = () => { document.getElementById("arrived").hidden = false; };

stream.addEventListener("message", tell);
stream.addEventListener("reload", tell);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") hideEvidence();
  const field = document.getElementById("q");
  if (event.key === "/" && field && !event.target.matches("input, textarea")) {
    event.preventDefault();
    field.focus();
  }
});
addEventListener("pagehide", () => stream.close());
// ── Lists of feeds: what one holds is shown here, as in the chat, and its buttons say what they would say there ────────

const shown = document.getElementById("import-shown");

function show({ messages = [], problem }) {
  const place = document.getElementById("import-problem");
  place.hidden = !problem;
  place.replaceChildren(...(problem ? [parse(problem)] : []));
  const last = messages.at(-1);
  if (!last) return;
  const card = parse(last.html);
  localise(card);
  shown.replaceChildren(card);
  card.querySelector("button")?.focus();
}

async function say(text) {
  try {
    const body = new URLSearchParams({ text, event_key: newKey() });
    show(await (await fetch("/command", { method: "POST", body })).json());
  } catch {
    show({ problem: said("unreachable") });
  }
}

document.addEventListener("change", async (event) => {
  if (event.target.matches("[data-import]")) show(await sendList(event.target, newKey()));
});
shown?.addEventListener("click", (event) => {
  const { run } = event.target.closest("button")?.dataset ?? {};
  if (run) say(run);
});

followEvidence();
localise(document);
