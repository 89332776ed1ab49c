// What the phone knows about its door (the pack, and how many are inside), and the verdict that it gives
// by this alone, without the server.

import { doorTime } from "./clock.js";
import { judge, mayEnter, refused } from "./judge.js";
import { forgetPack, readPack, refreshPack } from "./pack.js";
import { Room } from "./room.js";
import { asKept, fingerprintOf, looksLikeToken, prepareFor, shortCode, verified } from "./tickets.js";

/** @import { Phone } from "./phone.js" */
/** @import { Readings } from "./readings.js" */
/** @import { Counts, Identity, Judgement, Pack, Reading } from "./shapes.js" */

const PACK_AGE = 60_000; // ms after which the pack is fetched again

export class Knowledge {
  /** @type {Pack | null} */
  pack = null; // null until the phone has been online once
  #phone;
  #readings;
  /** @type {Room | null} */
  #room = null; // null if the door has no limit of people inside

  /** @param {Phone} phone @param {Readings} readings */
  constructor(phone, readings) {
    this.#phone = phone;
    this.#readings = readings;
  }

  // Reads what is stored on the phone.
  async open() {
    this.pack = await readPack(this.#phone.door);
    await this.countAgain();
  }

  get isOld() {
    return !this.pack || doorTime() - this.pack.readAt > PACK_AGE;
  }

  // Fetches the pack again, and deletes readings that are not needed any more.
  async renew() {
    await refreshPack(this.#phone);
    await this.open();
    if (!this.pack) return; // another tab has just deleted it
    await this.#phone.learn(this.pack.device);
    await prepareFor(this.pack.keys);
    await this.#readings.tidy(this.pack.readAt);
  }

  async forget() {
    await forgetPack(this.#phone.door);
  }

  // Counts the people inside again, from all stored readings: another tab may have let people in.
  async countAgain() {
    const { pack } = this;
    const capacity = pack?.checkpoint.capacity;
    this.#room = pack && capacity ? new Room(pack, capacity, await this.#readings.all()) : null;
  }

  // Counts a reading of this phone.
  /** @param {Reading} reading */
  note(reading) {
    this.#room?.note(reading);
  }

  // Takes over how many the server says are inside, unless it counted before the phone asked.
  /** @param {Counts} counts */
  hear(counts) {
    if (counts.isNew) this.#room?.hear(counts.inside);
  }

  // How many people are inside; null if the door has no limit.
  get inside() {
    return this.#room?.inside ?? null;
  }

  // The ticket of this code, or why it is no ticket. Null if the phone cannot tell.
  /** @param {string} code @returns {Promise<Identity | null>} */
  async identify(code) {
    if (asKept(code) !== code) return "unknown_code";
    if (!this.pack) return null;
    if (looksLikeToken(code)) return (await verified(code, this.pack.keys)) ?? "bad_signature";
    const short = shortCode(code);
    const ticket = short && this.pack.byFingerprint.get(await fingerprintOf(this.pack.event.id, short));
    return ticket ? { event: this.pack.event.id, ticket } : "unknown_code";
  }

  // Whether this is the code of a ticket that the phone knows.
  /** @param {string} code */
  async isTicket(code) {
    const found = await this.identify(code);
    return found !== null && typeof found === "object";
  }

  // Whether somebody with this ticket was let in already, as far as is known, and not once more.
  /** @param {string} ticket @returns {Promise<boolean>} */
  async hasEntered(ticket) {
    const { pack } = this;
    if (!pack) return false;
    const known = pack.knownMoves.get(ticket) ?? [];
    const moves = await this.#readings.movesBefore(doorTime(), ticket, known, pack.readAt);
    return !mayEnter(pack.checkpoint, moves.sort((one, other) => one.at - other.at));
  }

  // The phone's own verdict. Null if it does not know enough, or if the reading could not be stored:
  // a verdict that is not stored would be lost.
  /** @param {Reading} reading @param {Identity | null} ticket @returns {Promise<Judgement | null>} */
  async answer(reading, ticket) {
    if (!reading.order || !ticket) return null;
    if (typeof ticket === "string") return refused(ticket);
    const { pack } = this;
    if (!pack) return null; // it was deleted meanwhile
    const known = pack.knownMoves.get(ticket.ticket) ?? [];
    const moves = await this.#readings.movesBefore(reading.scanned_at, ticket.ticket, known, pack.readAt);
    const scan = { direction: reading.direction, at: reading.scanned_at, force: reading.force };
    return judge(pack, ticket, scan, moves, this.#room?.isFull);
  }
}
