// How many are inside, as far as this phone knows: the server's last count, and who went in and out
// here since. Only the server knows who went in elsewhere meanwhile.

import { movesOf } from "./moves.js";

/** @import { Move, Pack, Reading } from "./shapes.js" */

export class Room {
  #pack;
  #capacity;
  /** @type {Map<string, Map<number | undefined, Reading>>} */
  #readings = new Map(); // of each ticket, by their order
  /** @type {Map<string, number>} */
  #steps = new Map(); // of each ticket: 1 more inside, 1 less, or none
  #here;
  #elsewhere = 0; // more than this phone knows of, or fewer

  // `readings`: all that this door still stores.
  /** @param {Pack} pack @param {number} capacity @param {Reading[]} readings */
  constructor(pack, capacity, readings) {
    this.#pack = pack;
    this.#capacity = capacity;
    this.#here = pack.inside ?? 0;
    for (const reading of readings) this.note(reading);
  }

  // Counts a reading that was stored or changed.
  /** @param {Reading} reading */
  note(reading) {
    const { ticket } = reading;
    if (!ticket) return;
    /** @type {Map<number | undefined, Reading>} */
    const all = this.#readings.get(ticket) ?? new Map();
    this.#readings.set(ticket, all.set(reading.order, reading));
    const known = this.#pack.knownMoves.get(ticket) ?? [];
    const step = isIn(movesOf([...all.values()], known, this.#pack.readAt)) - isIn(known);
    this.#here += step - (this.#steps.get(ticket) ?? 0);
    this.#steps.set(ticket, step);
  }

  // Takes over the server's new count.
  /** @param {number} inside */
  hear(inside) {
    this.#elsewhere = inside - this.#here;
  }

  get inside() {
    return Math.max(this.#here + this.#elsewhere, 0);
  }

  get isFull() {
    return this.inside >= this.#capacity;
  }
}

/** @param {Move[]} moves */
function isIn(moves) {
  return Number(moves.at(-1)?.direction === "entry");
}
