// For how long nothing has moved before the camera, by comparing small pictures.

const EVERY = 1000; // ms between two pictures
const DIFFERENT = 32; // of 255, in one channel of a pixel: more than the noise of a dark camera
const FEW = 0.01; // of all channels of the picture

export class Stillness {
  /** @type {Uint8ClampedArray | null} */
  #before = null;
  #looked = 0;
  #still = 0; // ms

  // Compares the picture with the last one, at most once a second. Gives the ms for which nothing has
  // moved; of a time without pictures, as of a page out of sight, no more than a second or two counts.
  /** @param {() => Uint8ClampedArray | null} picture @param {number} now in ms */
  look(picture, now) {
    if (now - this.#looked < EVERY) return this.#still;
    const passed = Math.min(now - this.#looked, 2 * EVERY);
    this.#looked = now;
    const seen = picture();
    const isStill = seen && this.#before && !differ(seen, this.#before);
    this.#before = seen;
    this.#still = isStill ? this.#still + passed : 0;
    return this.#still;
  }

  // Somebody is there.
  end() {
    this.#still = 0;
  }
}

/** @param {Uint8ClampedArray} one @param {Uint8ClampedArray} other */
function differ(one, other) {
  let different = 0;
  for (let at = 0; at < one.length; at += 1) {
    if (Math.abs((one[at] ?? 0) - (other[at] ?? 0)) > DIFFERENT) different += 1;
  }
  return different > one.length * FEW;
}
