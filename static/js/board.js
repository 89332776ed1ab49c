// The moderators' board by the keyboard: from row to row, and on after an act without a new page.
// Without this script the same forms, ticks and links do all of it.
import { around, find, findAll } from "./parts.js";

const PAUSE = 400; // ms after an act
const SWITCH = "board-single-keys";
const said = find("[data-board-said]");
const single = find("#single-keys", HTMLInputElement);

find("[data-board-keys]").hidden = false;
single.checked = localStorage.getItem(SWITCH) !== "off";
single.addEventListener("change", () => localStorage.setItem(SWITCH, single.checked ? "on" : "off"));

countTicks();
void offer();
window.addEventListener("pageshow", countTicks);
document.addEventListener("change", countTicks);

// Where the person was before the bar: Escape leads back there.
let left = "";
let later = 0;

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  const { target, key } = event;
  if (key === "Escape" && around(target, "[data-bar]")) return leaveBar(event);
  if (key === "Enter" && target instanceof HTMLInputElement && target.type === "text") {
    const group = around(target, "[data-group]");
    if (group) return enter(event, group);
  }
  const row = rowOf(target);
  if (!row || isTyped(target)) return;
  const act = key.startsWith("Arrow") || single.checked ? KEYS[key.length === 1 ? key.toLowerCase() : key] : undefined;
  if (act && act(row)) event.preventDefault();
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.matches("[data-act]:not([data-plain])")) return;
  event.preventDefault();
  void send(form, event.submitter);
});

document.addEventListener("toggle", (event) => {
  const details = event.target;
  if (details instanceof HTMLDetailsElement && details.open && details.dataset.of) void fill(details);
}, true);

document.addEventListener("click", (event) => {
  const link = around(event.target, "[data-together]", HTMLAnchorElement);
  const boxes = (link?.dataset.together ?? "").split(" ").map((number) => boxOf(`statement-${number}`));
  if (!link || !boxes.every((box) => box)) return;
  event.preventDefault();
  for (const box of boxes) if (box) box.checked = true;
  countTicks();
  title(rowOf(link));
});

/** What a key does in a row; true: it meant something. @type {Record<string, (row: HTMLElement) => boolean>} */
const KEYS = {
  ArrowDown: (row) => step(row, 1),
  ArrowUp: (row) => step(row, -1),
  j: (row) => step(row, 1),
  k: (row) => step(row, -1),
  1: (row) => take(row, 1),
  2: (row) => take(row, 2),
  3: (row) => take(row, 3),
  f: (row) => open(row, "#into"),
  n: title,
  h: (row) => open(row, "#hide_reason"),
  l: cross,
  u: undo,
};

/** @param {HTMLElement} row @param {number} by */
function step(row, by) {
  const rows = rowsAround(row);
  const next = rows[rows.indexOf(row) + by];
  if (next) reach(next);
  return true;
}

// A problem's own statements are rows among its row's: the arrows walk through what is seen.
/** @param {HTMLElement} row */
function rowsAround(row) {
  const list = around(row, "[data-rows]") ?? document.body;
  return findAll("[data-row]", HTMLElement, list).filter((each) => each.checkVisibility());
}

/** @param {HTMLElement} row */
function reach(row) {
  boxIn(row)?.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

/** @param {HTMLElement} row @param {number} nth */
function take(row, nth) {
  const nearest = row.querySelector(`[data-offer="${nth}"]`);
  if (nearest instanceof HTMLButtonElement) nearest.click();
  return true;
}

/** @param {HTMLElement | null} row */
function title(row) {
  const into = find("#into", HTMLSelectElement);
  into.value = "";
  return open(row, "#title");
}

// What is not ticked yet is meant by its row.
/** @param {HTMLElement | null} row @param {string} control */
function open(row, control) {
  const box = row && boxIn(row);
  left = box?.id ?? left;
  if (box && ticks().length === 0) box.checked = true;
  countTicks();
  find("[data-bar]", HTMLDetailsElement).open = true;
  find(control).focus();
  return true;
}

/** @param {HTMLElement} row */
function cross(row) {
  const here = around(row, "[data-rows]")?.dataset.rows;
  const first = document.querySelector(`[data-rows="${here === "said" ? "problems" : "said"}"] [data-row]`);
  if (first instanceof HTMLElement) reach(first);
  return true;
}

function undo() {
  const button = document.querySelector("[data-undo]");
  if (button instanceof HTMLButtonElement) button.click();
  return true;
}

/** @param {KeyboardEvent} event */
function leaveBar(event) {
  event.preventDefault();
  const row = rowOf(document.getElementById(left)) ?? findAll("[data-row]")[0];
  if (row) reach(row);
}

// Enter in a line presses the button of its own group.
/** @param {KeyboardEvent} event @param {HTMLElement} group */
function enter(event, group) {
  event.preventDefault();
  find("[data-default]", HTMLButtonElement, group).click();
}

// The server answers with the whole page; its board replaces the one that is shown.
/** @param {HTMLFormElement} form @param {HTMLElement | null} pressed */
async function send(form, pressed) {
  const board = find("[data-board]");
  if (board.getAttribute("aria-busy") === "true") return;
  const body = new FormData(form, pressed instanceof HTMLButtonElement ? pressed : null);
  board.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(form.action, { method: "POST", body });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-board]");
    if (!(fresh instanceof HTMLElement)) return leave(form, pressed, answer);
    swap(board, fresh);
    const kept = new URL(answer.url);
    if (answer.redirected) history.replaceState(null, "", kept.pathname + kept.search);
  } catch {
    board.removeAttribute("aria-busy");
    said.textContent = find("[data-board-keys]").dataset.failed ?? "";
    find("[data-done]").textContent = said.textContent;
  }
}

