// The time at the door: the server's, carried on by a clock that nobody can set while the page is
// open; after a reload by the phone's own clock, corrected by its last known error.

const KEPT_AS = "meydan-door-clock"; // ms that the phone's clock is behind the server's
const LONGEST_WAY = 20_000; // ms that an answer may have been under way
const ASLEEP = 5000; // ms

/** @typedef {{ server: number, steady: number, own: number }} Compared the three clocks at one moment, in ms */

/** @type {Compared | null} */
let compared = null;

// An answer that took long tells an older time than it is: the clock does not go back for it.
/** @param {string} serverTime */
export function compareClock(serverTime) {
  const server = Date.parse(serverTime);
  if (Number.isNaN(server)) return;
  const late = compared ? carriedOn(compared) - server : -1;
  if (late >= 0 && late < LONGEST_WAY) return;
  compared = { server, steady: performance.now(), own: Date.now() };
  try {
    localStorage.setItem(KEPT_AS, String(server - Date.now()));
  } catch {
    // A browser that stores nothing has no correction after a reload either.
  }
}

// ms since 1970
export function doorTime() {
  return compared ? carriedOn(compared) : Date.now() + behind();
}

/** @param {Compared} since */
function carriedOn({ server, steady }) {
  return Math.round(server + performance.now() - steady);
}

// The steady clock of many phones stops while they sleep; their own clock does not.
function wakeUp() {
  if (document.hidden || !compared) return;
  const slept = Date.now() - compared.own - (performance.now() - compared.steady);
  if (slept > ASLEEP) compared = { ...compared, server: compared.server + slept, own: compared.own + slept };
}

function behind() {
  try {
    return Number(localStorage.getItem(KEPT_AS)) || 0;
  } catch {
    return 0;
  }
}

document.addEventListener("visibilitychange", wakeUp);
