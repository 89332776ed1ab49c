// One door: a code comes in (codes.js), the server answers (or the phone itself if the server
// cannot be reached), and the page shows and sounds the verdict (door_page.js).

import { find } from "../parts.js";
import { Asking } from "./asking.js";
import { doorTime } from "./clock.js";
import { Codes } from "./codes.js";
import { DoorPage } from "./door_page.js";
import { DoorState } from "./door_state.js";
import { Knowledge } from "./knowledge.js";
import { openOffline } from "./offline.js";
import { sendOwed } from "./owed.js";
import { hasEnded, isOfNoDoor } from "./phone.js";
import { DoorQuestions } from "./questions.js";
import { Readings } from "./readings.js";
import { allowSound } from "./sound.js";
import { forget } from "./store.js";
import { asKept } from "./tickets.js";
import { VerdictScreen } from "./verdict.js";
import { said, words } from "./words.js";

/** @import { Phone } from "./phone.js" */
/** @import { Answer, Counts, Judgement, Kept, Reading, Reason, Shown } from "./shapes.js" */

const WORTH_SAYING = 400; // ms without an answer
const SYNC = 15_000; // ms between two words with the server
const RECOUNT = 2000; // ms after a reading: a busy server counts for all doors together, a moment late
/** @type {Set<Reason | null>} */
const NEVER_FORCED = new Set(["unknown_code", "bad_signature", "wrong_event", "revoked", "device_revoked"]);

export class Door {
  #phone;
  #readings;
  #page;
  #codes;
  #knowledge;
  #asking;
  #state = new DoorState();
  #recount = 0;
  /** @type {Promise<void>} */
  #turn = Promise.resolve();
  #verdict = new VerdictScreen(find("#verdict"), find("#announcement"));
  #questions = new DoorQuestions((code) => void this.#check(code));
  #onAnyway = () => {};

