// Who went in and out with one ticket, as far as this phone knows. Pure.

const MOVES = { admitted: "entry", left: "exit" };

// What the server knew at `since`, and what this phone did after that: `rows` are its readings of
// the ticket. Each {at, direction}, the last one last.
export function movesOf(rows, known, since) {
  const own = rows
    .filter((one) => MOVES[one.verdict ?? one.told])
    .filter((one) => one.state === "waiting" || one.answered_at > since);
  const undone = own.filter((one) => one.annulled_at).flatMap((one) => [one.scanned_at, Date.parse(one.admitted_at)]);
  const made = own
    .filter((one) => !one.annulled_at)
    .map((one) => ({ at: one.scanned_at, direction: MOVES[one.verdict ?? one.told] }));
  return [...known.filter(({ at }) => !undone.includes(at)), ...made];
}
