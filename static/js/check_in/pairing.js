// Pairs a phone with doors. The code stands behind the # of the address, or is typed.

import { find } from "../parts.js";
import { addressOf, openOffline } from "./offline.js";
import { database, onTrouble, remember } from "./store.js";

/** @import { Paired } from "./shapes.js" */

const form = find("#pairing", HTMLFormElement);
const field = find("[name=code]", HTMLInputElement, form);
const trouble = find("#trouble");

/** @param {string | null | undefined} message */
function say(message) {
  find("p", HTMLElement, trouble).textContent = message ?? "";
  trouble.hidden = !message;
}

/** @param {string} code */
async function pair(code) {
  say(null);
  const button = find("button", HTMLButtonElement, form);
  button.disabled = true;
  // The code works once: a phone that could not store the pairing must not use it up.
  if (!(await database().catch(() => null))) {
    button.disabled = false;
    return say(form.dataset.keepsNothing);
  }
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify({ code }),
      credentials: "omit",
    });
    if (!answer.ok) return say(/** @type {{ title: string }} */ (await answer.json()).title);
    const paired = /** @type {Paired} */ (await answer.json());
    await remember(paired);
    await openOffline();
    const [first, ...others] = paired.checkpoints;
    location.replace(addressOf(others.length || !first ? "" : first.id, { is_own: false }));
  } catch {
    say(form.dataset.noNetwork);
  } finally {
    button.disabled = false;
  }
}

onTrouble((kind) => say(kind && form.dataset.otherTab));
form.addEventListener("submit", (event) => {
  event.preventDefault();
  void pair(field.value);
});

const code = decodeURIComponent(location.hash.slice(1));
if (code) {
  history.replaceState(null, "", location.pathname); // nobody finds it in the phone's history
  field.value = code;
  void pair(code);
}
