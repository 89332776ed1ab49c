// What earlier pairings of this phone had read and not yet sent. It goes under the pairing that read
// it; where the server knows that no more, under the one that stands at the same door now.

import { find } from "../parts.js";
import { Phone, Refused } from "./phone.js";
import { Readings } from "./readings.js";
import { former, owedTo, dropIfAllSent } from "./store.js";
import { said } from "./words.js";

/** @import { Device, NamedDoor } from "./shapes.js" */

// Sends what can be sent. What is left stays written down, and the page says of which door.
export async function sendOwed() {
  /** @type {string[]} */
  const left = [];
  for (const device of await former()) {
    for (const door of device.checkpoints) left.push(...(await sent(device, door)));
    await dropIfAllSent(device);
  }
  show(left);
}

/** @param {Device} device @param {NamedDoor} door */
async function sent(device, door) {
  const readings = new Readings(new Phone(device, door.id), { state: owedTo(device) });
  if (!(await readings.countWaiting())) return [];
  const refused = await readings.sendAll(() => {}).then(() => false, (error) => error instanceof Refused);
  const count = await readings.countWaiting();
  return count ? [said(refused ? "owed_refused" : "owed", { count, door: door.name })] : [];
}

/** @param {string[]} left */
function show(left) {
  const notice = find("#owed");
  const lines = left.map((text) => Object.assign(document.createElement("li"), { textContent: text }));
  const told = find("ul", HTMLElement, notice);
  notice.hidden = lines.length === 0;
  if (told.textContent !== lines.map(({ textContent }) => textContent).join("")) told.replaceChildren(...lines);
}
