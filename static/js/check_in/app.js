// The scanner's entry: a door's page, or the list of doors at which this phone may stand.

import { find } from "../parts.js";
import { doorTime } from "./clock.js";
import { addressOf } from "./offline.js";
import { sendOwed } from "./owed.js";
import { Phone } from "./phone.js";
import { Door } from "./scanner.js";
import { devices, forgetOver, onTrouble } from "./store.js";
import { words } from "./words.js";

/** @import { Device, NamedDoor } from "./shapes.js" */

const door = doorAsked();

// The address decides, see addressOf in offline.js.
function doorAsked() {
  return Number(location.pathname.split("/")[2]) || Number(location.hash.slice(1)) || 0;
}

async function openDoor() {
  const token = document.querySelector("meta[name=csrf-token]")?.getAttribute("content") ?? "";
  const phone = await Phone.at(door, find("#app").dataset.ownPhone, token).catch(() => null);
  if (!phone) return document.querySelector("#by-hand") ? undefined : showDoors();
  return new Door(phone).open();
}

// Without a network, or on a phone that was paired by a code.
async function showDoors() {
  const known = await devices().catch(() => []);
  const rows = known.flatMap((device) => device.checkpoints.map((checkpoint) => rowOf(device, checkpoint)));
  find("#doors ul").replaceChildren(...rows);
  find("#doors").hidden = false;
  find("#not-paired").hidden = rows.length > 0;
  await sendOwed().catch(() => {});
}

/** @param {Device} device @param {NamedDoor} door */
function rowOf(device, { id, name }) {
  const item = document.createElement("li");
  const link = Object.assign(document.createElement("a"), { href: addressOf(id, device), className: "button", textContent: name });
  item.append(link);
  return item;
}

window.addEventListener("hashchange", () => {
  if (doorAsked() && doorAsked() !== door) location.reload();
});
onTrouble((trouble) => {
  find("#store-trouble p").textContent = trouble ? words[trouble] : "";
  find("#store-trouble").hidden = !trouble;
});
void forgetOver(doorTime()).catch(() => {}).then(door ? openDoor : showDoors);
