// The verdict over the whole screen: colour, sign, word, who and why; then the next person.

import { around, find, findAll } from "../parts.js";
import { play } from "./sound.js";

/** @import { Shown } from "./shapes.js" */

export const STAYS = 2500; // ms
export const STAYS_BRIEFLY = 1200; // ms, where others of one family come next
export const STAYS_LONGER = 8000; // ms, where somebody may decide otherwise; the next code ends it, too

export class VerdictScreen {
  #section;
  #announcement;
  #form;
  #timer = 0;
  #isTimed = false;
  #onClose = () => {};

  /** @param {HTMLElement} section @param {HTMLElement} announcement */
  constructor(section, announcement) {
    this.#section = section;
    this.#announcement = announcement;
    this.#form = find("#door-questions", HTMLFormElement, section);
    section.addEventListener("click", (event) => {
      if (!around(event.target, "form, #admit-anyway")) this.close();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
      if (event.key === "Tab" && this.isOpen) this.#goRound(event);
    });
    // Whoever scrolls or goes to a button has not read it all yet.
    for (const sign of ["scroll", "focusin"]) section.addEventListener(sign, () => this.#stayOn());
  }

  // `length`: how long it stands there; null: until somebody closes it, since questions are to be asked.
  /** @param {Shown} shown @param {{ length: number | null, onClose: () => void }} options */
  show(shown, { length, onClose }) {
    clearTimeout(this.#timer);
    this.#onClose = onClose;
    /** @type {Map<string, string | null>} */
    const texts = new Map(Object.entries(shown));
    for (const part of findAll("[data-part]", HTMLElement, this.#section)) {
      part.textContent = texts.get(part.dataset.part ?? "") ?? "";
      part.hidden = !part.textContent;
    }
    this.#section.className = `verdict verdict--${shown.tone} verdict--full`;
    this.#section.hidden = false;
    this.#section.scrollTop = 0;
    const told = [shown.word, shown.name, shown.sector, shown.marks, shown.why];
    told.push(shown.next_step, shown.sessions);
    this.#announcement.textContent = told.filter(Boolean).join(". ");
    play(shown.tone);
    this.#isTimed = length !== null;
    if (length !== null) this.#timer = setTimeout(() => this.close(), length);
  }

  #stayOn() {
    if (!this.isOpen || !this.#isTimed) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.close(), STAYS_LONGER);
  }

  // The page behind cannot be seen, so Tab stays with the buttons here. It has to bring one there: until
  // then a scanner that types writes into the field, and its Enter must press none of them.
  /** @param {KeyboardEvent} event */
  #goRound(event) {
    const stops = findAll("button, input, select, textarea", HTMLElement, this.#section).filter((one) => one.getClientRects().length);
    const [first, last] = [stops.at(0), stops.at(-1)];
    const isAtEnd = document.activeElement === (event.shiftKey ? first : last);
    if (!isAtEnd && this.#section.contains(document.activeElement)) return;
    event.preventDefault();
    (event.shiftKey ? last : first)?.focus();
  }

  get isOpen() {
    return !this.#section.hidden;
  }

  close() {
    if (this.#section.hidden) return;
    clearTimeout(this.#timer);
    this.#section.classList.remove("verdict--full");
    this.#section.hidden = true;
    this.#form.hidden = true;
    this.#onClose();
    this.#onClose = () => {};
    this.#section.dispatchEvent(new Event("close"));
  }

  // Resolves when it leaves the screen.
  async left() {
    if (this.isOpen) await new Promise((resolve) => this.#section.addEventListener("close", resolve, { once: true }));
  }
}
