// A part of a page drawn anew by the server: what was open stays open, what was ticked stays ticked,
// and the focus stays where it was.

import { findAll } from "../parts.js";

/** @type {WeakMap<HTMLElement, string>} */
const drawn = new WeakMap();

/** @param {HTMLElement} part @param {string} html */
export function redraw(part, html) {
  if (drawn.get(part) === html) return;
  drawn.set(part, html);
  const open = findAll("details[open][id]", HTMLDetailsElement, part).map(({ id }) => id);
  const ticked = findAll("input:checked[id]", HTMLInputElement, part).map(({ id }) => id);
  const focused = part.contains(document.activeElement) ? document.activeElement?.id : "";
  part.innerHTML = html;
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  for (const id of ticked) {
    const box = document.getElementById(id);
    if (box instanceof HTMLInputElement) box.checked = true;
  }
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}
