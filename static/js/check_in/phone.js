// This phone and the server: who the phone is, and its requests with its own token. No cookie is
// sent, so nothing depends on a person's sign-in.

import { compareClock, doorTime } from "./clock.js";
import { database, deviceFor, forget, remember } from "./store.js";

/** @import { Answer, Counts, CountsSent, Device, PackSent, Paired, ReadingSent } from "./shapes.js" */

/** @typedef {{ status?: number, ended?: boolean, answers?: Answer[] }} Refusal what the server says with its no */
/** @typedef {{ answers: Answer[], counts: CountsSent, at: string }} Told what it says to readings */
/** @typedef {{ method?: string, body?: object, headers?: Record<string, string>, patience?: number }} Asked `patience` in ms */

const PATIENCE = 8000; // ms for one attempt
const FOR_EACH = 100; // ms more for each reading of a queue, on a slow network
const CLOCKS_DIFFER = 1000; // ms, after some hours

// The server understood the request and refused it: asking again would not help.
export class Refused extends Error {
  /** @param {number} status @param {Refusal | null} [answer] */
  constructor(status, answer = null) {
    super(`refused: ${status}`);
    this.status = status;
    this.answer = answer;
  }
}

// The server is there but cannot answer now.
export class Busy extends Error {}

// Whether the server no longer knows this phone, or has ended it.
/** @param {unknown} error */
export function hasEnded(error) {
  return error instanceof Refused && (error.status === 410 || error.status === 401);
}

// Whether the server knows the phone, but not this door of it.
/** @param {unknown} error */
export function isOfNoDoor(error) {
  return error instanceof Refused && error.status === 404;
}

export class Phone {
  #readBy; // the pairing whose readings these are, also where a newer one sends them

  /** @param {Device} device @param {number} door */
  constructor(device, door) {
    this.device = device;
    this.door = door;
    this.#readBy = device.id;
  }

  // The phone of this door: paired before, or paired now because its owner is signed in.
  /** @param {number} door @param {string | undefined} ownAddress @param {string} csrfToken */
  static async at(door, ownAddress, csrfToken) {
    const known = await deviceFor(door);
    if (known) return new Phone(known, door);
    if (!ownAddress) return null;
    // Two tabs opened at once share one pairing. Without HTTPS there is no such lock.
    const pair = () => Phone.#paired(door, ownAddress, csrfToken);
    return navigator.locks ? navigator.locks.request("meydan-pairing", pair) : pair();
  }

  /** @param {number} door @param {string} ownAddress @param {string} csrfToken */
  static async #paired(door, ownAddress, csrfToken) {
    const known = await deviceFor(door);
    if (known) return new Phone(known, door);
    const answer = await fetch(ownAddress, {
      method: "POST",
      headers: { "X-CSRFToken": csrfToken, Accept: "application/json" },
      redirect: "manual",
    });
    if (!answer.ok) return null;
    const paired = /** @type {Paired} */ (await answer.json());
    return new Phone(await remember(paired, { isOwn: true }), door);
  }

  // Raises Refused; another error if the network failed or the server is busy.
  /** @param {string} path @param {Asked} [request] @returns {Promise<Response>} */
  async ask(path, request = {}) {
    const answer = await this.#fetch(path, request);
    if (answer.ok || answer.status === 304) return answer;
    if (answer.status === 401 && (await this.#wasPairedAnew())) return this.ask(path, request);
    if (answer.status >= 500 || answer.status === 429) throw new Busy();
    const told = /** @type {Refusal | null} */ (await answer.json().catch(() => null));
    // A network that asks for a sign-in answers in our place, and knows nothing of our doors.
    if (told?.status !== answer.status && !told?.ended) throw new Error("not our answer");
    throw new Refused(answer.status, told);
  }

  // Another tab of this phone has a newer token.
  async #wasPairedAnew() {
    const known = await deviceFor(this.door);
    if (!known || known.token === this.device.token) return false;
    this.device = known;
    return true;
  }

  /** @param {string} path @param {Asked} request */
  #fetch(path, { method = "GET", body, headers = {}, patience = PATIENCE }) {
    return fetch(`/check-in/${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${this.device.token}`,
        ...(body ? { "Content-Type": "application/json" } : {}),
        ...headers,
      },
      body: body ? JSON.stringify(body) : undefined,
      credentials: "omit",
      cache: "no-store",
      signal: AbortSignal.timeout(patience),
    });
  }

  // The results of these readings, and the counts; a busy server may have counted before the
  // request.
  /**
   * @param {ReadingSent[]} readings
   * @param {number} waiting how many more wait here
   * @returns {Promise<{ answers: Answer[], counts: Counts }>}
   */
  async send(readings, waiting) {
    const asked = doorTime();
    const answer = await this.ask(`${this.door}/readings`, {
      method: "POST",
      body: { readings, waiting, read_by: this.#readBy },
      patience: PATIENCE + readings.length * FOR_EACH,
    });
    const { answers, counts, at } = /** @type {Told} */ (await answer.json());
    compareClock(at);
    const isNew = Date.parse(counts.as_of) >= asked - CLOCKS_DIFFER;
    return { answers, counts: { ...counts, isNew } };
  }

  // Its event may have been moved, and with it the time until which the phone stays paired.
  /** @param {PackSent["device"]} told */
  async learn({ id, ends_at }) {
    const known = await deviceFor(this.door);
    if (!known || known.id !== id || known.ends_at === ends_at) return;
    this.device = { ...known, ends_at };
    await (await database()).put("devices", this.device);
  }

  get isOver() {
    return Date.parse(this.device.ends_at) <= doorTime();
  }

  // Afterwards the phone's token is worth nothing, and all that it stored is deleted.
  async leave({ alsoReadings = false } = {}) {
    await this.ask("departures", { method: "POST" }).catch(() => null);
    return forget(this.device, { alsoReadings });
  }
}

export function newNonce() {
  const numbers = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(numbers, (number) => number.toString(16).padStart(2, "0")).join("");
}
