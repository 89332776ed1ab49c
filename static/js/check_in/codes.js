// The ways in which a code comes in besides the camera (looking.js): typed by hand or by a scanner, or by
// a search for a name.

import { around, find } from "../parts.js";
import { PeopleSearch } from "./people.js";
import { eightSigns, looksLikeToken, mayBeName, shortCode, unbent } from "./tickets.js";

/** @import { DoorPage } from "./door_page.js" */
/** @import { Phone } from "./phone.js" */
/** @import { Pack } from "./shapes.js" */

/**
 * @typedef {object} AtDoor where a code goes to
 * @property {Phone} phone
 * @property {DoorPage} page
 * @property {() => Pack | null} pack
 * @property {(ticket: string) => Promise<boolean>} hasEntered see Knowledge
 * @property {(code: string) => Promise<boolean>} isTicket whether the phone knows the ticket of this code
 * @property {(code: string) => Promise<void>} check
 * @property {(codes: string[]) => Promise<void>} checkInAll
 */

const SAME_TYPING = 1000; // ms between two keys of one code

export class Codes {
  #door;
  #people;
  #field = find("#door-code", HTMLInputElement);
  #typed = { text: "", at: 0 };

  /** @param {AtDoor} door */
  constructor(door) {
    this.#door = door;
    this.#people = new PeopleSearch(door, {
      one: (code) => void this.#check(code),
      all: (codes) => {
        this.#clear();
        void door.checkInAll(codes);
      },
    });
  }

  listen() {
    find("#typed").addEventListener("submit", (event) => {
      event.preventDefault();
      const text = this.#field.value.trim();
      if (text) void this.#take(text);
    });
    this.#field.addEventListener("input", () => this.#search());
    find("#way").addEventListener("change", () => this.#search()); // the buttons beside the names say the way
    document.addEventListener("keydown", (event) => this.#hear(event));
  }

  focus() {
    if (matchMedia("(pointer: fine)").matches && !this.#door.page.isKiosk) this.#field.focus();
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

  #search() {
    const { value } = this.#field;
    const isCode = looksLikeToken(unbent(value)) || (shortCode(value) && !mayBeName(value));
    if (isCode) this.#people.clear();
    else this.#people.type(value);
  }

  /** @param {string} text */
  async #take(text) {
    const code = unbent(text);
    if (looksLikeToken(code)) return this.#check(code);
    const isName = eightSigns(code) ? await this.#finds(code) : mayBeName(code);
    // A name was typed: the matches are listed below, and the next input replaces it.
    if (isName) return this.#field.select();
    await this.#check(code);
  }

  // Eight signs of a short code are one, unless they are the name of somebody or the code of a group.
  /** @param {string} code */
  async #finds(code) {
    if (this.#door.page.isKiosk || (await this.#door.isTicket(code))) return false;
    return this.#people.finds(code);
  }

  /** @param {string} code */
  async #check(code) {
    this.#clear();
    await this.#door.check(code);
  }

  #clear() {
    this.#field.value = "";
    this.#people.clear();
  }
}
