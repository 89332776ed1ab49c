// One door: a code comes in (codes.js), the server answers — or the phone itself, where the server
// is out of reach — and the page says it loudly (door_page.js).

import { doorTime } from "./clock.js";
import { Codes } from "./codes.js";
import { DoorPage } from "./door_page.js";
import { DoorState } from "./door_state.js";
import { Knowledge } from "./knowledge.js";
import { openOffline } from "./offline.js";
import { sendOwed } from "./owed.js";
import { Refused } from "./phone.js";
import { DoorQuestions } from "./questions.js";
import { Readings } from "./readings.js";
import { allowSound } from "./sound.js";
import { forget } from "./store.js";
import { asKept } from "./tickets.js";
import { VerdictScreen } from "./verdict.js";
import { said, words } from "./words.js";

const WORTH_SAYING = 400; // ms without an answer
const WAITS_FOR_SERVER = { admitted: 250, left: 250, already_admitted: 2000, refused: 2000 }; // ms
const SYNC = 15_000; // ms between two words with the server
const RECOUNT = 2000; // ms after a reading: a busy server counts for all doors together, a moment late
const NEVER_FORCED = new Set(["unknown_code", "bad_signature", "wrong_event", "revoked", "device_revoked"]);

const find = (selector) => document.querySelector(selector);

export class Door {
  #phone;
  #readings;
  #page;
  #codes;
  #knowledge;
  #state = new DoorState();
  #recount = null;
  #turn = Promise.resolve();
  #verdict = new VerdictScreen(find("#verdict"), find("#announcement"));
  #questions = new DoorQuestions((code) => this.#check(code));
  #onAnyway = null;

  constructor(phone) {
    this.#phone = phone;
    this.#readings = new Readings(phone, { onChange: (reading) => this.#knowledge.note(reading) });
    this.#knowledge = new Knowledge(phone, this.#readings);
    this.#page = new DoorPage(phone, (order) => this.#undo(order));
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
    this.#codes.startCamera();
    openOffline().then(() => (document.documentElement.dataset.offline = "ready"));
    await this.#sync({ pack: true });
    setInterval(() => this.#sync(), SYNC);
  }

  #listen() {
    this.#codes.listen();
    find("#admit-anyway").addEventListener("click", () => {
      this.#verdict.close();
      this.#onAnyway?.();
    });
    find("#leave").addEventListener("click", () => this.#signOut());
    find("#conflicts button").addEventListener("click", () => {
      find("#conflicts").hidden = true;
      find("#conflicts ul").replaceChildren();
    });
    document.addEventListener("pointerdown", allowSound);
    document.addEventListener("keydown", allowSound);
    window.addEventListener("online", () => this.#sync());
    window.addEventListener("offline", () => this.#page.showNetwork(false));
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) return;
      this.#knowledge.countAgain().catch(() => {});
      this.#sync();
      this.#codes.wakeUp();
    });
  }

  // ── One reading ────────────────────────────────────────────────────────────────────────

