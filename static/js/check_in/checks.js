// Checks one code after the other: stores the reading, gets the verdict (the server's, or the phone's
// own if the server cannot be reached), shows it with its sound, and asks the door's questions.

import { find } from "../parts.js";
import { Asking } from "./asking.js";
import { DoorQuestions } from "./questions.js";
import { asKept } from "./tickets.js";
import { STAYS, STAYS_BRIEFLY, STAYS_LONGER, VerdictScreen } from "./verdict.js";
import { words } from "./words.js";

/** @import { DoorPage } from "./door_page.js" */
/** @import { DoorState } from "./door_state.js" */
/** @import { Knowledge } from "./knowledge.js" */
/** @import { Readings } from "./readings.js" */
/** @import { Answer, Counts, Direction, Judgement, Kept, Reading, Reason, Shown } from "./shapes.js" */

/** @typedef {{ direction?: Direction, force?: boolean, isBrief?: boolean }} How what is not said: by the page; brief: others of one family come next */

const WORTH_SAYING = 400; // ms without an answer
const RECOUNT = 2000; // ms after a reading: a busy server counts for all doors together, a moment late
/** @type {Set<Reason | null>} */
const NEVER_FORCED = new Set(["unknown_code", "bad_signature", "wrong_event", "revoked", "device_revoked"]);

/**
 * @typedef {object} AtDoor what the checks use of their door
 * @property {DoorPage} page
 * @property {Readings} readings
 * @property {Knowledge} knowledge
 * @property {DoorState} state
 * @property {(error: unknown) => Promise<boolean>} isOver see Asking
 * @property {() => Promise<void>} sync sends what waits and gets the counts
 * @property {(counts: Counts) => void} hearCounts
 * @property {() => Promise<void>} showReadings
 * @property {() => void} onClose called when a verdict leaves the screen
 */

export class Checks {
  #door;
  #asking;
  #recount = 0;
  #takesSeveral = false;
  #isBrief = false;
  /** @type {Promise<void>} */
  #turn = Promise.resolve();
  #verdict = new VerdictScreen(find("#verdict"), find("#announcement"));
  #questions = new DoorQuestions((code) => void this.check(code));
  #onAnyway = () => {};

  /** @param {AtDoor} door */
  constructor(door) {
    this.#door = door;
    this.#asking = new Asking(door.readings, door.page, door.isOver);
  }

  listen() {
    find("#admit-anyway").addEventListener("click", () => {
      this.#verdict.close();
      this.#onAnyway();
    });
  }

  // Whether questions stand on the screen, or a family is checked in: the camera's next code would
  // come between.
  get isAsking() {
    return this.#takesSeveral || (this.#verdict.isOpen && this.#questions.areAsked);
  }

  // Whether a verdict stands on the screen.
  get isShown() {
    return this.#verdict.isOpen;
  }

  // A code that is typed while another one is checked comes next.
  /** @param {string} code @param {How} [how] */
  check(code, how) {
    this.#turn = this.#turn.then(() => this.#checkNow(code, how)).catch(() => this.#door.page.say(words.unreadable));
    return this.#turn;
  }

  // People who come in together: each has a reading of their own, and the verdict on each stands on the
  // screen before the next one is read.
  /** @param {string[]} codes */
  async checkInAll(codes) {
    this.#takesSeveral = true;
    for (const code of codes) {
      await this.check(code, { direction: "entry", isBrief: code !== codes.at(-1) });
      while (this.isShown) {
        await this.#verdict.left();
        await this.#turn; // somebody may have been admitted anyway
      }
    }
    this.#takesSeveral = false;
  }

