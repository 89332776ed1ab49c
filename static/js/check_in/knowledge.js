// What this phone knows of its door, and what it answers by that alone.

import { doorTime } from "./clock.js";
import { judge } from "./judge.js";
import { forgetPack, readPack, refreshPack } from "./pack.js";
import { Room } from "./room.js";
import { asKept, looksLikeToken, prepareFor, printOf, shortCode, verified } from "./tickets.js";

const PACK_AGE = 60_000; // ms after which the pack is asked for again

export class Knowledge {
  pack = null; // nothing before the first visit online
  #phone;
  #readings;
  #room = null; // where chairs are counted

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
    await this.#phone.learn(this.pack.device);
    await prepareFor(this.pack.keys);
    await this.#readings.tidy(this.pack.readAt);
  }

  async forget() {
    await forgetPack(this.#phone.door);
  }

  // From all that is written down: another tab may have let people in.
  async countAgain() {
    this.#room = this.pack?.checkpoint.capacity ? new Room(this.pack, await this.#readings.all()) : null;
  }

  note(reading) {
    this.#room?.note(reading);
  }

  hear(counts) {
    if (counts.isNew) this.#room?.hear(counts.inside);
  }

  get inside() {
    return this.#room?.inside;
  }

  // Whose code it is: as `judge` takes it, or null where this phone cannot tell.
  async identify(code) {
    if (asKept(code) !== code) return "unknown_code";
    if (!this.pack) return null;
    if (looksLikeToken(code)) return (await verified(code, this.pack.keys)) ?? "bad_signature";
    const short = shortCode(code);
    const ticket = short && this.pack.byPrint.get(await printOf(this.pack.event.id, short));
    return ticket ? { event: this.pack.event.id, ticket } : "unknown_code";
  }

  // What the phone would answer by itself; null where it does not know enough, or where nothing can be
  // written down.
  async answer(reading, ticket) {
    if (!reading.order || !ticket) return null;
    if (typeof ticket === "string") return judge(null, ticket, reading, []);
    const known = this.pack.knownMoves.get(reading.ticket) ?? [];
    const moves = await this.#readings.movesBefore(reading, known, this.pack.readAt);
    const scan = { direction: reading.direction, at: reading.scanned_at, force: reading.force };
    return judge(this.pack, ticket, scan, moves, this.#room?.isFull);
  }
}
