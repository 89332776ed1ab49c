// Sends readings that are left from earlier pairings of this phone. They are sent with the token of the
// pairing that read them. If the server does not accept that token any more, they are sent with the
// token of the pairing that is now at the same door.

import { find } from "../parts.js";
import { Phone, Refused } from "./phone.js";
import { Readings } from "./readings.js";
import { former, owedTo, dropIfAllSent } from "./store.js";
import { said } from "./words.js";

/** @import { Device, NamedDoor } from "./shapes.js" */

// Sends what it can. What is left stays stored, and the page says how many readings of which door.
export async function sendOwed() {
  /** @type {string[]} */
  const left = [];
  for (const device of await former()) {
    for (const door of device.checkpoints) left.push(...(await sent(device, door)));
    await dropIfAllSent(device);
  }
  show(left);
}

// Sends the readings of one door; the sentence about what is left, if anything is.
/** @param {Device} device @param {NamedDoor} door */
async function sent(device, door) {
  const readings = new Readings(new Phone(device, door.id), { state: owedTo(device) });
  if (!(await readings.countWaiting())) return [];
  const refused = await readings.sendAll(() => {}).then(() => false, (error) => error instanceof Refused);
  const count = await readings.countWaiting();
  return count ? [said(refused ? "owed_refused" : "owed", { count, door: door.name })] : [];
}

// Shows the sentences. The list is replaced only if it changed, so that it is not read out again.
/** @param {string[]} left */
function show(left) {
  const notice = find("#owed");
  const lines = left.map((text) => Object.assign(document.createElement("li"), { textContent: text }));
  const told = find("ul", HTMLElement, notice);
  notice.hidden = lines.length === 0;
  if (told.textContent !== lines.map(({ textContent }) => textContent).join("")) told.replaceChildren(...lines);
}