  // One after the other: what is typed while another code waits for its answer comes next.
  #check(code, options) {
    this.#turn = this.#turn.then(() => this.#checkNow(code, options)).catch(() => this.#page.say(words.unreadable));
    return this.#turn;
  }

  async #checkNow(code, { force = false } = {}) {
    if (!this.#state.become("checking")) return;
    const slow = setTimeout(() => this.#page.say(words.checking), WORTH_SAYING);
    try {
      const ticket = await this.#knowledge.identify(code).catch(() => null);
      const { direction } = this.#page;
      const reading = await this.#readings.keep({ code: asKept(code), direction, force, ticket: ticket?.ticket ?? null });
      const alone = await this.#knowledge.answer(reading, ticket);
      await this.#answer(reading, alone);
    } finally {
      clearTimeout(slow);
      if (this.#state.is("checking")) this.#state.become("ready");
    }
  }

  async #answer(reading, alone) {
    const asking = navigator.onLine || !alone ? this.#asked(reading, alone) : Promise.resolve(null);
    const patience = alone ? this.#patienceFor(alone) : Infinity;
    const answer = await first(asking, patience);
    if (!this.#state.mayAnswer) return;
    if (answer) {
      this.#page.say(null);
      const now = await this.#readings.settle(reading, answer.said);
      if (!answer.said.verdict) throw new Error("unreadable");
      return this.#show(now, this.#told(answer.said, now), answer.counts);
    }
    const told = { told: alone.verdict, told_reason: alone.reason ?? null };
    const now = await this.#readings.change(reading, told).catch(() => null);
    if (!now) return this.#answer(reading, null); // what is not written down nobody is told
    await this.#show(now, this.#toldAlone(alone, now));
    this.#sync();
  }

  // Where chairs are counted the server alone knows the last one: it is given more time.
  #patienceFor({ verdict }) {
    return !this.#pack?.checkpoint.capacity ? WAITS_FOR_SERVER[verdict] : WAITS_FOR_SERVER.refused;
  }

  // The server's answer, or null where this phone can answer by itself and the network failed.
  async #asked(reading, alone) {
    for (;;) {
      try {
        return await this.#readings.ask(reading);
      } catch (error) {
        if (hasEnded(error)) return this.#end();
        if (isOfNoDoor(error)) return this.#stand(false);
        if (error instanceof Refused && !alone) throw error;
        if (alone) return null;
        this.#page.say(error.message === "busy" ? words.busy : words.no_network);
        await pause(2000);
      }
    }
  }

  #told(answer, reading) {
    const person = answer.person ?? this.#page.personOf(reading);
    this.#page.know(reading, person);
    return this.#page.answer(answer.verdict, answer.reason, person, {
      admittedAt: answer.admitted_at && Date.parse(answer.admitted_at),
      conflict: answer.conflict && answer.verdict === "admitted",
      rightDoors: answer.right_doors,
    });
  }

  #toldAlone(alone, reading) {
    const { verdict, reason, admittedAt } = alone;
    const inside = reason === "room_full" ? this.#knowledge.inside : null;
    const rightDoors = reason === "wrong_checkpoint" ? this.#pack.rightDoors.get(reading.ticket) : [];
    return this.#page.answer(verdict, reason, this.#page.personOf(reading), { admittedAt, inside, rightDoors, isAlone: true });
  }

  async #show(reading, shown, counts = null) {
    if (counts) this.#hearCounts(counts);
    clearTimeout(this.#recount);
    this.#recount = setTimeout(() => this.#sync(), RECOUNT);
    const mayForce = !this.#page.isKiosk && !NEVER_FORCED.has(shown.reason) && !reading.force;
    const isTurnedAway = shown.verdict === "refused" || shown.verdict === "already_admitted";
    find("#admit-anyway").hidden = !(isTurnedAway && mayForce);
    this.#onAnyway = () => this.#check(reading.code, { force: true });
    const mayAsk = shown.verdict === "admitted" && !this.#page.isKiosk && reading.order;
    const asks = this.#questions.ask(mayAsk ? (this.#pack?.questions ?? []) : [], async (answers) => {
      await this.#readings.change(reading, { answers, state: "waiting" });
      this.#verdict.close();
      this.#sync();
    });
    // Staff may decide otherwise; a participant reads for the first time where to go.
    const longer = isTurnedAway && (mayForce || this.#page.isKiosk);
    this.#verdict.show(shown, { stays: asks, longer, onClose: () => this.#codes.focus() });
    if (asks) find("#door-questions input")?.focus();
    await this.#showReadings();
  }

  async #undo(order) {
    const reading = await this.#readings.one(order);
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

  // Sends what waits, hears the counts, and renews the pack when it has grown old.
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
      if (hasEnded(error)) return this.#end();
      if (isOfNoDoor(error)) await this.#stand(false);
      else if (this.#phone.isOver) return this.#close(() => forget(this.#phone.device));
      else this.#page.showNetwork(false);
    }
    await this.#showReadings();
  }

  // At this door, or at none: it was removed, or is not this phone's any more. What is not sent yet
  // stays, and is tried again as long as the page is open.
  async #stand(isHere) {
    const changes = isHere ? this.#state.is("gone") && this.#state.become("ready") : this.#state.become("gone");
    if (!changes) return;
    if (!isHere) await this.#knowledge.forget().catch(() => {});
    if (isHere) this.#codes.startCamera();
    else this.#codes.stopCamera();
    this.#page.showGone(!isHere, await this.#readings.countWaiting().catch(() => 0));
  }

  #hearCounts(counts) {
    this.#page.showCounts(counts);
    this.#knowledge.hear(counts);
  }

  // What the server made of a reading that this phone had answered by itself.
  async #heard(reading, answer, before) {
    this.#page.know(reading, answer.person);
    const isNews = before.told && answer.verdict !== before.told;
    if (isNews || answer.conflict) this.#page.warn(reading, answer);
    if (answer.answers_unfit) this.#page.warnAnswers(reading, answer);
  }

  // This phone may no longer check in: it sends what it has and forgets everybody.
  async #end() {
    if (!this.#state.become("leaving")) return;
    await this.#readings.sendAll(async () => {}).catch(() => {});
    await this.#close(() => this.#phone.leave());
  }

  // Also by itself, where no network tells a page that stays open that its time is over. It may have
  // been given more time, so it does not depart: with a network its owner's phone pairs itself again.
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

// Whether the server knows this phone no more, or sends it away.
function hasEnded(error) {
  return error instanceof Refused && (error.status === 410 || error.status === 401);
}

// Whether the server knows the phone, and no such door of it.
function isOfNoDoor(error) {
  return error instanceof Refused && error.status === 404;
}

function first(promise, patience) {
  if (patience === Infinity) return promise;
  return Promise.race([promise, new Promise((resolve) => setTimeout(resolve, patience, null))]);
}

// A while, or until the network is back.
function pause(length) {
  return new Promise((resolve) => {
    setTimeout(resolve, length);
    window.addEventListener("online", resolve, { once: true });
  });
}
