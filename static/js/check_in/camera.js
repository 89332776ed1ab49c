// The camera: its picture on the page, its frames to a decoder, its light.

const LONGEST_SIDE = 1024; // pixels; a ticket at arm's length stays readable, and phones stay fast
const SHORTEST_PAUSE = 50; // ms between two looks

export class Camera {
  #video;
  #canvas = document.createElement("canvas");
  #looking = false;

  constructor(video) {
    this.#video = video;
  }

  // Rejects with what getUserMedia says, or when the browser gives no page a camera.
  async start() {
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { facingMode: { ideal: "environment" }, width: { ideal: 1280 }, height: { ideal: 720 } },
    });
    this.#video.srcObject = stream;
    await this.#video.play();
  }

  get #track() {
    return this.#video.srcObject?.getVideoTracks()[0];
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

  async setTorch(on) {
    await this.#track.applyConstraints({ advanced: [{ torch: on }] });
  }

  // Shows frame after frame to `look`, the next one when the last was looked at.
  async lookWith(look) {
    if (this.#looking) return;
    this.#looking = true;
    for (;;) {
      const frame = document.hidden ? null : this.#frame();
      if (frame) await look(frame);
      await new Promise((resolve) => setTimeout(resolve, frame ? SHORTEST_PAUSE : 200));
    }
  }

  #frame() {
    const { videoWidth, videoHeight } = this.#video;
    if (!videoWidth || this.#video.paused) return null;
    const scale = Math.min(1, LONGEST_SIDE / Math.max(videoWidth, videoHeight));
    this.#canvas.width = Math.round(videoWidth * scale);
    this.#canvas.height = Math.round(videoHeight * scale);
    const drawing = this.#canvas.getContext("2d", { willReadFrequently: true });
    drawing.drawImage(this.#video, 0, 0, this.#canvas.width, this.#canvas.height);
    return drawing.getImageData(0, 0, this.#canvas.width, this.#canvas.height);
  }
}
