// The verdict over the whole screen: colour, sign, word, who and why; then the next person.

import { around, find, findAll } from "../parts.js";
import { play } from "./sound.js";

/** @import { Shown } from "./shapes.js" */

const STAYS = 2500; // ms
const STAYS_LONGER = 8000; // ms, where somebody may decide otherwise; the next code ends it, too

export class VerdictScreen {
  #section;
  #announcement;
  #form;
  #timer = 0;
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
    });
  }

  // `stays`: until somebody closes it, since questions are to be asked.
  /** @param {Shown} shown @param {{ stays: boolean, longer: boolean, onClose: () => void }} options */
  show(shown, { stays, longer, onClose }) {
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
    const told = [shown.word, shown.name, shown.sector, shown.why, shown.next_step, shown.sessions];
    this.#announcement.textContent = told.filter(Boolean).join(". ");
    play(shown.tone);
    if (!stays) this.#timer = setTimeout(() => this.close(), longer ? STAYS_LONGER : STAYS);
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
  }
}
