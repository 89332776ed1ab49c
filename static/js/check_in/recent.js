// The last readings below the camera, each with its undoing.

import { doorTime } from "./clock.js";
import { TONES, clock, said, words } from "./words.js";

const UNDO_WITHIN = 15 * 60_000; // ms
const BADGES = { admitted: "success", already: "warning", left: "info", refused: "danger" };

export class RecentReadings {
  #list = document.querySelector("#recent");
  #template = document.querySelector("#reading-row");
  #names = new Map(); // by nonce, while the page is open

  // `undo` is called with the order of a reading.
  constructor(undo) {
    this.#list.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      button.disabled = true;
      undo(Number(button.dataset.order));
    });
  }

  know(nonce, name) {
    if (name) this.#names.set(nonce, name);
  }

  show(readings, { timezone, nameOf, isKiosk }) {
    const rows = readings.map((reading) => this.#row(reading, timezone, nameOf, isKiosk));
    this.#list.replaceChildren(...rows);
    document.querySelector("#no-readings").hidden = rows.length > 0;
  }

  #row(reading, timezone, nameOf, isKiosk) {
    const row = this.#template.content.cloneNode(true).firstElementChild;
    const part = (name) => row.querySelector(`[data-part=${name}]`);
    const verdict = reading.verdict ?? reading.told;
    part("who").textContent = this.#names.get(reading.nonce) || nameOf(reading) || words.ticket;
    part("word").textContent = reading.annulled_at ? words.undone : (words.verdicts[verdict] ?? words.asking);
    part("word").classList.add(`badge--${reading.annulled_at ? "neutral" : (BADGES[TONES[verdict]] ?? "neutral")}`);
    const reason = reading.reason ?? (reading.verdict ? null : reading.told_reason);
    part("why").textContent = [
      clock(reading.scanned_at, timezone),
      reason && words.reasons[reason],
      reading.state === "waiting" && verdict && words.not_sent_yet,
      reading.state === "unreadable" && words.unreadable,
      reading.conflict && words.conflict,
    ].filter(Boolean).join(" · ");
    const moved = verdict === "admitted" || verdict === "left";
    const button = part("undo");
    button.hidden = isKiosk || !moved || Boolean(reading.annulled_at) || doorTime() - reading.scanned_at > UNDO_WITHIN;
    button.dataset.order = reading.order;
    button.setAttribute("aria-label", said("undo_of", { who: part("who").textContent }));
    return row;
  }
}
