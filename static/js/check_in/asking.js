// The answer to one reading: the server's where it comes in time, else the phone's own.

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

  // `isOver` is given what the server refused with, and says whether nobody is answered at this door
  // any more.
  /** @param {Readings} readings @param {DoorPage} page @param {(error: unknown) => Promise<boolean>} isOver */
  constructor(readings, page, isOver) {
    this.#readings = readings;
    this.#page = page;
    this.#isOver = isOver;
  }

  // Null where this phone is to answer by itself, or where nobody is answered any more. Where chairs
  // are counted the server alone knows the last one: it is given more time.
  /** @param {Reading} reading @param {Judgement | null} alone @param {boolean} countsChairs */
  async serverOn(reading, alone, countsChairs) {
    if (!alone) return this.#ask(reading, alone);
    if (!navigator.onLine) return null;
    const patience = WAITS_FOR_SERVER[countsChairs ? "refused" : alone.verdict];
    return Promise.race([this.#ask(reading, alone), after(patience)]);
  }

  // As often as it takes, where this phone cannot answer by itself.
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

/** @param {number} length in ms @returns {Promise<null>} */
function after(length) {
  return new Promise((resolve) => setTimeout(resolve, length, null));
}

// A while, or until the network is back.
/** @param {number} length in ms */
function pause(length) {
  return new Promise((resolve) => {
    setTimeout(resolve, length);
    window.addEventListener("online", resolve, { once: true });
  });
}
