// A part of the page that the server draws anew every few seconds, while somebody sees it and until
// it is paused. What somebody opened stays open, and the focus stays where it was: whoever prints
// one badge waits for the next. components/refreshed.html says what a page must hold.

import { find, findAll } from "./parts.js";

/** @typedef {{ part: string, done?: boolean }} Drawn what the server answers: the part as HTML, and whether it changes no more */

const part = document.querySelector("[data-refresh]");
if (part instanceof HTMLElement) refresh(part);

/** @param {HTMLElement} shown */
function refresh(shown) {
  const { refresh: address = "", every = "3" } = shown.dataset;
  const controls = document.querySelector("[data-refresh-controls]");
  const trouble = controls && find("[data-trouble]", HTMLElement, controls);
  const button = controls && find("button", HTMLButtonElement, controls);
  let timer = 0;
  let drawn = "";
  let mark = "";
  let isStill = false;
  let isDone = false;

  /** @param {number} pause in ms */
  const schedule = (pause) => {
    clearTimeout(timer);
    if (isStill || isDone || document.hidden) return;
    timer = setTimeout(() => void look(), pause);
  };

  const look = async () => {
    try {
      const answer = await drawnAt(address, mark);
      if (answer && !isStill) {
        if (answer.part !== drawn) replace(shown, (drawn = answer.part));
        mark = answer.mark;
        isDone = Boolean(answer.done);
      }
      if (trouble) trouble.textContent = "";
      if (isDone) for (const over of findAll("[data-until-done]")) over.remove();
    } catch {
      if (trouble) trouble.textContent = trouble.dataset.trouble ?? "";
    }
    // At slightly different times, so that many screens do not ask in the same moment.
    schedule(Number(every) * 1000 + Math.random() * 500);
  };

  button?.addEventListener("click", () => {
    isStill = !isStill;
    button.setAttribute("aria-pressed", String(isStill));
    schedule(0);
  });
  document.addEventListener("visibilitychange", () => schedule(0));
  if (controls instanceof HTMLElement) controls.hidden = false;
  schedule(Number(every) * 1000);
}

// What is drawn now, or null while it is the same: most answers are empty (304). The mark is kept
// here and not in the browser's cache, where names would outlast the page.
/** @param {string} address @param {string} mark @returns {Promise<Drawn & { mark: string } | null>} */
async function drawnAt(address, mark) {
  const headers = mark ? { "If-None-Match": mark } : undefined;
  const answer = await fetch(address, { redirect: "error", headers });
  if (answer.status === 304) return null;
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  const said = /** @type {Drawn} */ (await answer.json());
  return { ...said, mark: answer.headers.get("ETag") ?? "" };
}

/** @param {HTMLElement} shown @param {string} drawn */
function replace(shown, drawn) {
  const open = findAll("details[open][id]", HTMLDetailsElement, shown).map(({ id }) => id);
  const focused = shown.contains(document.activeElement) ? placeOf(document.activeElement) : null;
  shown.innerHTML = drawn;
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  const again = focused && shown.querySelector(focused);
  if (again instanceof HTMLElement) again.focus({ preventScroll: true });
}

// A text by which the same link, button or summary is found in the new HTML.
/** @param {Element | null} element */
function placeOf(element) {
  if (!element || element.id) return element && `#${CSS.escape(element.id)}`;
  const id = element.closest("[id]")?.id;
  const address = element.getAttribute("href");
  const which = address ? `[href="${CSS.escape(address)}"]` : "";
  return `${id ? `#${CSS.escape(id)} ` : ""}${element.localName}${which}`;
}
