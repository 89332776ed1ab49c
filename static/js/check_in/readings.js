// Every code read at this door: stored before anybody is asked, and sent until it is answered.

import { doorTime } from "./clock.js";
import { movesOf } from "./moves.js";
import { Refused, newNonce } from "./phone.js";
import { database } from "./store.js";

/** @import { Phone } from "./phone.js" */
/** @import { Answer, Counts, Direction, Move, Reading, ReadingSent, ReadingState } from "./shapes.js" */

// Called with each reading, the server's answer to it, and the reading as it was before.
/** @typedef {(now: Reading, answer: Answer, before: Reading) => void} Heard */

const AT_ONCE = 100; // readings in one request
const SHOWN = 12;
/** @type {IDBTransactionOptions} */
const LASTING = { durability: "strict" }; // also through a battery that dies the next moment
const UNANSWERED_FOR = 60_000; // ms after which a reading that nobody answered let nobody in

export class Readings {
  #phone;
  #state;
  #onChange;
  /** @type {Promise<Counts> | null} */
  #sending = null;
  /** @type {Set<number>} */
  #unanswered = new Set(); // what this page is asking about: nobody was told anything yet

  // `state`: of those that wait; another one for what an earlier pairing owes. `onChange` is told of
  // each reading that comes to something else.
  /** @param {Phone} phone @param {{ state?: ReadingState, onChange?: (reading: Reading) => void }} [options] */
  constructor(phone, { state = "waiting", onChange = () => {} } = {}) {
    this.#phone = phone;
    this.#state = state;
    this.#onChange = onChange;
  }

  get door() {
    return this.#phone.door;
  }

  /** @param {{ code: string, ticket: string | null, direction: Direction, force: boolean }} read */
  async keep({ code, ticket, direction, force }) {
    /** @type {Reading} */
    const reading = {
      nonce: newNonce(), door: this.door, code, ticket, direction, force,
      scanned_at: doorTime(), told: null, told_reason: null, state: "waiting",
    };
    // If nothing can be stored any more, only the server's answer counts.
    reading.order = await this.#written(reading).catch(() => undefined);
    if (reading.order !== undefined) this.#unanswered.add(reading.order);
    return reading;
  }

