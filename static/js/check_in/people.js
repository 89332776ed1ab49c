// Somebody without a code: found by name, online by the server, else among the names this door has.

import { said, words } from "./words.js";

const FEWEST = 3; // letters
const MOST = 20;
const PAUSE = 200; // ms after the last key
const FOLDED = { ı: "i", â: "a", î: "i", û: "u", ç: "c", ğ: "g", ö: "o", ş: "s", ü: "u" };

// What a person would type in a hurry, as lib/turkish.py folds it.
export function searchKey(text) {
  const lower = text.replaceAll("İ", "i").replaceAll("I", "ı").toLowerCase();
  const bent = lower.replace(/[ıâîûçğöşü]/g, (letter) => FOLDED[letter]);
  return bent.normalize("NFKD").replace(/\p{M}/gu, "").split(/\s+/).filter(Boolean).join(" ");
}

export class PeopleSearch {
  #list = document.querySelector("#found");
  #template = document.querySelector("#person-row");
  #status = document.querySelector("#found-status");
  #phone;
  #pack;
  #timer = null;
  #asked = 0;

  // `check` is called with the code of who was picked; `pack()` gives what the door knows.
  constructor(phone, pack, check) {
    this.#phone = phone;
    this.#pack = pack;
    this.#list.addEventListener("click", (event) => {
      const code = event.target.closest("button")?.dataset.code;
      if (code) check(code);
    });
  }

  type(text) {
    clearTimeout(this.#timer);
    const key = searchKey(text);
    if (key.replaceAll(" ", "").length < FEWEST) return this.clear();
    this.#timer = setTimeout(() => this.#look(text, key), PAUSE);
  }

  clear() {
    clearTimeout(this.#timer);
    this.#asked += 1;
    this.#list.replaceChildren();
    this.#status.textContent = "";
  }

  async #look(text, key) {
    const asking = (this.#asked += 1);
    let people;
    try {
      if (!navigator.onLine) throw new Error("offline");
      const search = { method: "POST", body: { text }, patience: 3000 };
      const answer = await this.#phone.ask(`${this.#phone.door}/searches`, search);
      people = (await answer.json()).people;
    } catch {
      people = this.#known(key);
    }
    if (asking !== this.#asked) return;
    this.#list.replaceChildren(...(people ?? []).map((person) => this.#row(person)));
    if (!people) this.#status.textContent = words.no_names_here;
    else if (people.length < MOST) this.#status.textContent = people.length ? "" : words.nobody_found;
    else this.#status.textContent = said("first_found", { count: MOST });
  }

  // Null where this door keeps no names.
  #known(key) {
    const pack = this.#pack();
    if (!pack?.hasNames) return null;
    const wanted = key.split(" ");
    const found = [];
    for (const person of pack.people.values()) {
      const text = searchKey(`${person.name} ${person.institution}`);
      if (wanted.every((word) => text.includes(word))) found.push({ ...person, status: "confirmed" });
      if (found.length === MOST) break;
    }
    return found;
  }

  #row(person) {
    const row = this.#template.content.cloneNode(true).firstElementChild;
    const part = (name) => row.querySelector(`[data-part=${name}]`);
    part("name").textContent = person.name;
    part("about").textContent = [words.sectors[person.sector], person.institution].filter(Boolean).join(" · ");
    const isConfirmed = person.status === "confirmed";
    part("status").textContent = isConfirmed ? "" : words.statuses[person.status];
    part("status").hidden = isConfirmed;
    const button = part("check");
    button.hidden = !person.code;
    button.dataset.code = person.code ?? "";
    return row;
  }
}
