// The moves in and out with one ticket, as far as this phone knows. Pure.

/** @import { Direction, Move, Reading } from "./shapes.js" */

/** @param {Reading} reading @returns {Direction | null} */
function directionOf({ verdict, told }) {
  const word = verdict ?? told;
  if (word === "admitted") return "entry";
  return word === "left" ? "exit" : null;
}

// The moves that the server knew at `since`, and those at this phone after that: `rows` are its
// readings of the ticket. The last move comes last.
/** @param {Reading[]} rows @param {Move[]} known @param {number} since @returns {Move[]} */
export function movesOf(rows, known, since) {
  const own = rows.filter((one) => one.state === "waiting" || (one.answered_at ?? 0) > since);
  const undone = new Set();
  const made = [];
  for (const one of own) {
    const direction = directionOf(one);
    if (!direction) continue;
    if (!one.annulled_at) made.push({ at: one.scanned_at, direction });
    else undone.add(one.scanned_at).add(Date.parse(one.admitted_at ?? ""));
  }
  return [...known.filter(({ at }) => !undone.has(at)), ...made];
}
