// The camera: its picture on the page, its frames for a decoder, its light, and the choice among
// several.

const LONGEST_SIDE = 1024; // pixels; a ticket at arm's length stays readable, and phones stay fast
const CENTRE = 640; // pixels of the middle in full sharpness, for small print
const SHORTEST_PAUSE = 40; // ms between two looks
const THUMBNAIL = { wide: 32, high: 24 }; // pixels
const KEPT_AS = "meydan-door-camera";

export class Camera {
  #video;
  #canvas = document.createElement("canvas");
  #small = document.createElement("canvas");
  #looking = false;
  #looks = 0; // how often
  #front = false;

  /** @param {HTMLVideoElement} video */
  constructor(video) {
    this.#video = video;
  }

  // Rejects with the error of getUserMedia, or if the browser gives pages no camera.
  /** @param {{ front?: boolean }} [which] @returns {Promise<void>} */
  async start({ front = this.#front } = {}) {
    this.stop();
    this.#front = front;
    const chosen = this.#chosen();
    const which = chosen ? { deviceId: { exact: chosen } } : { facingMode: { ideal: front ? "user" : "environment" } };
    const wanted = { ...which, width: { ideal: 1920 }, height: { ideal: 1080 } };
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: wanted });
    } catch (error) {
      if (!chosen || isForbidden(error)) throw error;
      this.#choose(null); // the one that was chosen is gone
      return this.start({ front });
    }
    this.#video.srcObject = stream;
    await this.#video.play();
  }

  get #track() {
    const stream = this.#video.srcObject;
    return stream instanceof MediaStream ? stream.getVideoTracks()[0] : undefined;
  }

  get isOn() {
    return this.#track?.readyState === "live";
  }

  // Phones take the camera away from a page that is out of sight.
  async resume() {
    if (!this.isOn) await this.start();
    else if (this.#video.paused) await this.#video.play();
  }

  get hasTorch() {
    return Boolean(this.#track?.getCapabilities?.().torch);
  }

  /** @param {boolean} on */
  async setTorch(on) {
    if (!this.#track) throw new Error("no camera");
    await this.#track.applyConstraints({ advanced: [{ torch: on }] });
  }

  // All cameras by number and name, and which one is on; names are known once a camera was allowed.
  async choices() {
    const all = await navigator.mediaDevices.enumerateDevices();
    const current = this.#track?.getSettings().deviceId;
    return all
      .filter(({ kind }) => kind === "videoinput")
      .map(({ deviceId, label }) => ({ id: deviceId, label, isOn: deviceId === current }));
  }

  /** @param {string} id */
  async change(id) {
    this.#choose(id);
    await this.start();
  }

  // Gives frame after frame to `look`, the next one when `look` is done with the last.
  /** @param {(frame: ImageData) => Promise<void>} look */
  async lookWith(look) {
    if (this.#looking) return;
    this.#looking = true;
    for (;;) {
      const frame = document.hidden ? null : this.#frame();
      if (frame) await look(frame);
      await new Promise((resolve) => setTimeout(resolve, frame ? SHORTEST_PAUSE : 200));
    }
  }

  // In turns the whole picture, made smaller, and its middle in the camera's full resolution.
  #frame() {
    const { videoWidth: width, videoHeight: height } = this.#video;
    if (!width || this.#video.paused || !this.#track) return null;
    this.#looks += 1;
    const whole = this.#looks % 2 === 1 || Math.max(width, height) <= LONGEST_SIDE;
    const { x, y, wide, high } = whole ? { x: 0, y: 0, wide: width, high: height } : centreOf(width, height);
    const scale = whole ? Math.min(1, LONGEST_SIDE / Math.max(width, height)) : 1;
    this.#canvas.width = Math.round(wide * scale);
    this.#canvas.height = Math.round(high * scale);
    const drawing = this.#canvas.getContext("2d", { willReadFrequently: true });
    if (!drawing) return null; // no memory for it just now
    drawing.drawImage(this.#video, x, y, wide, high, 0, 0, this.#canvas.width, this.#canvas.height);
    return drawing.getImageData(0, 0, this.#canvas.width, this.#canvas.height);
  }

  // The picture made so small that comparing it with an earlier one costs nothing; null if there is none.
  thumbnail() {
    if (!this.#video.videoWidth || this.#video.paused || !this.#track) return null;
    this.#small.width = THUMBNAIL.wide;
    this.#small.height = THUMBNAIL.high;
    const drawing = this.#small.getContext("2d", { willReadFrequently: true });
    drawing?.drawImage(this.#video, 0, 0, THUMBNAIL.wide, THUMBNAIL.high);
    return drawing?.getImageData(0, 0, THUMBNAIL.wide, THUMBNAIL.high).data ?? null;
  }

  stop() {
    this.#track?.stop();
    this.#video.srcObject = null;
  }

  #chosen() {
    try {
      return localStorage.getItem(KEPT_AS);
    } catch {
      return null;
    }
  }

  /** @param {string | null} id */
  #choose(id) {
    try {
      if (id) localStorage.setItem(KEPT_AS, id);
      else localStorage.removeItem(KEPT_AS);
    } catch {
      // The camera is chosen again the next time.
    }
  }
}

// Whether a person, or the browser's settings, denied the camera.
/** @param {unknown} error */
export function isForbidden(error) {
  return error instanceof DOMException && error.name === "NotAllowedError";
}

/** @param {number} width @param {number} height */
function centreOf(width, height) {
  const side = Math.min(CENTRE, width, height);
  return { x: (width - side) / 2, y: (height - side) / 2, wide: side, high: side };
}
