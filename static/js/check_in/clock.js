// The time at the door: the server's, carried on by a clock that nobody can set while the page is
// open; after a reload by the phone's own, corrected by how wrong it was when last compared.

const KEPT_AS = "meydan-door-clock"; // ms that the phone's clock is behind the server's

let compared = null; // {server, steady}

export function compareClock(serverTime) {
  const server = Date.parse(serverTime);
  if (Number.isNaN(server)) return;
  compared = { server, steady: performance.now() };
  try {
    localStorage.setItem(KEPT_AS, String(server - Date.now()));
  } catch {
    // A browser that keeps nothing has no clock to correct after a reload either.
  }
}

// ms since 1970
export function doorTime() {
  if (compared) return Math.round(compared.server + performance.now() - compared.steady);
  return Date.now() + behind();
}

function behind() {
  try {
    return Number(localStorage.getItem(KEPT_AS)) || 0;
  } catch {
    return 0;
  }
}