  /** @param {Reading} reading */
  async #written(reading) {
    const all = (await database()).transaction("readings", "readwrite", LASTING);
    const [order] = await Promise.all([all.store.add(reading), all.done]);
    return order;
  }

  /** @param {Reading} reading @param {Partial<Reading>} changes @returns {Promise<Reading>} */
  async change(reading, changes) {
    return (await this.#alter(reading, () => changes)) ?? { ...reading, ...changes };
  }

  // In one transaction, so that what the server said and what somebody did meanwhile both stay.
  // `change` is given the row as it is now; nothing is written where it gives nothing back.
  /** @param {Reading} reading @param {(row: Reading) => Partial<Reading> | null} change */
  async #alter({ order }, change) {
    if (order === undefined) return null;
    const all = (await database()).transaction("readings", "readwrite", LASTING);
    const row = await all.store.get(order);
    const changes = row && change(row);
    if (!changes) return null;
    const now = { ...row, ...changes };
    await Promise.all([all.store.put(now), all.done]);
    this.#unanswered.delete(order);
    this.#onChange(now);
    return now;
  }

  /** @param {number} order */
  async one(order) {
    return (await database()).get("readings", order);
  }

  async all() {
    return (await database()).getAllFromIndex("readings", "door", this.door);
  }

  // In their order; all of them, or the first `most`.
  /** @param {number} [most] @returns {Promise<Reading[]>} */
  async waiting(most) {
    return (await database()).getAllFromIndex("readings", "waiting", this.#waits, most);
  }

  async countWaiting() {
    return (await database()).countFromIndex("readings", "waiting", this.#waits);
  }

  // The readings about which somebody was told something.
  async countTold() {
    return Math.max((await this.countWaiting()) - this.#unanswered.size, 0);
  }

  /** @returns {[door: number, state: string]} */
  get #waits() {
    return [this.door, this.#state];
  }

  // The readings, newest first.
  async latest() {
    const rows = (await database()).transaction("readings").store.index("door");
    /** @type {Reading[]} */
    const newest = [];
    for await (const { value } of rows.iterate(this.door, "prev")) {
      if (newest.push(value) === SHOWN) break;
    }
    return newest;
  }

  // The ticket's moves before this time. All of them are past, whatever clock they were stored by.
  /** @param {number} now @param {string} ticket @param {Move[]} known @param {number} since */
  async movesBefore(now, ticket, known, since) {
    const own = await (await database()).getAllFromIndex("readings", "ticket", [this.door, ticket]);
    return movesOf(own, known, since).map((move) => ({ ...move, at: Math.min(move.at, now) }));
  }

  // The server's answer to one reading, while the door waits for it.
  /** @param {Reading} reading */
  async ask(reading) {
    const others = (await this.countWaiting().catch(() => 0)) - (reading.order === undefined ? 0 : 1);
    const answer = await this.#phone.send([asSent(reading)], Math.max(others, 0));
    const [said] = answer.answers;
    if (!said) throw new Error("no answer");
    return { said, counts: answer.counts };
  }

  // If the answer cannot be stored now, the reading is sent again and gets the same answer.
  /** @param {Reading} reading @param {Answer} said @returns {Promise<Reading>} */
  async keepVerdict(reading, said) {
    return this.change(reading, withVerdict(said)).catch(() => ({ ...reading, ...withVerdict(said) }));
  }

  // Sends all that waits, in its order, and says that the phone is there. `onAnswer` is told of
  // each, with the reading as it was. Only one such sending runs at a time.
  /** @param {Heard} onAnswer */
  sendAll(onAnswer) {
    this.#sending ??= this.#send(onAnswer).finally(() => (this.#sending = null));
    return this.#sending;
  }

  /** @param {Heard} onAnswer @returns {Promise<Counts>} */
  async #send(onAnswer) {
    for (;;) {
      const [rows, waiting] = await Promise.all([this.waiting(AT_ONCE), this.countWaiting()]);
      const part = await Promise.all(rows.map((reading) => this.#recovered(reading)));
      let answer;
      try {
        answer = await this.#phone.send(part.map(asSent), waiting - part.length);
      } catch (error) {
        if (error instanceof Refused && error.answer?.ended) await this.#farewell(part, error.answer.answers ?? []);
        throw error;
      }
      await this.#keepVerdicts(part, answer.answers, onAnswer);
      if (waiting <= part.length) return answer.counts;
    }
  }

  /** @param {Reading[]} part @param {Answer[]} answers @param {Heard} onAnswer */
  async #keepVerdicts(part, answers, onAnswer) {
    for (const [at, said] of answers.entries()) {
      const reading = part[at];
      if (!reading) return;
      const sent = JSON.stringify(asSent(reading));
      const now = await this.#alter(reading, (row) => (JSON.stringify(asSent(row)) === sent ? withVerdict(said) : null));
      if (now) onAnswer(now, said, reading); // else undone or answered meanwhile: it goes once more
    }
  }

  // Stores what the server kept of a phone that may no longer check in.
  /** @param {Reading[]} part @param {Answer[]} answers */
  async #farewell(part, answers) {
    for (const [at, reading] of part.entries()) {
      const said = answers[at];
      if (said) await this.keepVerdict(reading, said);
    }
    if (answers.length && (await this.countWaiting())) await this.#send(() => {});
  }

  // For a tab that was closed before the answer came: the person at the door was told nothing.
  /** @param {Reading} reading */
  async #recovered(reading) {
    const old = doorTime() - reading.scanned_at > UNANSWERED_FOR;
    if (reading.told || reading.verdict || !old || this.#isUnanswered(reading)) return reading;
    return this.change(reading, { told: "refused", told_reason: "unknown_code" });
  }

  /** @param {Reading} reading */
  #isUnanswered({ order }) {
    return order !== undefined && this.#unanswered.has(order);
  }

  // Deletes readings that the server has and nobody looks at any more.
  /** @param {number} since */
  async tidy(since) {
    const db = await database();
    const shown = new Set((await this.latest()).map((reading) => reading.order));
    for (const { order, state, answered_at } of await this.all()) {
      const isOld = state === "sent" && answered_at !== undefined && answered_at <= since;
      if (isOld && order !== undefined && !shown.has(order)) await db.delete("readings", order);
    }
  }
}

/** @param {Answer} said @returns {Partial<Reading>} */
function withVerdict(said) {
  const done = { verdict: said.verdict, answered_at: doorTime(), answers: null }; // the server has those
  if (said.unreadable) return { ...done, state: "unreadable", reason: null, conflict: false, admitted_at: null };
  return {
    ...done,
    state: "sent",
    reason: said.reason ?? null, conflict: said.conflict ?? false, admitted_at: said.admitted_at ?? null,
    unmatched: said.unmatched ?? false,
    ...(said.annulled === false ? { annulled_at: null } : {}), // the server did not undo it
  };
}

/** @param {Reading} reading @returns {ReadingSent} */
function asSent({ nonce, code, direction, scanned_at, told, told_reason, force, annulled_at, answers }) {
  return {
    nonce, code, direction, told, told_reason, force,
    scanned_at: new Date(scanned_at).toISOString(),
    annulled_at: annulled_at ? new Date(annulled_at).toISOString() : null,
    answers: answers ?? {},
  };
}
