// What this phone knows of its door, and what it answers by that alone.

import { doorTime } from "./clock.js";
import { judge, refused } from "./judge.js";
import { forgetPack, readPack, refreshPack } from "./pack.js";
import { Room } from "./room.js";
import { asKept, fingerprintOf, looksLikeToken, prepareFor, shortCode, verified } from "./tickets.js";

/** @import { Phone } from "./phone.js" */
/** @import { Readings } from "./readings.js" */
/** @import { Counts, Identity, Judgement, Pack, Reading } from "./shapes.js" */

const PACK_AGE = 60_000; // ms after which the pack is asked for again

export class Knowledge {
  /** @type {Pack | null} */
  pack = null; // nothing before the first visit online
  #phone;
  #readings;
  /** @type {Room | null} */
  #room = null; // where chairs are counted

  /** @param {Phone} phone @param {Readings} readings */
  constructor(phone, readings) {
    this.#phone = phone;
    this.#readings = readings;
  }

  // As it was written down.
  async open() {
    this.pack = await readPack(this.#phone.door);
    await this.countAgain();
  }

  get isOld() {
    return !this.pack || doorTime() - this.pack.readAt > PACK_AGE;
  }

  async renew() {
    await refreshPack(this.#phone);
    await this.open();
    if (!this.pack) return; // another tab has just forgotten it
    await this.#phone.learn(this.pack.device);
    await prepareFor(this.pack.keys);
    await this.#readings.tidy(this.pack.readAt);
  }

  async forget() {
    await forgetPack(this.#phone.door);
  }

  // From all that is written down: another tab may have let people in.
  async countAgain() {
    const { pack } = this;
    const capacity = pack?.checkpoint.capacity;
    this.#room = pack && capacity ? new Room(pack, capacity, await this.#readings.all()) : null;
  }

  /** @param {Reading} reading */
  note(reading) {
    this.#room?.note(reading);
  }

  /** @param {Counts} counts */
  hear(counts) {
    if (counts.isNew) this.#room?.hear(counts.inside);
  }

  get inside() {
    return this.#room?.inside ?? null;
  }

  // Whose code it is, or null where this phone cannot tell.
  /** @param {string} code @returns {Promise<Identity | null>} */
  async identify(code) {
    if (asKept(code) !== code) return "unknown_code";
    if (!this.pack) return null;
    if (looksLikeToken(code)) return (await verified(code, this.pack.keys)) ?? "bad_signature";
    const short = shortCode(code);
    const ticket = short && this.pack.byFingerprint.get(await fingerprintOf(this.pack.event.id, short));
    return ticket ? { event: this.pack.event.id, ticket } : "unknown_code";
  }

  // What the phone would answer by itself; null where it does not know enough, or where nothing can be
  // written down.
  /** @param {Reading} reading @param {Identity | null} ticket @returns {Promise<Judgement | null>} */
  async answer(reading, ticket) {
    if (!reading.order || !ticket) return null;
    if (typeof ticket === "string") return refused(ticket);
    const { pack } = this;
    if (!pack) return null; // it was forgotten meanwhile
    const known = pack.knownMoves.get(ticket.ticket) ?? [];
    const moves = await this.#readings.movesBefore(reading, ticket.ticket, known, pack.readAt);
    const scan = { direction: reading.direction, at: reading.scanned_at, force: reading.force };
    return judge(pack, ticket, scan, moves, this.#room?.isFull);
  }
}
