// Finds somebody who has no code by name: the server searches, or without a network the phone searches
// the names in its pack.

import { around, copyOf, find } from "../parts.js";
import { said, words } from "./words.js";

/** @import { Phone } from "./phone.js" */
/** @import { Found, Pack } from "./shapes.js" */

const FEWEST = 3; // letters
const MOST = 20; // people shown
const PAUSE = 200; // ms after the last key
/** @type {Record<string, string>} */
const FOLDED = { ı: "i", â: "a", î: "i", û: "u", ç: "c", ğ: "g", ö: "o", ş: "s", ü: "u" };

// The text without case, Turkish letters and accents, so that «isil» finds «Işıl»: folded as by
// `search_key` in lib/turkish.py.
/** @param {string} text */
export function searchKey(text) {
  const lower = text.replaceAll("İ", "i").replaceAll("I", "ı").toLowerCase();
  const bent = lower.replace(/[ıâîûçğöşü]/g, (letter) => FOLDED[letter] ?? letter);
  return bent.normalize("NFKD").replace(/\p{M}/gu, "").split(/\s+/).filter(Boolean).join(" ");
}

export class PeopleSearch {
  #list = find("#found");
  #template = find("#person-row", HTMLTemplateElement);
  #status = find("#found-status");
  #phone;
  #pack;
  #timer = 0;
  #asked = 0; // the number of the newest search: results of an older one are not shown

  // `check` gets the code of the person who was tapped; `pack()` gives the door's pack.
  /** @param {Phone} phone @param {() => Pack | null} pack @param {(code: string) => void} check */
  constructor(phone, pack, check) {
    this.#phone = phone;
    this.#pack = pack;
    this.#list.addEventListener("click", (event) => {
      const code = around(event.target, "button")?.dataset.code;
      if (code) check(code);
    });
  }

  // Searches for what was typed, once the typing pauses.
  /** @param {string} text */
  type(text) {
    clearTimeout(this.#timer);
    const key = searchKey(text.replaceAll(",", " "));
    if (key.replaceAll(" ", "").length < FEWEST) return this.clear();
    this.#timer = setTimeout(() => void this.#look(text, key), PAUSE);
  }

  clear() {
    clearTimeout(this.#timer);
    this.#asked += 1;
    this.#list.replaceChildren();
    this.#status.textContent = "";
  }

  /** @param {string} text @param {string} key */
  async #look(text, key) {
    const asking = (this.#asked += 1);
    const people = await this.#foundBy(text).catch(() => this.#known(key));
    if (asking !== this.#asked) return;
    this.#list.replaceChildren(...(people ?? []).map((person) => this.#row(person)));
    if (!people) this.#status.textContent = words.no_names_here;
    else if (people.length < MOST) this.#status.textContent = people.length ? "" : words.nobody_found;
    else this.#status.textContent = said("first_found", { count: MOST });
  }

  // The people whom the server finds; it fails without a network.
  /** @param {string} text @returns {Promise<Found[]>} */
  async #foundBy(text) {
    if (!navigator.onLine) throw new Error("offline");
    const search = { method: "POST", body: { text }, patience: 3000 };
    const answer = await this.#phone.ask(`${this.#phone.door}/searches`, search);
    return /** @type {{ people: Found[] }} */ (await answer.json()).people;
  }

  // The people whom the phone finds in its pack; null if the pack has no names.
  /** @param {string} key @returns {Found[] | null} */
  #known(key) {
    const pack = this.#pack();
    if (!pack?.hasNames) return null;
    const wanted = key.split(" ");
    /** @type {Found[]} */
    const found = [];
    for (const person of pack.people.values()) {
      const text = searchKey(`${person.name} ${person.institution}`);
      if (wanted.every((word) => text.includes(word))) found.push({ ...person, status: "confirmed" });
      if (found.length === MOST) break;
    }
    return found;
  }

  /** @param {Found} person */
  #row(person) {
    const row = copyOf(this.#template);
    const part = (/** @type {string} */ name) => find(`[data-part=${name}]`, HTMLElement, row);
    part("name").textContent = person.name;
    part("about").textContent = [words.sectors[person.sector], person.institution].filter(Boolean).join(" · ");
    const isConfirmed = person.status === "confirmed";
    part("status").textContent = isConfirmed ? "" : (words.statuses[person.status] ?? "");
    part("status").hidden = isConfirmed;
    const button = part("check");
    button.hidden = !person.code;
    button.dataset.code = person.code ?? "";
    return row;
  }
}
