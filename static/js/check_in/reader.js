// The decoder's worker as a promise for each frame.

export class Reader {
  #worker;
  #waiting = null;

  // `onFailure` is called when this browser cannot decode at all.
  constructor(address, onFailure) {
    this.#worker = new Worker(address, { type: "module" });
    this.#worker.onerror = onFailure;
    this.#worker.onmessage = ({ data }) => {
      if ("ready" in data) {
        document.documentElement.dataset.decoder = data.ready ?? "none";
        if (!data.ready) onFailure();
        return;
      }
      this.#waiting?.(data.text);
    };
  }

  // The text of the QR code in the frame, or null.
  read(frame) {
    return new Promise((resolve) => {
      this.#waiting = resolve;
      const pixels = frame.data.buffer;
      this.#worker.postMessage({ pixels, width: frame.width, height: frame.height }, [pixels]);
    });
  }
}
