// A ranking's lists of places become buttons that move a choice up and down. The lists stay what is
// sent, so that a draft or the way back finds them; without this script people use them themselves.

import { find, findAll } from "./parts.js";

rankIn(document);

/** @param {ParentNode} root */
export function rankIn(root) {
  for (const group of findAll("[data-ranking]:not([data-ranked])", HTMLElement, root)) rank(group);
}

/** @param {HTMLElement} group */
function rank(group) {
  const list = group.querySelector("ol");
  if (!list) return;
  group.dataset.ranked = "";
  const status = document.createElement("p");
  status.className = "hint";
  status.setAttribute("role", "status");
  const take = button(group.dataset.take ?? "", () => give(group, rows(group)));
  const clear = button(group.dataset.clear ?? "", () => give(group, []));
  take.dataset.when = "open";
  clear.dataset.when = "ranked";
  for (const row of rows(group)) prepare(group, row);
  const acts = document.createElement("div");
  acts.className = "cluster";
  acts.append(take, clear);
  group.querySelector("[data-ranking-hint]")?.remove();
  list.after(acts, status);
  group.addEventListener("change", () => show(group));
  window.addEventListener("pageshow", () => show(group));
  show(group);
}

/** @param {HTMLElement} group @param {HTMLElement} row */
function prepare(group, row) {
  const words = row.querySelector("label")?.textContent ?? "";
  placeOf(row).hidden = true;
  const place = document.createElement("span");
  place.className = "ranking__place tabular";
  place.setAttribute("aria-hidden", "true");
  row.prepend(place);
  row.append(
    mover(group, row, -1, "↑", `${group.dataset.up}: ${words}`),
    mover(group, row, 1, "↓", `${group.dataset.down}: ${words}`),
  );
}

/** @param {HTMLElement} group @param {HTMLElement} row @param {number} step @param {string} sign @param {string} words */
function mover(group, row, step, sign, words) {
  const press = button(sign, () => move(group, row, step));
  press.className = "ranking__button";
  press.dataset.move = step < 0 ? "up" : "down";
  press.setAttribute("aria-label", words);
  return press;
}

// The button keeps the focus; at the end of the list, where it can go no further, the other gets it.
/** @param {HTMLElement} group @param {HTMLElement} row @param {number} step */
function move(group, row, step) {
  const beside = step < 0 ? row.previousElementSibling : row.nextElementSibling;
  if (step < 0) beside?.before(row);
  else beside?.after(row);
  const order = rows(group);
  give(group, order);
  const { up, down } = movers(row);
  const [pressed, other] = step < 0 ? [up, down] : [down, up];
  if (pressed.disabled) other.focus();
  else pressed.focus();
  const words = row.querySelector("label")?.textContent ?? "";
  say(group, (group.dataset.place ?? "").replace("{choice}", words).replace("{place}", String(order.indexOf(row) + 1)));
}

// Gives the choices these places; all others have none.
/** @param {HTMLElement} group @param {HTMLElement[]} order */
function give(group, order) {
  for (const row of rows(group)) placeOf(row).value = order.includes(row) ? String(order.indexOf(row) + 1) : "";
  group.dispatchEvent(new Event("change", { bubbles: true }));
}

// Shows the choices by their places, whoever gave them: a button, a draft, or the way back.
/** @param {HTMLElement} group */
function show(group) {
  const all = rows(group);
  const ranked = all.every((row) => placeOf(row).value);
  if (ranked) {
    const sorted = [...all].sort((a, b) => Number(placeOf(a).value) - Number(placeOf(b).value));
    // Moved only where it stands elsewhere: a moved button would lose the focus.
    if (sorted.some((row, nth) => row !== all[nth])) group.querySelector("ol")?.append(...sorted);
  }
  const order = rows(group);
  for (const [nth, row] of order.entries()) {
    const place = row.querySelector(".ranking__place");
    if (place) place.textContent = ranked ? `${nth + 1}.` : "–";
    const { up, down } = movers(row);
    up.disabled = nth === 0;
    down.disabled = nth === order.length - 1;
  }
  group.classList.toggle("ranking--open", !ranked);
  for (const press of findAll("[data-when]", HTMLButtonElement, group)) {
    press.hidden = press.dataset.when !== (ranked ? "ranked" : "open");
  }
  say(group, (ranked ? group.dataset.done : group.dataset.open) ?? "");
}

/** @param {HTMLElement} group @param {string} words */
function say(group, words) {
  const status = group.querySelector('[role="status"]');
  if (status && status.textContent !== words) status.textContent = words;
}

/** @param {HTMLElement} group @returns {HTMLElement[]} */
function rows(group) {
  return findAll("li", HTMLElement, group);
}

/** @param {HTMLElement} row */
function movers(row) {
  const up = find("[data-move=up]", HTMLButtonElement, row);
  const down = find("[data-move=down]", HTMLButtonElement, row);
  return { up, down };
}

/** @param {HTMLElement} row */
function placeOf(row) {
  return find("select", HTMLSelectElement, row);
}

/** @param {string} words @param {() => void} act */
function button(words, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button button--small";
  made.textContent = words;
  made.addEventListener("click", act);
  return made;
}
