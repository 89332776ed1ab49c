// The live counter. It asks every three seconds while someone looks; mostly nothing has changed.

const PAUSE = 3000; // ms

export class Counter {
  #element;
  #timer = null;

  constructor(element) {
    this.#element = element;
    document.addEventListener("visibilitychange", () => this.#schedule(0));
    this.#schedule(PAUSE);
  }

  show(counts) {
    for (const number of this.#element.querySelectorAll("[data-count]")) {
      number.textContent = counts[number.dataset.count];
    }
  }

  #schedule(pause) {
    clearTimeout(this.#timer);
    if (!document.hidden) this.#timer = setTimeout(() => this.#ask(), pause);
  }

  async #ask() {
    try {
      const answer = await fetch(this.#element.dataset.address, { redirect: "error" });
      if (answer.ok) this.show(await answer.json());
    } catch {
      // The next question will tell; the scanner itself says when the network is gone.
    }
    this.#schedule(PAUSE);
  }
}
