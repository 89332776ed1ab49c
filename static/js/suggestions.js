// Suggests names of institutions that others gave before. Any other name is accepted too, and
// without this script one types it in full.

import { findAll } from "./parts.js";

const PAUSE = 200; // ms after the last key
const SHORTEST = 2; // letters

for (const input of findAll("input[data-suggestions]", HTMLInputElement)) {
  const list = document.createElement("datalist");
  list.id = `${input.id}-suggestions`;
  input.after(list);
  input.setAttribute("list", list.id);
  let timer = 0;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => void suggest(input, list), PAUSE);
  });
}

/** @param {HTMLInputElement} input @param {HTMLDataListElement} list */
async function suggest(input, list) {
  const typed = input.value.trim();
  if (typed.length < SHORTEST) return;
  try {
    const address = new URL(input.dataset.suggestions ?? "", location.href);
    address.searchParams.set("q", typed);
    const answer = await fetch(address);
    if (!answer.ok) return;
    const { names } = /** @type {{ names: string[] }} */ (await answer.json());
    if (typed === input.value.trim()) list.replaceChildren(...names.map((name) => new Option(name, name)));
  } catch {
    // Without a network there are no suggestions; typing goes on.
  }
}