  /** @param {Phone} phone */
  constructor(phone) {
    this.#phone = phone;
    this.#readings = new Readings(phone, { onChange: (reading) => this.#knowledge.note(reading) });
    this.#knowledge = new Knowledge(phone, this.#readings);
    this.#page = new DoorPage(phone, (order) => void this.#undo(order));
    this.#asking = new Asking(this.#readings, this.#page, (error) => this.#isOver(error));
    this.#codes = new Codes({
      phone,
      page: this.#page,
      pack: () => this.#pack,
      check: (code) => this.#check(code),
      looksAway: () => !this.#state.is("ready") || (this.#verdict.isOpen && this.#questions.areAsked),
    });
  }

  get #pack() {
    return this.#knowledge.pack;
  }

  async open() {
    await this.#knowledge.open().catch(() => {});
    this.#page.show(this.#pack);
    this.#listen();
    this.#page.open();
    void this.#codes.startCamera();
    void openOffline().then(() => (document.documentElement.dataset.offline = "ready"));
    await this.#sync({ pack: true });
    setInterval(() => void this.#sync(), SYNC);
  }

  #listen() {
    this.#codes.listen();
    find("#admit-anyway").addEventListener("click", () => {
      this.#verdict.close();
      this.#onAnyway();
    });
    find("#leave").addEventListener("click", () => void this.#signOut());
    find("#conflicts button").addEventListener("click", () => {
      find("#conflicts").hidden = true;
      find("#conflicts ul").replaceChildren();
    });
    document.addEventListener("pointerdown", allowSound);
    document.addEventListener("keydown", allowSound);
    window.addEventListener("online", () => void this.#sync());
    window.addEventListener("offline", () => this.#page.showNetwork(false));
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) return;
      this.#knowledge.countAgain().catch(() => {});
      void this.#sync();
      this.#codes.wakeUp();
    });
  }

  // ── One reading ────────────────────────────────────────────────────────────────────────

  // One after the other: a code typed while another one waits for its answer comes next.
  /** @param {string} code @param {{ force?: boolean }} [options] */
  #check(code, options) {
    this.#turn = this.#turn.then(() => this.#checkNow(code, options)).catch(() => this.#page.say(words.unreadable));
    return this.#turn;
  }

  /** @param {string} code @param {{ force?: boolean }} [options] */
  async #checkNow(code, { force = false } = {}) {
    if (!this.#state.become("checking")) return;
    const slow = setTimeout(() => this.#page.say(words.checking), WORTH_SAYING);
    try {
      const ticket = await this.#knowledge.identify(code).catch(() => null);
      const { direction } = this.#page;
      const id = typeof ticket === "object" ? ticket?.ticket : null;
      const reading = await this.#readings.keep({ code: asKept(code), direction, force, ticket: id ?? null });
      const alone = await this.#knowledge.answer(reading, ticket);
      await this.#answer(reading, alone);
    } finally {
      clearTimeout(slow);
      if (this.#state.is("checking")) this.#state.become("ready");
    }
  }

  /** @param {Reading} reading @param {Judgement | null} alone @returns {Promise<void>} */
  async #answer(reading, alone) {
    const countsChairs = Boolean(this.#pack?.checkpoint.capacity);
    const answer = await this.#asking.serverOn(reading, alone, countsChairs);
    if (!this.#state.mayAnswer) return;
    if (answer) return this.#answerBy(answer, reading);
    if (!alone) throw new Error("nobody answers");
    const told = { told: alone.verdict, told_reason: alone.reason ?? null };
    const now = await this.#readings.change(reading, told).catch(() => null);
    if (!now) return this.#answer(reading, null); // what is not written down nobody is told
    await this.#show(now, this.#toldAlone(alone, now));
    void this.#sync();
  }

  /** @param {{ said: Answer, counts: Counts }} answer @param {Reading} reading */
  async #answerBy({ said: answer, counts }, reading) {
    this.#page.say(null);
    const now = await this.#readings.keepVerdict(reading, answer);
    if (!answer.verdict) throw new Error("unreadable");
    await this.#show(now, this.#told(answer, now), counts);
  }

  /** @param {Kept} answer @param {Reading} reading */
  #told(answer, reading) {
    const person = answer.person ?? this.#page.personOf(reading);
    this.#page.know(reading, person);
    return this.#page.answer(answer.verdict, answer.reason ?? null, person, {
      admittedAt: answer.admitted_at ? Date.parse(answer.admitted_at) : undefined,
      conflict: answer.conflict && answer.verdict === "admitted",
      rightDoors: answer.right_doors,
    });
  }

  /** @param {Judgement} alone @param {Reading} reading */
  #toldAlone({ verdict, reason, admittedAt }, reading) {
    const inside = reason === "room_full" ? this.#knowledge.inside : null;
    const rightDoors = reason === "wrong_checkpoint" ? this.#pack?.rightDoors.get(reading.ticket ?? "") : [];
    return this.#page.answer(verdict, reason ?? null, this.#page.personOf(reading), { admittedAt, inside, rightDoors, isAlone: true });
  }

  /** @param {Reading} reading @param {Shown} shown @param {Counts | null} counts */
  async #show(reading, shown, counts = null) {
    if (counts) this.#hearCounts(counts);
    clearTimeout(this.#recount);
    this.#recount = setTimeout(() => void this.#sync(), RECOUNT);
    const mayForce = !this.#page.isKiosk && !NEVER_FORCED.has(shown.reason) && !reading.force;
    const isTurnedAway = shown.verdict === "refused" || shown.verdict === "already_admitted";
    find("#admit-anyway").hidden = !(isTurnedAway && mayForce);
    this.#onAnyway = () => void this.#check(reading.code, { force: true });
    const asks = this.#ask(reading, shown);
    // Staff may decide otherwise; a participant reads here for the first time where to go.
    const longer = isTurnedAway && (mayForce || this.#page.isKiosk);
    this.#verdict.show(shown, { stays: asks, longer, onClose: () => this.#codes.focus() });
    if (asks) find("#door-questions input").focus();
    await this.#showReadings();
  }

  // Asks somebody who was let in the door's questions; gives whether there are any.
  /** @param {Reading} reading @param {Shown} shown */
  #ask(reading, shown) {
    const mayAsk = shown.verdict === "admitted" && !this.#page.isKiosk && reading.order;
    return this.#questions.ask(mayAsk ? (this.#pack?.questions ?? []) : [], async (answers) => {
      await this.#readings.change(reading, { answers, state: "waiting" });
      this.#verdict.close();
      void this.#sync();
    });
  }

  /** @param {number} order */
  async #undo(order) {
    const reading = await this.#readings.one(order);
    if (!reading) return this.#showReadings(); // another tab has tidied it away
    await this.#readings.change(reading, { annulled_at: doorTime(), state: "waiting" });
    await this.#showReadings();
    this.#page.say(words.scan_undone);
    await this.#sync();
  }

  async #showReadings() {
    const [latest, waiting] = await Promise.all([this.#readings.latest(), this.#readings.countTold()]);
    this.#page.showReadings(latest, waiting);
  }

  // ── The server ─────────────────────────────────────────────────────────────────────────

  // Sends what waits, gets the counts, and renews the pack when it is old.
  async #sync({ pack = false } = {}) {
    if (this.#state.is("leaving")) return;
    try {
      const counts = await this.#readings.sendAll((now, answer, before) => this.#heard(now, answer, before));
      this.#hearCounts(counts);
      await this.#stand(true);
      await sendOwed();
      if (pack || this.#knowledge.isOld) {
        await this.#knowledge.renew();
        this.#page.show(this.#pack);
        this.#hearCounts(counts);
      }
      this.#page.showNetwork(true);
    } catch (error) {
      const isOver = await this.#isOver(error);
      if (!isOver && this.#phone.isOver) await this.#close(() => forget(this.#phone.device));
      else if (!isOver) this.#page.showNetwork(false);
    }
    if (!this.#state.is("leaving")) await this.#showReadings();
  }

  // Whether the server said that this phone, or its place at this door, has ended.
  /** @param {unknown} error */
  async #isOver(error) {
    if (hasEnded(error)) await this.#end();
    else if (isOfNoDoor(error)) await this.#stand(false);
    else return false;
    return true;
  }

  // `isHere`: false if the door was removed, or is not this phone's any more. Unsent readings stay,
  // and are tried again as long as the page is open.
  /** @param {boolean} isHere */
  async #stand(isHere) {
    const changes = isHere ? this.#state.is("gone") && this.#state.become("ready") : this.#state.become("gone");
    if (!changes) return;
    if (!isHere) await this.#knowledge.forget().catch(() => {});
    if (isHere) void this.#codes.startCamera();
    else this.#codes.stopCamera();
    this.#page.showGone(!isHere, await this.#readings.countWaiting().catch(() => 0));
  }

  /** @param {Counts} counts */
  #hearCounts(counts) {
    this.#page.showCounts(counts);
    this.#knowledge.hear(counts);
  }

  // Shows what the server decided about a reading that this phone had answered by itself.
  /** @param {Reading} reading @param {Answer} answer @param {Reading} before */
  #heard(reading, answer, before) {
    if (answer.unreadable) {
      if (before.told) this.#page.warn(reading, answer);
      return;
    }
    this.#page.know(reading, answer.person);
    const isNews = before.told && answer.verdict !== before.told;
    if (isNews || answer.conflict) this.#page.warn(reading, answer);
    if (answer.answers_unfit) this.#page.warnAnswers(reading, answer);
  }

  // For a phone that may no longer check in: it sends what it has and forgets everybody.
  async #end() {
    if (!this.#state.become("leaving")) return;
    await this.#readings.sendAll(() => {}).catch(() => {});
    await this.#close(() => this.#phone.leave());
  }

  // Also by itself, where no network tells a page that stays open that its time is over. It may have
  // been given more time, so it does not depart: with a network its owner's phone pairs itself again.
  /** @param {() => Promise<unknown>} leave */
  async #close(leave) {
    this.#state.become("leaving");
    await leave();
    this.#codes.stopCamera();
    this.#page.end();
  }

  async #signOut() {
    if (await this.#readings.countWaiting()) await this.#sync();
    const left = await this.#readings.countWaiting();
    if (left && !confirm(said("leave_and_lose", { count: left }))) return;
    this.#state.become("leaving");
    await this.#phone.leave({ alsoReadings: true });
    location.assign("/check-in/");
  }
}
