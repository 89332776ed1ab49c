// The ways in which a code comes in: by the camera, typed by hand or by a scanner, or by a search
// for a name.

import { around, find } from "../parts.js";
import { Camera, isForbidden } from "./camera.js";
import { PeopleSearch } from "./people.js";
import { Reader } from "./reader.js";
import { looksLikeToken, mayBeName, shortCode, unbent } from "./tickets.js";
import { said, words } from "./words.js";

/** @import { DoorPage } from "./door_page.js" */
/** @import { Phone } from "./phone.js" */
/** @import { Pack } from "./shapes.js" */

/**
 * @typedef {object} AtDoor where a code goes to
 * @property {Phone} phone
 * @property {DoorPage} page
 * @property {() => Pack | null} pack
 * @property {(code: string) => Promise<void>} check
 * @property {() => boolean} looksAway whether what the camera sees is nobody's code just now
 */

const SAME_CODE_RESTS = 3000; // ms out of sight before the same code is read again
const SAME_TYPING = 1000; // ms between two keys of one code

export class Codes {
  #door;
  #people;
  #camera = new Camera(find("#camera video", HTMLVideoElement));
  /** @type {Reader | null} */
  #reader = null;
  #lastSeen = { code: "", at: 0 };
  #field = find("#door-code", HTMLInputElement);
  #typed = { text: "", at: 0 };

  /** @param {AtDoor} door */
  constructor(door) {
    this.#door = door;
    this.#people = new PeopleSearch(door.phone, door.pack, (code) => void this.#take(code));
  }

  listen() {
    find("#typed").addEventListener("submit", (event) => {
      event.preventDefault();
      const text = this.#field.value.trim();
      if (text) void this.#take(text);
    });
    this.#field.addEventListener("input", () => {
      const { value } = this.#field;
      if (looksLikeToken(unbent(value)) || shortCode(value)) this.#people.clear();
      else this.#people.type(value);
    });
    document.addEventListener("keydown", (event) => this.#hear(event));
    find("#retry-camera").addEventListener("click", () => void this.startCamera());
    find("#torch").addEventListener("click", () => void this.#switchTorch());
    const which = find("#which-camera select", HTMLSelectElement);
    which.addEventListener("change", () => void this.#changeCamera(which.value));
  }

  async #switchTorch() {
    const button = find("#torch");
    const on = button.getAttribute("aria-pressed") !== "true";
    const isDone = await this.#camera.setTorch(on).then(() => true, () => false);
    if (isDone) button.setAttribute("aria-pressed", String(on));
  }

  /** @param {string} id */
  async #changeCamera(id) {
    await this.#camera.change(id).catch(() => this.#door.page.say(words.no_camera));
    void this.#showCamera();
    this.focus();
  }

  focus() {
    if (matchMedia("(pointer: fine)").matches && !this.#door.page.isKiosk) this.#field.focus();
  }

  async startCamera() {
    const { page } = this.#door;
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
    void this.#showCamera();
    stayAwake();
    const reader = (this.#reader ??= new Reader(find("#app").dataset.decoder ?? "", () => page.say(words.no_decoder)));
    void this.#camera.lookWith((frame) => this.#look(reader, frame));
  }

  stopCamera() {
    this.#camera.stop();
    find("#camera").hidden = true;
  }

  // Phones take the camera away from a page that is out of sight, and let the screen go dark.
  wakeUp() {
    if (find("#camera").hidden) return;
    stayAwake();
    this.#camera.resume().catch(() => (find("#retry-camera").hidden = false));
  }

  /** @param {Reader} reader @param {ImageData} frame */
  async #look(reader, frame) {
    const seen = await reader.read(frame);
    const code = seen && unbent(seen);
    if (!code || this.#door.looksAway() || !this.#isNew(code)) return;
    await this.#door.check(code);
    this.#lastSeen.at = performance.now(); // however long the answer took, it was in view
  }

  // A ticket that stays in view is one reading, however long it is held.
  /** @param {string} code */
  #isNew(code) {
    const seenBefore = code === this.#lastSeen.code && performance.now() - this.#lastSeen.at < SAME_CODE_RESTS;
    this.#lastSeen = { code, at: performance.now() };
    return !seenBefore;
  }

  // A scanner that types does not look where the cursor is: its text stays in a text field or a
  // list only. A kiosk has no such field, and still receives it.
  /** @param {KeyboardEvent} event */
  #hear(event) {
    const isText = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (this.#door.page.isKiosk) return this.#hearAtKiosk(event, isText);
    const keeps = around(document.activeElement, "input:not([type=radio], [type=checkbox]), textarea, select");
    if (isText && event.key !== " " && !keeps) this.#field.focus();
  }

  /** @param {KeyboardEvent} event @param {boolean} isText */
  #hearAtKiosk(event, isText) {
    const goesOn = performance.now() - this.#typed.at < SAME_TYPING;
    const text = goesOn ? this.#typed.text : "";
    this.#typed = { text: isText ? text + event.key : text, at: performance.now() };
    if (event.key !== "Enter" || !text) return;
    event.preventDefault(); // no button is meant
    this.#typed.text = "";
    void this.#take(text);
  }

  /** @param {string} text */
  async #take(text) {
    const code = unbent(text);
    // A name was typed: the matches are listed below, and the next input replaces it.
    if (!looksLikeToken(code) && !shortCode(code) && mayBeName(code)) return this.#field.select();
    this.#field.value = "";
    this.#people.clear();
    await this.#door.check(code);
  }

  async #showCamera() {
    find("#torch").hidden = !this.#camera.hasTorch;
    find("#torch").setAttribute("aria-pressed", "false"); // a camera begins without its light
    const choices = await this.#camera.choices();
    find("#which-camera").hidden = choices.length < 2;
    find("#which-camera select").replaceChildren(
      ...choices.map(({ id, label, isOn }, at) => new Option(label || said("camera_number", { number: at + 1 }), id, isOn, isOn)),
    );
  }
}

function stayAwake() {
  void navigator.wakeLock?.request("screen").catch(() => {}); // a low battery may refuse
}
