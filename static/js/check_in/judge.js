// What a reading comes to without the server: the rules of operations/check_in/verdicts.py, as far
// as this door knows the people. Pure: no clock, no network, no memory of its own.

// `ticket`: {event, ticket} of a good signature or a known short code, "bad_signature" or
// "unknown_code". `moves`: what is known of that ticket at this door, each {at, direction}.
// `isFull`: whether the room is, as far as is known.
export function judge(pack, ticket, { direction, at, force }, moves, isFull = false) {
  if (typeof ticket === "string") return refused(ticket);
  if (ticket.event !== pack.event.id) return refused("wrong_event");
  const objection = pack.objections.get(ticket.ticket) ?? "";
  if (objection === "revoked") return refused("revoked");
  const before = moves.filter((move) => move.at <= at).sort((one, other) => one.at - other.at);
  const last = before.at(-1);
  if (direction === "exit") {
    if (last?.direction === "entry") return { verdict: "left", forced: false };
    return force ? { verdict: "left", forced: true } : refused("not_inside");
  }
  const against = objection || closed(pack, at);
  if (against && !force) return refused(against);
  if (mayEnter(pack.checkpoint, before)) {
    return isFull && !force ? refused("room_full") : { verdict: "admitted", forced: Boolean(against) || isFull };
  }
  if (force) return { verdict: "admitted", forced: true };
  const first = before.find((move) => move.direction === "entry");
  return { verdict: "already_admitted", admittedAt: first.at };
}

function refused(reason) {
  return { verdict: "refused", reason };
}

// Why this door lets nobody in at this time; "" where it does.
function closed({ event, checkpoint: { opens_at, closes_at } }, at) {
  if (event.called_off) return "event_called_off";
  const isOpen = (!opens_at || Date.parse(opens_at) <= at) && (!closes_at || at < Date.parse(closes_at));
  return isOpen ? "" : "outside_window";
}

function mayEnter(checkpoint, before) {
  if (checkpoint.multiple || before.every((move) => move.direction === "exit")) return true;
  return checkpoint.reentry && before.at(-1).direction === "exit";
}
