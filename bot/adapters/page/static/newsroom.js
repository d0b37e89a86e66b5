// The newsroom's pages stand by themselves; this adds the reader's own clock, citations by key, and word of what is new.

import { followEvidence, hideEvidence } from "./evidence.js";
import { localise } from "./messages.js";

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
followEvidence();
localise(document);
