// Codes that come in by the camera: what it sees is decoded and read one code after the other, and it
// rests while nobody is there.

import { find } from "../parts.js";
import { Camera, isForbidden } from "./camera.js";
import { Reader } from "./reader.js";
import { Sightings } from "./sightings.js";
import { Stillness } from "./stillness.js";
import { looksLikeToken, shortCode, unbent } from "./tickets.js";
import { said, words } from "./words.js";

/** @import { DoorPage } from "./door_page.js" */

/**
 * @typedef {object} AtDoor where a code goes to
 * @property {DoorPage} page
 * @property {(code: string) => Promise<void>} check
 * @property {() => boolean} looksAway whether what the camera sees is nobody's code just now
 * @property {() => boolean} isShown whether a verdict stands on the screen
 * @property {() => void} focus
 */

const RESTS_AFTER = 60_000; // ms in which nothing moved and nobody touched anything

export class Looking {
  #door;
  #camera = new Camera(find("#camera video", HTMLVideoElement));
  /** @type {Reader | null} */
  #reader = null;
  #sightings = new Sightings((code) => looksLikeToken(code) || Boolean(shortCode(code)));
  #stillness = new Stillness();
  #rests = false;
  /** @type {WakeLockSentinel | null} */
  #awake = null;

  /** @param {AtDoor} door */
  constructor(door) {
    this.#door = door;
  }

  listen() {
    find("#retry-camera").addEventListener("click", () => void this.start());
    find("#torch").addEventListener("click", () => void this.#switchTorch());
    const which = find("#which-camera select", HTMLSelectElement);
    which.addEventListener("change", () => void this.#change(which.value));
    for (const sign of ["pointerdown", "keydown", "click"]) document.addEventListener(sign, () => this.#somebodyIsThere());
  }

  async start() {
    const { page } = this.#door;
    this.#rests = false;
    this.#stillness.end();
    find("#resting").hidden = true;
    find("#camera-controls").hidden = false;
    find("#retry-camera").hidden = true;
    try {
      if (!navigator.mediaDevices?.getUserMedia) throw new DOMException("", "NotFoundError");
      await this.#camera.start({ front: page.isKiosk });
    } catch (error) {
      page.say(isForbidden(error) ? words.camera_refused : words.no_camera);
      find("#retry-camera").hidden = false;
      return;
    }
    page.say(null);
    find("#camera").hidden = false;
    void this.#show();
    void this.#stayAwake();
    const reader = (this.#reader ??= new Reader(find("#app").dataset.decoder ?? "", () => page.say(words.no_decoder)));
    void this.#camera.lookWith((frame) => this.#look(reader, frame));
  }

  stop() {
    this.#rests = false;
    find("#resting").hidden = true;
    this.#camera.stop();
    find("#camera").hidden = true;
  }

  // Phones take the camera away from a page that is out of sight, and let the screen go dark.
  wakeUp() {
    this.#somebodyIsThere();
    if (find("#camera").hidden) return;
    void this.#stayAwake();
    this.#camera.resume().catch(() => (find("#retry-camera").hidden = false));
  }

  /** @param {Reader} reader @param {ImageData} frame */
  async #look(reader, frame) {
    const codes = (await reader.read(frame)).map(unbent);
    this.#sightings.note(codes, performance.now());
    if (this.#door.looksAway()) return;
    const code = this.#sightings.next(performance.now(), this.#door.isShown());
    if (!code) return this.#restIfStill();
    await this.#door.check(code);
    this.#sightings.done(code, performance.now());
  }

  // Participants who scan themselves do not know that they should touch anything.
  #restIfStill() {
    const still = this.#stillness.look(() => this.#camera.thumbnail(), performance.now());
    if (still < RESTS_AFTER || this.#door.page.isKiosk) return;
    this.stop();
    this.#rests = true;
    find("#camera-controls").hidden = true;
    find("#resting").hidden = false;
    void this.#awake?.release().catch(() => {});
  }

  #somebodyIsThere() {
    this.#stillness.end();
    if (!this.#rests) return;
    if (find("#resting").contains(document.activeElement)) this.#door.focus();
    void this.start();
  }

  async #switchTorch() {
    const button = find("#torch");
    const on = button.getAttribute("aria-pressed") !== "true";
    const isDone = await this.#camera.setTorch(on).then(() => true, () => false);
    if (isDone) button.setAttribute("aria-pressed", String(on));
  }

  /** @param {string} id */
  async #change(id) {
    await this.#camera.change(id).catch(() => this.#door.page.say(words.no_camera));
    void this.#show();
    this.#door.focus();
  }

  async #show() {
    find("#torch").hidden = !this.#camera.hasTorch;
    find("#torch").setAttribute("aria-pressed", "false"); // a camera begins without its light
    const choices = await this.#camera.choices();
    find("#which-camera").hidden = choices.length < 2;
    find("#which-camera select").replaceChildren(
      ...choices.map(({ id, label, isOn }, at) => new Option(label || said("camera_number", { number: at + 1 }), id, isOn, isOn)),
    );
  }

  async #stayAwake() {
    this.#awake = (await navigator.wakeLock?.request("screen").catch(() => null)) ?? null; // a low battery may refuse
  }
}
