// The page of a door: its name, the counters, the network, the last readings, and messages. It
// decides nothing.

import { find, findAll } from "../parts.js";
import { addressOf } from "./offline.js";
import { RecentReadings } from "./recent.js";
import { TONES, clock, named, said, words } from "./words.js";

/** @import { Phone } from "./phone.js" */
/** @import { Answer, Counts, Device, Direction, Kept, NamedDoor, Pack, Person, Reading, Reason, Shown, VerdictWord } from "./shapes.js" */

/**
 * @typedef {object} About what else is known of a verdict
 * @property {number} [admittedAt]
 * @property {boolean} [conflict] another door let the ticket in as well
 * @property {number[]} [rightDoors]
 * @property {number | null} [inside] how many are, where the room is full
 * @property {boolean} [unmatched] somebody left before any known entry
 * @property {boolean} [isAlone] without the server
 */

export class DoorPage {
  #recent;
  /** @type {Pack | null} */
  #pack = null;

  // `undo` is called with the order number of a reading.
  /** @param {Phone} phone @param {(order: number) => void} undo */
  constructor(phone, undo) {
    this.phone = phone;
    this.#recent = new RecentReadings(undo);
  }

  get isKiosk() {
    return Boolean(this.#pack?.device.kiosk ?? this.phone.device.kiosk);
  }

  /** @returns {Direction} */
  get direction() {
    return document.querySelector("#typed [name=way][value=exit]:checked") ? "exit" : "entry";
  }

  // The data of the door: from its pack, or from the pairing as far as that tells it.
  /** @param {Pack | null} pack */
  show(pack) {
    this.#pack = pack;
    const { device, door } = this.phone;
    const name = pack?.checkpoint.name ?? device.checkpoints.find(({ id }) => id === door)?.name;
    find("#door-name").textContent = name ?? "";
    find("#door-event").textContent = pack ? named(pack.event) : "";
    if (pack) document.title = `${name} · ${named(pack.event)}`;
    document.body.classList.toggle("kiosk", this.isKiosk);
    find("#way").hidden = !pack?.checkpoint.counts_exits || this.isKiosk;
    find("#inside").hidden = !pack?.checkpoint.counts_exits;
    find("#phone-name").textContent = device.name;
    const others = device.checkpoints.filter(({ id }) => id !== door);
    find("#other-doors").replaceChildren(...others.map((other) => linkTo(other, device)));
    find("#of-staff").hidden = !device.is_own;
    for (const link of findAll("#of-staff a", HTMLAnchorElement)) {
      link.href = `/check-in/${door}/${link.dataset.page}`;
    }
  }

  open() {
    document.querySelector("#by-hand")?.remove();
    find("#app").hidden = false;
    const limits = !isSecureContext ? words.not_secure : crypto.subtle ? "" : words.no_encryption;
    find("#limits").hidden = !limits;
    find("#limits p").textContent = limits;
  }

  /** @param {Counts} counts */
  showCounts({ admitted, expected, inside }) {
    find("#counter [data-count=admitted]").textContent = String(admitted);
    find("#counter [data-count=expected]").textContent = String(expected);
    find("#counter [data-count=inside]").textContent = String(inside);
  }

  /** @param {boolean} isOnline */
  showNetwork(isOnline) {
    document.documentElement.dataset.network = isOnline ? "online" : "offline";
    find("#no-network").hidden = isOnline;
  }

  /** @param {Reading[]} latest @param {number} waiting */
  showReadings(latest, waiting) {
    find("#waiting").textContent = waiting ? said("scans_wait", { count: waiting }) : "";
    find("#waiting").hidden = !waiting;
    this.#recent.show(latest, {
      timezone: this.#zone,
      nameOf: (reading) => this.personOf(reading)?.name,
      nameless: (reading) => this.#nameless(reading),
      isKiosk: this.isKiosk,
    });
  }

  // Keeps a name that the server told, as long as the page is open.
  /** @param {Reading} reading @param {Person | null | undefined} person */
  know(reading, person) {
    this.#recent.know(reading.nonce, person?.name);
  }

  /** @param {Reading} reading */
  personOf({ ticket }) {
    return (ticket && this.#pack?.people.get(ticket)) || null;
  }

  /** @param {string | null} message */
  say(message) {
    find("#trouble p").textContent = message ?? "";
    find("#trouble").hidden = !message;
  }

  // What tells a ticket from others where its name is not known: the end of its short code.
  /** @param {Reading} reading */
  #nameless({ ticket }) {
    const ending = ticket && this.#pack?.endings.get(ticket);
    return ending ? said("ticket_ending", { ending }) : words.ticket;
  }

  // Says that the server decided otherwise on a reading that this phone had answered by itself.
  /** @param {Reading} reading @param {Answer} answer */
  warn(reading, answer) {
    const who = (!answer.unreadable && answer.person?.name) || this.#nameless(reading);
    const what = answer.unreadable ? words.unreadable : verdictIn(answer);
    const time = clock(reading.scanned_at, this.#zone);
    this.#warnOf(said("server_says", { who, time, what }));
  }

  // Says that the form does not take what somebody answered at the door.
  /** @param {Reading} reading @param {Kept} answer */
  warnAnswers(reading, answer) {
    const who = answer.person?.name ?? this.#nameless(reading);
    this.#warnOf(said("answers_unfit", { who, time: clock(reading.scanned_at, this.#zone) }));
  }

  /** @param {string} text */
  #warnOf(text) {
    find("#conflicts ul").append(Object.assign(document.createElement("li"), { textContent: text }));
    find("#conflicts").hidden = false;
  }

  // The words of a verdict, for its screen.
  /**
   * @param {VerdictWord} verdict
   * @param {Reason | null} reason
   * @param {Person | null} person
   * @param {About} about
   * @returns {Shown}
   */
  answer(verdict, reason, person, { admittedAt, conflict, rightDoors = [], inside = null, unmatched = false, isAlone = false }) {
    const doors = rightDoors.map((id) => this.#pack?.doors.find((door) => door.id === id)?.name).filter(Boolean);
    const chosen = this.#pack?.sessions.filter(({ id }) => person?.sessions?.includes(id)) ?? [];
    const why = [
      reason && words.reasons[reason],
      doors.length > 0 && said("right_door", { doors: doors.join(", ") }),
      verdict === "already_admitted" && admittedAt && said("came_in_at", { time: clock(admittedAt, this.#zone) }),
      conflict && words.other_door,
      unmatched && words.unmatched,
      inside !== null && said("inside_as_known", { inside, capacity: this.#pack?.checkpoint.capacity ?? "" }),
      isAlone && words.answered_alone,
    ];
    return {
      verdict, reason,
      tone: TONES[verdict],
      word: words.verdicts[verdict],
      name: person?.name ?? "",
      sector: (person && words.sectors[person.sector]) ?? "",
      institution: person?.institution ?? "",
      sessions: chosen.map(named).join(" · "),
      marks: [...(person?.tags ?? []), person?.group && said("group_code", { code: person.group })].filter(Boolean).join(" · "),
      why: sentences(why.filter((text) => typeof text === "string")),
      next_step: verdict === "refused" && doors.length === 0 ? this.#nextStep(reason) : "",
    };
  }

  // What to do with somebody who is not let in: told to the staff, or to the person at a kiosk.
  /** @param {Reason | null} reason */
  #nextStep(reason) {
    if (reason === "room_full") return this.isKiosk ? words.wait_here : words.let_them_wait;
    return this.isKiosk ? words.go_to_desk : words.send_to_desk;
  }

  // In place of a door that is gone: what is still stored of it, and the phone's other doors.
  /** @param {boolean} isGone @param {number} waiting */
  showGone(isGone, waiting) {
    const { device, door } = this.phone;
    find("#app").hidden = isGone;
    find("#gone").hidden = !isGone;
    if (!isGone) return;
    find("#unsent").textContent = waiting ? said("unsent", { count: waiting }) : "";
    const others = device.checkpoints.filter(({ id }) => id !== door);
    find("#gone ul").replaceChildren(...others.map((other) => linkTo(other, device)));
    find("#gone .door__name").focus();
  }

  // Removes everything of the door from the page; only the reason is left.
  end() {
    find("#app").hidden = true;
    find("#ended").hidden = false;
    find("#ended .door__name").focus();
  }

  get #zone() {
    return this.#pack?.event.timezone;
  }
}

/** @param {NamedDoor} door @param {Device} device */
function linkTo({ id, name }, device) {
  const item = document.createElement("li");
  const link = Object.assign(document.createElement("a"), { href: addressOf(id, device), textContent: name });
  item.append(link);
  return item;
}

/** @param {Kept} answer */
function verdictIn({ verdict, reason }) {
  return reason ? `${words.verdicts[verdict]}: ${words.reasons[reason]}` : words.verdicts[verdict];
}

// Joins texts with one space; a text without a full stop gets one before the next.
/** @param {string[]} texts */
function sentences(texts) {
  return texts.reduce((told, text) => (told ? `${told}${/[.!?…]$/.test(told) ? "" : "."} ${text}` : text), "");
}
