// The verdict on a reading without the server: the rules of operations/check_in/verdicts.py, as far
// as this door knows the people. Pure: no clock, no network, no state.

/** @import { Checkpoint, Direction, Judgement, Move, Pack, Reason, Ticket } from "./shapes.js" */

// `ticket`: from a valid signature or a known short code. `moves`: its known moves at this door.
// `isFull`: whether the room is full, as far as is known.
/**
 * @param {Pack} pack
 * @param {Ticket} ticket
 * @param {{ direction: Direction, at: number, force: boolean }} scan
 * @param {Move[]} moves
 * @returns {Judgement}
 */
export function judge(pack, ticket, { direction, at, force }, moves, isFull = false) {
  if (ticket.event !== pack.event.id) return refused("wrong_event");
  const objection = pack.objections.get(ticket.ticket) ?? "";
  if (objection === "revoked") return refused("revoked");
  const before = moves.filter((move) => move.at <= at).sort((one, other) => one.at - other.at);
  const last = before.at(-1);
  if (direction === "exit") {
    if (last?.direction === "entry") return { verdict: "left", forced: false };
    if (!last) return { verdict: "left", forced: false, unmatched: true }; // its entry may wait on another phone
    return force ? { verdict: "left", forced: true } : refused("not_inside");
  }
  const against = objection || closed(pack, at);
  if (against && !force) return refused(against);
  if (mayEnter(pack.checkpoint, before)) {
    return isFull && !force ? refused("room_full") : { verdict: "admitted", forced: Boolean(against) || isFull };
  }
  if (force) return { verdict: "admitted", forced: true };
  const first = before.find((move) => move.direction === "entry");
  return { verdict: "already_admitted", admittedAt: first?.at };
}

/** @param {Reason} reason @returns {Judgement} */
export function refused(reason) {
  return { verdict: "refused", reason };
}

// The reason why this door admits nobody at this time; "" if it admits people.
/** @param {Pack} pack @param {number} at @returns {Reason | ""} */
function closed({ event, checkpoint: { opens_at, closes_at } }, at) {
  if (event.called_off) return "event_called_off";
  const isOpen = (!opens_at || Date.parse(opens_at) <= at) && (!closes_at || at < Date.parse(closes_at));
  return isOpen ? "" : "outside_window";
}

/** @param {Checkpoint} checkpoint @param {Move[]} before */
export function mayEnter(checkpoint, before) {
  if (checkpoint.multiple || before.every((move) => move.direction === "exit")) return true;
  return checkpoint.reentry && before.at(-1)?.direction === "exit";
}
