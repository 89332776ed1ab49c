// What a door is doing, and what that lets it do. Here alone it is assigned.

/** @typedef {"ready" | "checking" | "gone" | "leaving"} State */

// `answers`: whether who stands there may be told something. `next`: what it may become.
/** @type {Record<State, { answers: boolean, next: State[] }>} */
const STATES = {
  // It waits for a code.
  ready: { answers: true, next: ["checking", "gone", "leaving"] },
  // A code waits for its answer; the camera looks away, and what is typed comes next.
  checking: { answers: true, next: ["ready", "gone", "leaving"] },
  // The server knows no such door of this phone: nobody is checked until it is there again.
  gone: { answers: false, next: ["ready", "leaving"] },
  // The phone forgets everything, for good.
  leaving: { answers: false, next: [] },
};

export class DoorState {
  /** @type {State} */
  #now = "ready";

  /** @param {State} state */
  is(state) {
    return this.#now === state;
  }

  get mayAnswer() {
    return STATES[this.#now].answers;
  }

  // Whether it could.
  /** @param {State} state */
  become(state) {
    if (!STATES[this.#now].next.includes(state)) return false;
    this.#now = state;
    return true;
  }
}
