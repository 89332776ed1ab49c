// The answer over the whole screen: colour, sign, word, who and why; then on to the next person.

import { play } from "./sound.js";

const STAYS = 2500; // ms

export class VerdictScreen {
  #section;
  #announcement;
  #timer = null;

  constructor(section, announcement) {
    this.#section = section;
    this.#announcement = announcement;
    section.addEventListener("click", () => this.close());
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
  }

  show(answer) {
    clearTimeout(this.#timer);
    for (const part of this.#section.querySelectorAll("[data-part]")) {
      part.textContent = answer[part.dataset.part] ?? "";
      part.hidden = !part.textContent;
    }
    this.#section.className = `verdict verdict--${answer.tone} verdict--full`;
    this.#section.hidden = false;
    this.#section.querySelector("button").hidden = false;
    this.#announcement.textContent = [answer.word, answer.name, answer.why].filter(Boolean).join(". ");
    play(answer.tone);
    this.#timer = setTimeout(() => this.close(), STAYS);
  }

  close() {
    clearTimeout(this.#timer);
    this.#section.classList.remove("verdict--full");
    this.#section.hidden = true;
  }
}