  /** @param {string} code @param {How} [how] */
  async #checkNow(code, { direction = this.#door.page.direction, force = false, isBrief = false } = {}) {
    const { state, page, knowledge, readings } = this.#door;
    if (!state.become("checking")) return;
    this.#isBrief = isBrief;
    const slow = setTimeout(() => page.say(words.checking), WORTH_SAYING);
    try {
      const ticket = await knowledge.identify(code).catch(() => null);
      const id = typeof ticket === "object" ? ticket?.ticket : null;
      const reading = await readings.keep({ code: asKept(code), direction, force, ticket: id ?? null });
      const alone = await knowledge.answer(reading, ticket);
      await this.#answer(reading, alone);
    } finally {
      clearTimeout(slow);
      if (state.is("checking")) state.become("ready");
    }
  }

  /** @param {Reading} reading @param {Judgement | null} alone @returns {Promise<void>} */
  async #answer(reading, alone) {
    const countsChairs = Boolean(this.#door.knowledge.pack?.checkpoint.capacity);
    const answer = await this.#asking.serverOn(reading, alone, countsChairs);
    if (!this.#door.state.mayAnswer) return;
    if (answer) return this.#answerBy(answer, reading);
    if (!alone) throw new Error("nobody answers");
    const told = { told: alone.verdict, told_reason: alone.reason ?? null, unmatched: alone.unmatched ?? false };
    const now = await this.#door.readings.change(reading, told).catch(() => null);
    if (!now) return this.#answer(reading, null); // a verdict that cannot be stored is not shown
    await this.#show(now, this.#toldAlone(alone, now));
    void this.#door.sync();
  }

  /** @param {{ said: Answer, counts: Counts }} answer @param {Reading} reading */
  async #answerBy({ said: answer, counts }, reading) {
    this.#door.page.say(null);
    const now = await this.#door.readings.keepVerdict(reading, answer);
    if (!answer.verdict) throw new Error("unreadable");
    await this.#show(now, this.#told(answer, now), counts);
  }

  /** @param {Kept} answer @param {Reading} reading */
  #told(answer, reading) {
    const { page } = this.#door;
    const person = answer.person ?? page.personOf(reading);
    page.know(reading, person);
    return page.answer(answer.verdict, answer.reason ?? null, person, {
      admittedAt: answer.admitted_at ? Date.parse(answer.admitted_at) : undefined,
      conflict: answer.conflict && answer.verdict === "admitted",
      rightDoors: answer.right_doors,
      unmatched: answer.unmatched,
    });
  }

  /** @param {Judgement} alone @param {Reading} reading */
  #toldAlone({ verdict, reason, admittedAt, unmatched }, reading) {
    const { page, knowledge } = this.#door;
    const inside = reason === "room_full" ? knowledge.inside : null;
    const rightDoors = reason === "wrong_checkpoint" ? knowledge.pack?.rightDoors.get(reading.ticket ?? "") : [];
    return page.answer(verdict, reason ?? null, page.personOf(reading), { admittedAt, inside, rightDoors, unmatched, isAlone: true });
  }

  /** @param {Reading} reading @param {Shown} shown @param {Counts | null} counts */
  async #show(reading, shown, counts = null) {
    const { page, sync, hearCounts, onClose, showReadings } = this.#door;
    if (counts) hearCounts(counts);
    clearTimeout(this.#recount);
    this.#recount = setTimeout(() => void sync(), RECOUNT);
    const mayForce = !page.isKiosk && !NEVER_FORCED.has(shown.reason) && !reading.force;
    const isTurnedAway = shown.verdict === "refused" || shown.verdict === "already_admitted";
    find("#admit-anyway").hidden = !(isTurnedAway && mayForce);
    this.#onAnyway = () => void this.check(reading.code, { direction: reading.direction, force: true });
    const asks = this.#ask(reading, shown);
    // Staff may decide otherwise; a participant reads here for the first time where to go.
    const longer = isTurnedAway && (mayForce || page.isKiosk);
    const length = longer ? STAYS_LONGER : this.#isBrief ? STAYS_BRIEFLY : STAYS;
    this.#verdict.show(shown, { length: asks ? null : length, onClose });
    if (asks) find("#door-questions input").focus();
    await showReadings();
  }

  // Asks the door's questions of somebody who was admitted; whether there are any.
  /** @param {Reading} reading @param {Shown} shown */
  #ask(reading, shown) {
    const { page, knowledge, readings, sync } = this.#door;
    const mayAsk = shown.verdict === "admitted" && !page.isKiosk && reading.order;
    return this.#questions.ask(mayAsk ? (knowledge.pack?.questions ?? []) : [], async (answers) => {
      await readings.change(reading, { answers, state: "waiting" });
      this.#verdict.close();
      void sync();
    });
  }
}
