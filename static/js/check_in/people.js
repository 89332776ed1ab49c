// Finds somebody who has no code by name: the server searches, or without a network the phone searches
// the names in its pack. Those of a family or a group who are not in yet have one button together.

import { around, copyOf, find } from "../parts.js";
import { eightSigns } from "./tickets.js";
import { said, words } from "./words.js";

/** @import { AtDoor } from "./codes.js" */
/** @import { Found } from "./shapes.js" */

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
  #familyTemplate = find("#family-row", HTMLTemplateElement);
  #status = find("#found-status");
  #door;
  #timer = 0;
  #asked = 0; // the number of the newest search: results of an older one are not shown

  // `take.one` gets the code of the person who was tapped, `take.all` those of a family.
  /** @param {AtDoor} door @param {{ one: (code: string) => void, all: (codes: string[]) => void }} take */
  constructor(door, take) {
    this.#door = door;
    this.#list.addEventListener("click", (event) => {
      const pressed = around(event.target, "button", HTMLButtonElement)?.dataset;
      if (pressed?.code) take.one(pressed.code);
      if (pressed?.codes) take.all(pressed.codes.split(" "));
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

  // Whether a search finds somebody by this text, and not by their ticket's code: they are shown. Also if
  // somebody types on meanwhile, since they mean something else.
  /** @param {string} text */
  async finds(text) {
    clearTimeout(this.#timer);
    const people = await this.#look(text, searchKey(text));
    const code = eightSigns(text);
    return people === null || people.some((person) => person.code !== code);
  }

  // Shows whom the text finds, and gives them; null if a newer search took its place.
  /** @param {string} text @param {string} key */
  async #look(text, key) {
    const asking = (this.#asked += 1);
    const people = await this.#foundBy(text).catch(() => this.#known(key, eightSigns(text)));
    if (asking !== this.#asked) return null;
    this.#list.replaceChildren(...this.#rows(people ?? []));
    if (!people) this.#status.textContent = words.no_names_here;
    else if (people.length < MOST) this.#status.textContent = people.length ? "" : words.nobody_found;
    else this.#status.textContent = said("first_found", { count: MOST });
    return people ?? [];
  }

  // The people whom the server finds; it fails without a network.
  /** @param {string} text @returns {Promise<Found[]>} */
  async #foundBy(text) {
    if (!navigator.onLine) throw new Error("offline");
    const { phone } = this.#door;
    const search = { method: "POST", body: { text }, patience: 3000 };
    const answer = await phone.ask(`${phone.door}/searches`, search);
    return /** @type {{ people: Found[] }} */ (await answer.json()).people;
  }

  // The people whom the phone finds in its pack, by name or by their group's code; null if the pack has
  // no names.
  /** @param {string} key @param {string | null} group @returns {Promise<Found[] | null>} */
  async #known(key, group) {
    const pack = this.#door.pack();
    if (!pack?.hasNames) return null;
    const wanted = key.split(" ");
    /** @type {Found[]} */
    const found = [];
    for (const [ticket, person] of pack.people) {
      const text = searchKey(`${person.name} ${person.institution}`);
      const isInGroup = group && eightSigns(person.group ?? "") === group;
      if (!isInGroup && !wanted.every((word) => text.includes(word))) continue;
      found.push({ ...person, status: "confirmed", admitted: await this.#door.hasEntered(ticket) });
      if (found.length === MOST) break;
    }
    return found;
  }

  // Families together, in the place of the first one; before each its own button.
  /** @param {Found[]} people */
  #rows(people) {
    /** @type {Map<number | Found, Found[]>} */
    const families = new Map();
    for (const person of people) {
      const key = person.family || person;
      families.set(key, [...(families.get(key) ?? []), person]);
    }
    return [...families.values()].flatMap((members) => [
      ...this.#familyRow(members.filter(({ status, code, admitted }) => status === "confirmed" && code && !admitted)),
      ...members.map((person) => this.#row(person)),
    ]);
  }

  // The button for all of a family who are not in yet; none for one person.
  /** @param {Found[]} members */
  #familyRow(members) {
    if (members.length < 2) return [];
    const row = copyOf(this.#familyTemplate);
    const names = members.map(({ name }) => name).join(", ");
    find("[data-part=names]", HTMLElement, row).textContent = names;
    const button = find("[data-part=all]", HTMLButtonElement, row);
    button.textContent = said("check_in_all", { count: members.length });
    button.setAttribute("aria-label", said("check_in_all_of", { count: members.length, names }));
    button.dataset.codes = members.map(({ code }) => code).join(" ");
    return [row];
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
    button.textContent = this.#door.page.direction === "exit" ? words.record_exit : words.check_in;
    button.setAttribute("aria-label", `${button.textContent}: ${person.name}`);
    button.hidden = !person.code;
    button.dataset.code = person.code ?? "";
    return row;
  }
}
