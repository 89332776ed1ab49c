// Asks the server for its verdict on one reading. If it takes too long, the phone's own verdict counts.

import { Busy, Refused } from "./phone.js";
import { words } from "./words.js";

/** @import { DoorPage } from "./door_page.js" */
/** @import { Readings } from "./readings.js" */
/** @import { Judgement, Reading, VerdictWord } from "./shapes.js" */

/** @type {Record<VerdictWord, number>} */
const WAITS_FOR_SERVER = { admitted: 250, left: 250, already_admitted: 2000, refused: 2000 }; // ms
const ASKS_AGAIN = 2000; // ms

export class Asking {
  #readings;
  #page;
  #isOver;

  // `isOver` gets the error of a request. It says whether this phone has stopped checking at this door.
  /** @param {Readings} readings @param {DoorPage} page @param {(error: unknown) => Promise<boolean>} isOver */
  constructor(readings, page, isOver) {
    this.#readings = readings;
    this.#page = page;
    this.#isOver = isOver;
  }

  // The server's answer. Null if it did not come in time, so that the phone's verdict `alone` counts, or
  // if this phone has stopped checking. If places in the room are counted, we wait longer: only the
  // server knows who took the last one.
  /** @param {Reading} reading @param {Judgement | null} alone @param {boolean} countsChairs */
  async serverOn(reading, alone, countsChairs) {
    if (!alone) return this.#ask(reading, alone);
    if (!navigator.onLine) return null;
    const patience = WAITS_FOR_SERVER[countsChairs ? "refused" : alone.verdict];
    return Promise.race([this.#ask(reading, alone), after(patience)]);
  }

  // Asks until an answer comes if the phone has no verdict of its own; otherwise once.
  /** @param {Reading} reading @param {Judgement | null} alone */
  async #ask(reading, alone) {
    for (;;) {
      try {
        return await this.#readings.ask(reading);
      } catch (error) {
        if ((await this.#isOver(error)) || alone) return null;
        if (error instanceof Refused) throw error;
        this.#page.say(error instanceof Busy ? words.busy : words.no_network);
        await pause(ASKS_AGAIN);
      }
    }
  }
}

// Gives null after `length`.
/** @param {number} length in ms @returns {Promise<null>} */
function after(length) {
  return new Promise((resolve) => setTimeout(resolve, length, null));
}

// Waits for `length`, or until the network is back.
/** @param {number} length in ms */
function pause(length) {
  return new Promise((resolve) => {
    setTimeout(resolve, length);
    window.addEventListener("online", resolve, { once: true });
  });
}
