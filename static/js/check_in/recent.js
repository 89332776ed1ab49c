// The last scans below the camera, each with its undoing.

import { post } from "./server.js";

const KEPT = 10;
const BADGES = { admitted: "success", already: "warning", left: "info", refused: "danger" };

export class RecentScans {
  #list;
  #template;
  #words;
  #onUndone;

  constructor(words, onUndone) {
    this.#list = document.querySelector("#recent");
    this.#template = document.querySelector("#scan-row");
    this.#words = words;
    this.#onUndone = onUndone;
    this.#list.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#undo(event.target);
    });
  }

  add(answer) {
    const row = this.#template.content.cloneNode(true).firstElementChild;
    const part = (name) => row.querySelector(`[data-part=${name}]`);
    part("who").textContent = answer.name || this.#words.nobody;
    part("word").textContent = answer.word;
    part("word").classList.add(`badge--${BADGES[answer.tone]}`);
    part("why").textContent = [answer.clock, answer.why].filter(Boolean).join(" · ");
    if (answer.undo_address) {
      const form = row.querySelector("form");
      form.action = answer.undo_address;
      form.hidden = false;
    }
    document.querySelector("#no-scans").hidden = true;
    this.#list.prepend(row);
    while (this.#list.children.length > KEPT) this.#list.lastElementChild.remove();
  }

  async #undo(form) {
    const button = form.querySelector("button");
    button.disabled = true;
    try {
      const answer = await post(form.action, {});
      const badge = form.closest("li").querySelector(".badge");
      badge.textContent = this.#words.undone;
      badge.className = "badge badge--neutral";
      form.remove();
      this.#onUndone(answer);
    } catch {
      button.disabled = false;
      this.#onUndone(null);
    }
  }
}
