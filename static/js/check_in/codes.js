// How a code comes in: before the camera, typed by hand or by a scanner, or of who was found by name.

import { Camera } from "./camera.js";
import { PeopleSearch } from "./people.js";
import { Reader } from "./reader.js";
import { looksLikeToken, mayBeName, shortCode, unbent } from "./tickets.js";
import { said, words } from "./words.js";

const SAME_CODE_RESTS = 3000; // ms out of sight before the same code is read again
const SAME_TYPING = 1000; // ms between two keys of one code

const find = (selector) => document.querySelector(selector);

export class Codes {
  #door;
  #people;
  #camera = new Camera(find("#camera video"));
  #reader = null;
  #lastSeen = { code: null, at: 0 };
  #typed = { text: "", at: 0 };

  // `door`: {phone, page, pack(), check(code), looksAway()}, the last of which says whether what the
  // camera sees is nobody's code just now.
  constructor(door) {
    this.#door = door;
    this.#people = new PeopleSearch(door.phone, door.pack, (code) => this.#take(code));
  }

  listen() {
    find("#typed").addEventListener("submit", (event) => {
      event.preventDefault();
      const text = find("#door-code").value.trim();
      if (text) this.#take(text);
    });
    find("#door-code").addEventListener("input", ({ target }) => {
      const isCode = looksLikeToken(unbent(target.value)) || shortCode(target.value);
      if (isCode) this.#people.clear();
      else this.#people.type(target.value);
    });
    document.addEventListener("keydown", (event) => this.#hear(event));
    find("#retry-camera").addEventListener("click", () => this.startCamera());
    find("#torch").addEventListener("click", async ({ currentTarget: button }) => {
      const on = button.getAttribute("aria-pressed") !== "true";
      const isDone = await this.#camera.setTorch(on).then(() => true, () => false);
      if (isDone) button.setAttribute("aria-pressed", String(on));
    });
    find("#which-camera select").addEventListener("change", async ({ target }) => {
      await this.#camera.change(target.value).catch(() => this.#door.page.say(words.no_camera));
      this.#showCamera();
      this.focus();
    });
  }

  focus() {
    if (matchMedia("(pointer: fine)").matches && !this.#door.page.isKiosk) find("#door-code").focus();
  }

  async startCamera() {
    const { page } = this.#door;
    find("#camera-controls").hidden = false;
    find("#retry-camera").hidden = true;
    try {
      if (!navigator.mediaDevices?.getUserMedia) throw new DOMException("", "NotFoundError");
      await this.#camera.start({ front: page.isKiosk });
    } catch (error) {
      page.say(error.name === "NotAllowedError" ? words.camera_refused : words.no_camera);
      find("#retry-camera").hidden = false;
      return;
    }
    page.say(null);
    find("#camera").hidden = false;
    this.#showCamera();
    stayAwake();
    this.#reader ??= new Reader(find("#app").dataset.decoder, () => page.say(words.no_decoder));
    this.#camera.lookWith((frame) => this.#look(frame));
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

  async #look(frame) {
    const code = await this.#reader.read(frame);
    if (!code || this.#door.looksAway() || !this.#isNew(code)) return;
    await this.#door.check(code);
    this.#lastSeen.at = performance.now(); // however long the answer took, it was in view
  }

  // A ticket that stays in view is one reading, however long it is held.
  #isNew(code) {
    const seenBefore = code === this.#lastSeen.code && performance.now() - this.#lastSeen.at < SAME_CODE_RESTS;
    this.#lastSeen = { code, at: performance.now() };
    return !seenBefore;
  }

  // A scanner that types does not look where the cursor is: only a field for text, or a list, keeps
  // what it types. A kiosk has no field, and hears it all the same.
  #hear(event) {
    const isText = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (this.#door.page.isKiosk) return this.#hearAtKiosk(event, isText);
    const keeps = document.activeElement?.closest("input:not([type=radio], [type=checkbox]), textarea, select");
    if (isText && event.key !== " " && !keeps) find("#door-code").focus();
  }

  #hearAtKiosk(event, isText) {
    const goesOn = performance.now() - this.#typed.at < SAME_TYPING;
    const text = goesOn ? this.#typed.text : "";
    this.#typed = { text: isText ? text + event.key : text, at: performance.now() };
    if (event.key !== "Enter" || !text) return;
    event.preventDefault(); // no button is meant
    this.#typed.text = "";
    this.#take(text);
  }

  async #take(text) {
    const code = unbent(text);
    // A name: the list is below, and what is typed next takes its place.
    if (!looksLikeToken(code) && !shortCode(code) && mayBeName(code)) return find("#door-code").select();
    find("#door-code").value = "";
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
  navigator.wakeLock?.request("screen").catch(() => {}); // a low battery may refuse
}
