// Forms in a dialog. The server renders the form and says what is wrong, field by field.

import { sendList } from "./lists.js";
import { parse, said } from "./messages.js";

const dialog = document.getElementById("dialog");
let key = "";
let receive = () => {};

/** *take* gets each message that comes of what was sent. */
export function followForms(take, makeKey) {
  receive = take;
  dialog.addEventListener("submit", (event) => { event.preventDefault(); submit(event.target, makeKey); });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("[data-close]")) dialog.close();
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-import]")) importList(event.target, makeKey);
  });
}

/** *about* points to a story of an edition, where the form is about one; else it is "". */
export async function openForm(name, command, about, makeKey) {
  const asked = new URLSearchParams({ command, about });
  const address = `/forms/${encodeURIComponent(name)}?${asked}`;
  const response = await fetch(address).catch(() => null);
  if (!response) return;
  key = makeKey();
  dialog.innerHTML = await response.text();
  dialog.showModal();
  dialog.querySelector("input, select, textarea")?.focus();
}

async function submit(form, makeKey) {
  if (form.dataset.busy) return;
  form.dataset.busy = "yes";
  const fields = new URLSearchParams(new FormData(form));
  fields.set("event_key", key);
  const answer = await post(form.action, fields);
  delete form.dataset.busy;
  const { messages = [], problem, problems = {} } = answer;
  for (const place of form.querySelectorAll(".wrong")) {
    const text = problems[place.id.slice("w-".length)] ?? "";
    place.textContent = text;
    place.hidden = !text;
    document.getElementById(`f-${place.id.slice("w-".length)}`).setAttribute("aria-invalid", String(Boolean(text)));
  }
  explain(form.querySelector(".problem"), problem);
  form.querySelector("[aria-invalid=true]")?.focus();
  if (problem || Object.keys(problems).length) return;
  dialog.close();
  key = makeKey();
  for (const message of messages) receive(message);
}

async function importList(field, makeKey) {
  const { messages = [], problem } = await sendList(field, makeKey());
  explain(document.getElementById("command-problem"), problem);
  for (const message of messages) receive(message);
}

async function post(address, body) {
  try {
    const response = await fetch(address, { method: "POST", body });
    return await response.json();
  } catch {
    return { problem: said("unreachable") };
  }
}

function explain(place, problem) {
  place.hidden = !problem;
  place.replaceChildren(...(problem ? [parse(problem)] : []));
}
