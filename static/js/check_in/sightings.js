// Which of the codes before the camera is to be read next. All that are in view are remembered, so that
// each is read once, however long it is held, and several on one sheet are read one after the other.

const FORGOTTEN = 3000; // ms out of sight before the same code is read again
const BESIDE = 1000; // ms; codes seen so shortly one after the other lie side by side
// For how long a foreign code is alone before it is refused, in ms and in frames: the next frame may show
// ours, too, and the script needs five to look everywhere (VIEWS in decoder.js).
const ALONE = 500;
const ALONE_IN = 5;

/** @typedef {{ since: number, frame: number, at: number, isDone: boolean }} Sighting */

export class Sightings {
  /** @type {Map<string, Sighting>} */
  #seen = new Map();
  #isOurs;
  #frames = 0;
  #last = ""; // the code that was read last

  // `isOurs`: whether a code has the form of a ticket's.
  /** @param {(code: string) => boolean} isOurs */
  constructor(isOurs) {
    this.#isOurs = isOurs;
  }

  // Takes note of the codes in a frame.
  /** @param {string[]} codes @param {number} now in ms */
  note(codes, now) {
    this.#frames += 1;
    for (const [code, { at }] of this.#seen) if (now - at > FORGOTTEN) this.#seen.delete(code);
    for (const code of codes) {
      const known = this.#seen.get(code) ?? { since: now, frame: this.#frames, isDone: false };
      this.#seen.set(code, { ...known, at: now });
    }
    // A foreign code beside one of ours is nobody's try to come in, also when ours is taken away first.
    if (!this.#inView(now).some(([code]) => this.#isOurs(code))) return;
    for (const [code, sighting] of this.#seen) if (!this.#isOurs(code)) sighting.isDone = true;
  }

  // The code to read next, or null. `isShown`: the verdict on the last one is still on the screen. One
  // beside it waits until everybody has seen that; the next person's does not, once the last is gone.
  /** @param {number} now in ms @param {boolean} isShown */
  next(now, isShown) {
    const inView = this.#inView(now);
    if (isShown && this.#isOurs(this.#last) && inView.some(([code]) => code === this.#last)) return null;
    const waiting = inView.filter(([, { isDone }]) => !isDone);
    const ours = waiting.find(([code]) => this.#isOurs(code));
    const foreign = waiting.find(([, { since, frame }]) => now - since >= ALONE && this.#frames - frame >= ALONE_IN);
    const [code] = ours ?? foreign ?? [];
    return code ?? null;
  }

  // The code was read. However long that took, nothing in view has left it meanwhile.
  /** @param {string} read @param {number} now in ms */
  done(read, now) {
    this.#last = read;
    for (const [code, sighting] of this.#seen) {
      if (code === read) sighting.isDone = true;
      sighting.at = now;
    }
  }

  /** @param {number} now */
  #inView(now) {
    return [...this.#seen].filter(([, { at }]) => now - at <= BESIDE);
  }
}
