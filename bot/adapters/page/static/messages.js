// Messages on the page: their place in time, the reader's own clock, and what is in view.
// Markup comes rendered and escaped from our own server; nothing here builds markup from text.

const TALLEST = 0.9; // of the visible part: a message taller than this is shown from its beginning

// ── Times in the reader's zone ──────────────────────────────────────────────────────────────────────────────────

export function localise(root) {
  for (const time of root.querySelectorAll("time[data-local]")) {
    const at = new Date(time.dateTime);
    const isToday = at.toDateString() === new Date().toDateString();
    const day = isToday ? {} : { day: "numeric", month: "short" };
    time.textContent = at.toLocaleString(undefined, { ...day, hour: "2-digit", minute: "2-digit" });
    time.title = at.toLocaleString(undefined, { dateStyle: "full", timeStyle: "long" });
  }
}

// ── Our own words, which the server has put into the page in its reader's language ──────────────────────────────────

/** A paragraph of ours as markup: *name* is that of a `data-` attribute of the body. */
export function said(name) {
  const paragraph = document.createElement("p");
  paragraph.textContent = document.body.dataset[name];
  return paragraph.outerHTML;
}

// ── Places ──────────────────────────────────────────────────────────────────────────────────────────────────────

export function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html.trim();
  return template.content.firstElementChild;
}

/** Put a message where its time says; one that stands there already is replaced. Returns it if it is new. */
export function put(list, message) {
  localise(message);
  const known = document.getElementById(message.id);
  if (known) {
    message.className = known.className; // "arrived just now" stays true
    known.replaceWith(message);
    return null;
  }
  const later = [...list.children].find((each) => Number(each.dataset.at) > Number(message.dataset.at));
  list.insertBefore(message, later ?? null);
  return message;
}

// ── What is in view ─────────────────────────────────────────────────────────────────────────────────────────────

export const isAtEnd = (view) => view.scrollHeight - view.scrollTop - view.clientHeight < 120;

export function reveal(view, message) {
  const isTall = message && message.offsetHeight > view.clientHeight * TALLEST;
  if (isTall) message.scrollIntoView({ block: "start" });
  else view.scrollTop = view.scrollHeight;
}
