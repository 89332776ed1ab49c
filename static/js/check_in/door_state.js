// The state of the door page as a state machine: which states there are and which may follow. No other
// module sets the state.

/** @typedef {"ready" | "checking" | "gone" | "leaving"} State */

// `answers`: whether a verdict may be shown in this state. `next`: the states that may follow.
/** @type {Record<State, { answers: boolean, next: State[] }>} */
const STATES = {
  // Waits for a code.
  ready: { answers: true, next: ["checking", "gone", "leaving"] },
  // Checks a code. The camera reads nothing meanwhile; a code that is typed now is checked next.
  checking: { answers: true, next: ["ready", "gone", "leaving"] },
  // The server says that this door does not exist or is not this phone's. Nobody is checked until the
  // server knows the door again.
  gone: { answers: false, next: ["ready", "leaving"] },
  // The phone deletes everything and does not come back.
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

  // Changes the state if the table allows it; whether it did.
  /** @param {State} state */
  become(state) {
    if (!STATES[this.#now].next.includes(state)) return false;
    this.#now = state;
    return true;
  }
}
