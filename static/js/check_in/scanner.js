// One door: connects what reads codes (looking.js, codes.js), what checks them (checks.js), the page (door_page.js)
// and the server, with which it exchanges readings, counts and the pack.

import { find } from "../parts.js";
import { Checks } from "./checks.js";
import { doorTime } from "./clock.js";
import { Codes } from "./codes.js";
import { DoorPage } from "./door_page.js";
import { DoorState } from "./door_state.js";
import { Knowledge } from "./knowledge.js";
import { Looking } from "./looking.js";
import { openOffline } from "./offline.js";
import { sendOwed } from "./owed.js";
import { hasEnded, isOfNoDoor } from "./phone.js";
import { Readings } from "./readings.js";
import { allowSound } from "./sound.js";
import { forget } from "./store.js";
import { said, words } from "./words.js";

/** @import { Phone } from "./phone.js" */
/** @import { Answer, Counts, Reading } from "./shapes.js" */

const SYNC = 15_000; // ms between two words with the server

export class Door {
  #phone;
  #readings;
  #page;
  #codes;
  #looking;
  #knowledge;
  #checks;
  #state = new DoorState();

  /** @param {Phone} phone */
  constructor(phone) {
    this.#phone = phone;
    this.#readings = new Readings(phone, { onChange: (reading) => this.#knowledge.note(reading) });
    this.#knowledge = new Knowledge(phone, this.#readings);
    this.#page = new DoorPage(phone, (order) => void this.#undo(order));
    this.#checks = new Checks({
      page: this.#page,
      readings: this.#readings,
      knowledge: this.#knowledge,
      state: this.#state,
      isOver: (error) => this.#isOver(error),
      sync: () => this.#sync(),
      hearCounts: (counts) => this.#hearCounts(counts),
      showReadings: () => this.#showReadings(),
      onClose: () => this.#codes.focus(),
    });
    this.#codes = new Codes({
      phone,
      page: this.#page,
      pack: () => this.#pack,
      hasEntered: (ticket) => this.#knowledge.hasEntered(ticket),
      isTicket: (code) => this.#knowledge.isTicket(code),
      check: (code) => this.#checks.check(code),
      checkInAll: (codes) => this.#checks.checkInAll(codes),
    });
    this.#looking = new Looking({
      page: this.#page,
      check: (code) => this.#checks.check(code),
      looksAway: () => !this.#state.is("ready") || this.#checks.isAsking,
      isShown: () => this.#checks.isShown,
      focus: () => this.#codes.focus(),
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
    void this.#looking.start();
    void openOffline().then(() => (document.documentElement.dataset.offline = "ready"));
    await this.#sync({ pack: true });
    setInterval(() => void this.#sync(), SYNC);
  }

  #listen() {
    this.#codes.listen();
    this.#looking.listen();
    this.#checks.listen();
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
      this.#looking.wakeUp();
    });
  }

  // ── Readings ───────────────────────────────────────────────────────────────────────────

  // Undoes a reading; the server is told at once, or when there is a network again.
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
    if (isHere) void this.#looking.start();
    else this.#looking.stop();
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
    this.#looking.stop();
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