// Another page has the answer, such as the act that stands in the way.
/** @param {HTMLFormElement} form @param {HTMLElement | null} pressed @param {Response} answer */
function leave(form, pressed, answer) {
  if (answer.redirected) return location.assign(answer.url);
  form.dataset.plain = "";
  form.requestSubmit(pressed);
}

/** @param {HTMLElement} board @param {HTMLElement} fresh */
function swap(board, fresh) {
  const opened = findAll("details[data-of][open]", HTMLElement, board).map((each) => each.dataset.of);
  const height = rowOf(document.activeElement)?.getBoundingClientRect().top;
  const refused = fresh.querySelector("[data-focus]");
  for (const place of findAll("[data-offers]:empty", HTMLElement, fresh)) {
    place.replaceChildren(...document.getElementById(place.id)?.childNodes ?? []);
  }
  board.replaceWith(fresh);
  clearTimeout(later);
  later = setTimeout(() => void offer(), PAUSE);
  for (const number of opened) {
    const details = fresh.querySelector(`details[data-of="${number}"]`);
    if (details instanceof HTMLDetailsElement) details.open = true;
  }
  countTicks();
  if (refused instanceof HTMLElement) return refused.focus();
  const row = rowOf(document.getElementById(fresh.dataset.goOn ?? ""));
  goOn(row, fresh, height);
  said.textContent = find("[data-done]", HTMLElement, fresh).textContent;
}

// One goes on with the next row, which stands where the last one stood.
/** @param {HTMLElement | null} row @param {HTMLElement} board @param {number} [height] */
function goOn(row, board, height) {
  const next = row ?? findAll('[data-rows="said"] [data-row]', HTMLElement, board).at(-1);
  if (!next) return find("#said").focus();
  boxIn(next)?.focus({ preventScroll: true });
  if (height !== undefined) window.scrollBy(0, next.getBoundingClientRect().top - height);
  next.scrollIntoView({ block: "nearest" });
}

// Where each statement may belong takes longer than the page: it follows, and is brought up to date
// after an act. What is being read or pressed stays as it is.
async function offer() {
  const link = document.querySelector("[data-offers-link]");
  if (link instanceof HTMLElement) link.hidden = true;
  if (!document.querySelector("[data-offers]")) return;
  const address = new URL(location.href);
  address.searchParams.set("offers", "1");
  const answer = await fetch(address).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const place of findAll("[data-offers]")) {
    const fresh = page.getElementById(place.id);
    const is_used = place.contains(document.activeElement) || place.querySelector("[open]");
    if (fresh && !is_used) place.replaceChildren(...fresh.childNodes);
  }
}

/** @param {HTMLDetailsElement} details */
async function fill(details) {
  const place = find("[data-src]", HTMLElement, details);
  if (place.querySelector("[data-row]")) return;
  const answer = await fetch(place.dataset.src ?? "");
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById(place.id);
  if (fresh) place.replaceChildren(...fresh.childNodes);
}

function ticks() {
  const boxes = document.querySelectorAll('input:checked:is([name="statement"], [name="problem"])');
  return [...boxes].filter((box) => box instanceof HTMLInputElement);
}

function countTicks() {
  const number = ticks().length;
  find("[data-ticked-here]").textContent = number ? `(${number})` : "";
}

/** @param {EventTarget | null} target */
function rowOf(target) {
  return around(target, "[data-row]");
}

/** @param {HTMLElement} row */
function boxIn(row) {
  const box = row.querySelector('input[type="checkbox"]');
  return box instanceof HTMLInputElement ? box : null;
}

/** @param {string} id */
function boxOf(id) {
  const box = document.getElementById(id);
  return box instanceof HTMLInputElement ? box : null;
}

/** @param {EventTarget | null} target */
function isTyped(target) {
  if (target instanceof HTMLInputElement) return !["checkbox", "radio"].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}
