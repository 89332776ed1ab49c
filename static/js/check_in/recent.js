// The last readings below the camera, each with a button to undo it.

import { around, copyOf, find } from "../parts.js";
import { doorTime } from "./clock.js";
import { TONES, clock, said, words } from "./words.js";

/** @import { Reading, Tone } from "./shapes.js" */

/** @typedef {{ timezone: string | undefined, nameOf: (reading: Reading) => string | undefined, nameless: (reading: Reading) => string, isKiosk: boolean }} Setting */

const UNDO_WITHIN = 15 * 60_000; // ms
/** @type {Record<Tone, string>} */
const BADGES = { admitted: "success", already: "warning", left: "info", refused: "danger" };

export class RecentReadings {
  #list = find("#recent");
  #template = find("#reading-row", HTMLTemplateElement);
  /** @type {Map<string, string>} */
  #names = new Map(); // by nonce, while the page is open

  // `undo` is called with the order number of a reading.
  /** @param {(order: number) => void} undo */
  constructor(undo) {
    this.#list.addEventListener("click", (event) => {
      const button = around(event.target, "button", HTMLButtonElement);
      if (!button) return;
      // The last one alone is undone by one touch: of the others one cannot be sure that it is meant.
      if (button.dataset.older && !confirm(said("undo_older", { who: button.dataset.older }))) return;
      button.disabled = true;
      undo(Number(button.dataset.order));
    });
  }

  /** @param {string} nonce @param {string | undefined} name */
  know(nonce, name) {
    if (name) this.#names.set(nonce, name);
  }

  /** @param {Reading[]} readings @param {Setting} setting */
  show(readings, setting) {
    const last = readings.find(mayBeUndone);
    const rows = readings.map((reading) => this.#row(reading, setting, reading === last));
    this.#list.replaceChildren(...rows);
    find("#no-readings").hidden = rows.length > 0;
  }

  /** @param {Reading} reading @param {Setting} setting @param {boolean} isLast */
  #row(reading, { timezone, nameOf, nameless, isKiosk }, isLast) {
    const row = copyOf(this.#template);
    const part = (/** @type {string} */ name) => find(`[data-part=${name}]`, HTMLElement, row);
    const verdict = reading.verdict ?? reading.told;
    part("who").textContent = this.#names.get(reading.nonce) || nameOf(reading) || nameless(reading);
    const [word, badge] = stateOf(reading);
    part("word").textContent = word;
    part("word").classList.add(`badge--${badge}`);
    const reason = reading.reason ?? (reading.verdict ? null : reading.told_reason);
    part("why").textContent = [
      clock(reading.scanned_at, timezone),
      reason && words.reasons[reason],
      reading.state === "waiting" && verdict && words.not_sent_yet,
      reading.state === "unreadable" && words.unreadable,
      reading.conflict && words.conflict,
      reading.unmatched && words.unmatched,
    ].filter(Boolean).join(" · ");
    const button = find("[data-part=undo]", HTMLButtonElement, row);
    button.hidden = isKiosk || !mayBeUndone(reading);
    button.dataset.order = String(reading.order);
    if (!isLast) button.dataset.older = `${clock(reading.scanned_at, timezone)} · ${part("who").textContent}`;
    button.setAttribute("aria-label", said("undo_of", { who: part("who").textContent }));
    return row;
  }
}

// Whether the reading let somebody in or out, lately.
/** @param {Reading} reading */
function mayBeUndone({ verdict, told, annulled_at, scanned_at }) {
  const word = verdict ?? told;
  const moved = word === "admitted" || word === "left";
  return moved && !annulled_at && doorTime() - scanned_at <= UNDO_WITHIN;
}

// The reading's word and the kind of its badge.
/** @param {Reading} reading @returns {[word: string, badge: string]} */
function stateOf({ annulled_at, verdict, told }) {
  if (annulled_at) return [words.undone, "neutral"];
  const word = verdict ?? told;
  return word ? [words.verdicts[word], BADGES[TONES[word]]] : [words.asking, "neutral"];
}
