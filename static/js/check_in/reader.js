// Starts the decoder's worker (decoder.js) and gives a promise for each frame.

/** @import { FromDecoder } from "./shapes.js" */

export class Reader {
  #worker;
  /** @type {((codes: string[]) => void) | null} */
  #waiting = null;

  // `onFailure` is called if no decoder works in this browser.
  /** @param {string} address @param {() => void} onFailure */
  constructor(address, onFailure) {
    this.#worker = new Worker(address, { type: "module" });
    this.#worker.onerror = onFailure;
    this.#worker.onmessage = (/** @type {MessageEvent<FromDecoder>} */ { data }) => {
      if ("ready" in data) {
        document.documentElement.dataset.decoder = data.ready ?? "none";
        if (!data.ready) onFailure();
        return;
      }
      this.#waiting?.(data.codes);
    };
  }

  // The texts of the QR codes in the frame. Ask for one frame at a time: an earlier promise that
  // is still open never resolves. The frame cannot be used afterwards, since its pixels are moved.
  /** @param {ImageData} frame @returns {Promise<string[]>} */
  read(frame) {
    return new Promise((resolve) => {
      this.#waiting = resolve;
      const pixels = frame.data.buffer;
      this.#worker.postMessage({ pixels, width: frame.width, height: frame.height }, [pixels]);
    });
  }
}
