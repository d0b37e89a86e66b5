// Lists of feeds as files: a file that was chosen is sent, and what it holds comes back as a card that asks.

import { said } from "./messages.js";

/** Returns the messages, or the problem as markup of ours. */
export async function sendList(field, key) {
  const [file] = field.files;
  if (!file) return {};
  const address = `/feeds/import?command=${encodeURIComponent(field.dataset.import)}&event_key=${key}`;
  field.value = "";
  try {
    const response = await fetch(address, { method: "POST", body: file });
    return response.status === 413 ? { problem: said("tooLarge") } : await response.json();
  } catch {
    return { problem: said("unreachable") };
  }
}
