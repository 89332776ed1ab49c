// What was sent from this phone and is not answered yet. It stays on the phone while there is no
// connection, in the order in which it was written, each with its nonce: sent again it counts once.

/** @typedef {{ nonce: string, kind: string, label: string, text?: string, side?: string, problem?: number, statement?: string, dots?: number }} Item `label`: what the list of what waits says */
/** @typedef {{ status: number, told: Record<string, unknown> }} Answer */

const PREFIX = "workshop:";
const AGAIN = 5000; // ms between two attempts without connection

/** A random number that no other send of this phone has. */
export function newNonce() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class Queue {
  /** @type {Item[]} */
  items;
  #name;
  #address;
  #isSending = false;
  #timer = 0;

  /**
   * @param {string} code of the workshop
   * @param {string} address where it is sent
   * @param {(item: Item, answer: Answer) => void} answered
   * @param {() => void} changed the queue, or whether there is a connection
   */
  constructor(code, address, answered, changed) {
    this.#name = PREFIX + code;
    this.#address = address;
    this.answered = answered;
    this.changed = changed;
    this.isCutOff = false;
    this.items = kept(this.#name);
  }

  /** @param {Omit<Item, "nonce">} what */
  add(what) {
    this.items.push({ nonce: newNonce(), ...what });
    this.#keep();
    void this.send();
  }

  forget() {
    this.items = [];
    this.#keep();
  }

  /** Send what waits, one after the other. */
  async send() {
    if (this.#isSending) return;
    this.#isSending = true;
    clearTimeout(this.#timer);
    try {
      for (let item = this.items[0]; item; item = this.items[0]) {
        const answer = await sent(this.#address, item);
        if (!answer) break;
        this.isCutOff = false;
        this.items.shift();
        this.#keep();
        this.answered(item, answer);
      }
    } finally {
      this.#isSending = false;
    }
    this.isCutOff = this.items.length > 0;
    if (this.isCutOff) this.#timer = setTimeout(() => void this.send(), AGAIN + Math.random() * AGAIN);
    this.changed();
  }

  #keep() {
    try {
      localStorage.setItem(this.#name, JSON.stringify(this.items));
    } catch {
      // A phone that stores nothing keeps it as long as the page is open.
    }
    this.changed();
  }
}

/** @param {string} name @returns {Item[]} */
function kept(name) {
  try {
    const items = /** @type {unknown} */ (JSON.parse(localStorage.getItem(name) ?? "[]"));
    return Array.isArray(items) ? /** @type {Item[]} */ (items) : [];
  } catch {
    return [];
  }
}

/** The answer; null: there was none, so it must be sent again. @param {string} address @param {Item} item @returns {Promise<Answer | null>} */
async function sent(address, item) {
  try {
    const answer = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ ...item, label: undefined }),
      redirect: "error",
      signal: AbortSignal.timeout(20_000),
    });
    if (answer.status >= 500 || answer.status === 429) return null;
    return { status: answer.status, told: /** @type {Record<string, unknown>} */ (await answer.json()) };
  } catch {
    return null;
  }
}
