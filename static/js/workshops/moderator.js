// The moderator's page: what comes in is drawn anew every few seconds, until it is paused. What is
// ticked stays ticked, and the focus stays where it was.

import { find } from "../parts.js";
import { redraw } from "./redraw.js";

const EVERY = 3000; // ms

const shown = find("[data-live]");
const controls = find("[data-live-controls]");
const trouble = find("[data-trouble]", HTMLElement, controls);
const button = find("button", HTMLButtonElement, controls);
let timer = 0;
let isStill = false;
/** @type {string | null} */
let mark = null;

async function look() {
  try {
    // What people wrote is kept by no cache: the page itself says which answer it has.
    const headers = new Headers(mark ? [["If-None-Match", mark]] : []);
    const answer = await fetch(shown.dataset.live ?? "", { redirect: "error", headers });
    if (answer.ok) take(answer, /** @type {{ part: string }} */ (await answer.json()));
    else if (answer.status !== 304) throw new Error(String(answer.status));
    trouble.textContent = "";
  } catch {
    trouble.textContent = trouble.dataset.trouble ?? "";
  }
  schedule(EVERY + Math.random() * 500);
}

/** @param {Response} answer @param {{ part: string }} drawn */
function take(answer, { part }) {
  if (isStill) return;
  redraw(shown, part);
  mark = answer.headers.get("ETag");
}

/** @param {number} pause in ms */
function schedule(pause) {
  clearTimeout(timer);
  if (!isStill && !document.hidden) timer = setTimeout(() => void look(), pause);
}

button.addEventListener("click", () => {
  isStill = !isStill;
  button.setAttribute("aria-pressed", String(isStill));
  schedule(0);
});
document.addEventListener("visibilitychange", () => schedule(0));
controls.hidden = false;
schedule(EVERY);
