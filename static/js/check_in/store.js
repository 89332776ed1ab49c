// What the phone remembers, in IndexedDB: it survives a reload, a crash and a closed tab.
//
// devices   what this phone shows to the server, and the doors it may stand at; one for each event
// packs     what a door needs without a network; names only encrypted (see pack.js)
// secrets   the keys to those names: made here, and no script can read them out
// readings  every code read, in their order, with what was answered; no name of anybody

import { openDB } from "../../vendor/idb/index.js";

const NAME = "meydan-door"; // the service worker and leave.js know it, too

let opening = null;

export function database() {
  opening ??= openDB(NAME, 1, {
    upgrade(db) {
      db.createObjectStore("devices", { keyPath: "event_id" });
      db.createObjectStore("packs", { keyPath: "door" });
      db.createObjectStore("secrets");
      const readings = db.createObjectStore("readings", { keyPath: "order", autoIncrement: true });
      readings.createIndex("nonce", "nonce", { unique: true });
      readings.createIndex("state", "state");
      readings.createIndex("door", "door");
    },
    terminated: () => (opening = null),
  });
  return opening;
}

export async function devices() {
  return (await database()).getAll("devices");
}

export async function deviceFor(door) {
  return (await devices()).find((device) => device.checkpoints.some(({ id }) => id === door));
}

// Of phones whose time is over, a day after their event: also where no network tells them so.
export async function forgetOver(now) {
  for (const device of await devices()) {
    if (Date.parse(device.ends_at) <= now) await forget(device);
  }
}

// Everything about an event but readings that the server has not got yet; those only when told so.
export async function forget(device, { alsoReadings = false } = {}) {
  const db = await database();
  const doors = device.checkpoints.map(({ id }) => id);
  const all = db.transaction(["devices", "packs", "secrets", "readings"], "readwrite");
  for (const door of doors) {
    all.objectStore("packs").delete(door);
    all.objectStore("secrets").delete(door);
  }
  let kept = 0;
  for await (const cursor of all.objectStore("readings")) {
    const { door, state } = cursor.value;
    if (!doors.includes(door)) continue;
    if (state === "waiting" && !alsoReadings) kept += 1;
    else cursor.delete();
  }
  if (!kept) all.objectStore("devices").delete(device.event_id);
  await all.done;
  return kept;
}
