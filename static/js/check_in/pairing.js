// A phone becomes one of the door's. The code comes behind the # of the address, or is typed.

import { addressOf, openOffline } from "./offline.js";
import { database, onTrouble, remember } from "./store.js";

const form = document.querySelector("#pairing");
const trouble = document.querySelector("#trouble");

function say(message) {
  trouble.querySelector("p").textContent = message ?? "";
  trouble.hidden = !message;
}

async function pair(code) {
  say(null);
  const button = form.querySelector("button");
  button.disabled = true;
  // The code is used once: not by a phone that could not remember it.
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
    const told = await answer.json();
    if (!answer.ok) return say(told.title);
    await remember(told);
    await openOffline();
    const [first, ...others] = told.checkpoints;
    location.replace(addressOf(others.length || !first ? "" : first.id, told));
  } catch {
    say(form.dataset.noNetwork);
  } finally {
    button.disabled = false;
  }
}

onTrouble((trouble) => say(trouble && form.dataset.otherTab));
form.addEventListener("submit", (event) => {
  event.preventDefault();
  pair(form.elements.code.value);
});

const code = decodeURIComponent(location.hash.slice(1));
if (code) {
  history.replaceState(null, "", location.pathname); // nobody finds it in the phone's history
  form.elements.code.value = code;
  pair(code);
}
