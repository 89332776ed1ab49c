// The answer over the whole screen: colour, sign, word, who and why; then on to the next person.

import { play } from "./sound.js";

const STAYS = 2500; // ms
const STAYS_LONGER = 8000; // ms, where somebody may decide otherwise; the next code ends it, too

export class VerdictScreen {
  #section;
  #announcement;
  #form;
  #timer = null;
  #onClose = null;

  constructor(section, announcement) {
    this.#section = section;
    this.#announcement = announcement;
    this.#form = section.querySelector("#door-questions");
    section.addEventListener("click", (event) => {
      if (!event.target.closest("form, #admit-anyway")) this.close();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
  }

  // `stays`: until somebody closes it, since something is to be asked.
  show(shown, { stays = false, longer = false, onClose = null } = {}) {
    clearTimeout(this.#timer);
    this.#onClose = onClose;
    for (const part of this.#section.querySelectorAll("[data-part]")) {
      part.textContent = shown[part.dataset.part] ?? "";
      part.hidden = !part.textContent;
    }
    this.#section.className = `verdict verdict--${shown.tone} verdict--full`;
    this.#section.hidden = false;
    const told = [shown.word, shown.name, shown.sector, shown.why, shown.sessions];
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
    this.#onClose?.();
    this.#onClose = null;
  }
}
