// The decoder's worker as a promise for each frame.

/** @import { FromDecoder } from "./shapes.js" */

export class Reader {
  #worker;
  /** @type {((text: string | null) => void) | null} */
  #waiting = null;

  // `onFailure` is called when this browser cannot decode at all.
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
      this.#waiting?.(data.text);
    };
  }

  // The text of the QR code in the frame, or null.
  /** @param {ImageData} frame @returns {Promise<string | null>} */
  read(frame) {
    return new Promise((resolve) => {
      this.#waiting = resolve;
      const pixels = frame.data.buffer;
      this.#worker.postMessage({ pixels, width: frame.width, height: frame.height }, [pixels]);
    });
  }
}
