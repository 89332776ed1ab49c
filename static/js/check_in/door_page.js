// What stands on the page of a door: its name, the counters, the network, the last readings, and
// what must be said. It decides nothing.

import { addressOf } from "./offline.js";
import { RecentReadings } from "./recent.js";
import { TONES, clock, named, said, words } from "./words.js";

const find = (selector) => document.querySelector(selector);

export class DoorPage {
  #recent;
  #pack = null;

  // `undo` is called with the order of a reading.
  constructor(phone, undo) {
    this.phone = phone;
    this.#recent = new RecentReadings(undo);
  }

  get isKiosk() {
    return Boolean(this.#pack?.device.kiosk ?? this.phone.device.kiosk);
  }

  get direction() {
    return find("#typed [name=way]:checked")?.value ?? "entry";
  }

  // Of the door: by its pack, or as far as the pairing told.
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
    for (const link of document.querySelectorAll("#of-staff a")) {
      link.href = `/check-in/${door}/${link.dataset.page}`;
    }
  }

  open() {
    find("#by-hand")?.remove();
    find("#app").hidden = false;
    const limits = !isSecureContext ? words.not_secure : crypto.subtle ? "" : words.no_encryption;
    find("#limits").hidden = !limits;
    find("#limits p").textContent = limits;
  }

  showCounts(counts) {
    for (const number of document.querySelectorAll("#counter [data-count]")) {
      number.textContent = counts[number.dataset.count];
    }
  }

  showNetwork(isOnline) {
    document.documentElement.dataset.network = isOnline ? "online" : "offline";
    find("#no-network").hidden = isOnline;
  }

  showReadings(latest, waiting) {
    find("#waiting").textContent = waiting ? said("scans_wait", { count: waiting }) : "";
    find("#waiting").hidden = !waiting;
    this.#recent.show(latest, {
      timezone: this.#zone,
      nameOf: (reading) => this.personOf(reading)?.name,
      isKiosk: this.isKiosk,
    });
  }

  // A name that the server told, for as long as the page is open.
  know(reading, person) {
    this.#recent.know(reading.nonce, person?.name);
  }

  personOf(reading) {
    return this.#pack?.people.get(reading.ticket) ?? null;
  }

  say(message) {
    find("#trouble p").textContent = message ?? "";
    find("#trouble").hidden = !message;
  }

  // The server made something else of a reading that this phone had answered by itself.
  warn(reading, answer) {
    const who = answer.person?.name ?? words.ticket;
    const what = [words.verdicts[answer.verdict], answer.reason && words.reasons[answer.reason]].filter(Boolean).join(": ");
    const time = clock(reading.scanned_at, this.#zone);
    this.#warnOf(said("server_says", { who, time, what }));
  }

  // What somebody answered at the door and the form does not take.
  warnAnswers(reading, answer) {
    const who = answer.person?.name ?? words.ticket;
    this.#warnOf(said("answers_unfit", { who, time: clock(reading.scanned_at, this.#zone) }));
  }

  #warnOf(text) {
    find("#conflicts ul").append(Object.assign(document.createElement("li"), { textContent: text }));
    find("#conflicts").hidden = false;
  }

  // The words of a verdict, for its screen.
  answer(verdict, reason, person, { admittedAt, conflict, rightDoors = [], inside = null, isAlone = false } = {}) {
    const doors = rightDoors.map((id) => this.#pack?.doors.find((door) => door.id === id)?.name).filter(Boolean);
    const chosen = this.#pack?.sessions.filter(({ id }) => person?.sessions?.includes(id)) ?? [];
    const why = [
      reason && words.reasons[reason],
      doors.length && said("right_door", { doors: doors.join(", ") }),
      verdict === "already_admitted" && admittedAt && said("came_in_at", { time: clock(admittedAt, this.#zone) }),
      conflict && words.other_door,
      inside !== null && said("inside_as_known", { inside, capacity: this.#pack.checkpoint.capacity }),
      isAlone && words.answered_alone,
    ];
    return {
      verdict, reason,
      tone: TONES[verdict],
      word: words.verdicts[verdict],
      name: person?.name ?? "",
      sector: person ? words.sectors[person.sector] : "",
      institution: person?.institution ?? "",
      sessions: chosen.map(named).join(" · "),
      why: sentences(why.filter(Boolean)),
    };
  }

  // In the place of a door that is gone: what is kept of it, and where else this phone stands.
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

  // Nothing of the door is left on the page but why.
  end() {
    find("#app").hidden = true;
    find("#ended").hidden = false;
    find("#ended .door__name").focus();
  }

  get #zone() {
    return this.#pack?.event.timezone;
  }
}

function linkTo({ id, name }, device) {
  const item = document.createElement("li");
  const link = Object.assign(document.createElement("a"), { href: addressOf(id, device), textContent: name });
  item.append(link);
  return item;
}

// One after the other; what is no sentence by itself becomes one before the next.
function sentences(texts) {
  return texts.reduce((told, text) => (told ? `${told}${/[.!?…]$/.test(told) ? "" : "."} ${text}` : text), "");
}
