// What the phone remembers, in IndexedDB: it survives a reload, a crash and a closed tab.
//
// devices   what this phone shows to the server, and the doors it may stand at; one for each event
// former    of pairings that another one has taken the place of, as long as something is not sent
// packs     what a door needs without a network; names only encrypted (see pack.js)
// secrets   the keys to those names: made here, and no script can read them out
// readings  every code read, in their order, with what was answered; no name of anybody

import { openDB } from "../../vendor/idb/index.js";

/** @import { IDBPDatabase, IDBPTransaction, StoreNames } from "idb" */
/** @import { Device, DoorStore, Paired } from "./shapes.js" */

/** @typedef {IDBPDatabase<DoorStore>} Store */
/** @typedef {IDBPTransaction<DoorStore, StoreNames<DoorStore>[], "readwrite">} Writing */
/** @typedef {(trouble: "old_tab" | "new_tab" | null) => void} Told */

const NAME = "meydan-door"; // the service worker and leave.js know it, too
const VERSION = 2;

/** @type {Promise<Store> | null} */
let opening = null;
/** @type {Told} */
let tell = () => {};

// `told` is called with "old_tab" while a tab of an older release keeps the store from this one,
// with "new_tab" when this one had to make way, and with null when it can be used again.
/** @param {Told} told */
export function onTrouble(told) {
  tell = told;
}

/** @returns {Promise<Store>} */
export async function database() {
  return (opening ??= opened());
}

/** @returns {Promise<Store>} */
function opened() {
  /** @type {Promise<Store>} */
  const made = openDB(NAME, VERSION, {
    upgrade(db, before, _now, all) {
      if (before < 1) makeStores(db);
      // A door asks for what waits and for one ticket, however many readings there are.
      db.createObjectStore("former", { keyPath: "id" });
      const readings = all.objectStore("readings");
      readings.createIndex("waiting", ["door", "state"]);
      readings.createIndex("ticket", ["door", "ticket"]);
    },
    blocked: () => tell("old_tab"),
    blocking(_mine, _theirs, event) {
      if (event.target instanceof IDBDatabase) event.target.close();
      opening = null;
      tell("new_tab");
    },
    terminated: () => (opening = null),
  });
  made.then(() => tell(null), () => (opening = null));
  return made;
}

async function writing() {
  /** @type {StoreNames<DoorStore>[]} */
  const all = ["devices", "former", "packs", "secrets", "readings"];
  return (await database()).transaction(all, "readwrite");
}

/** @param {Store} db */
function makeStores(db) {
  db.createObjectStore("devices", { keyPath: "event_id" });
  db.createObjectStore("packs", { keyPath: "door" });
  db.createObjectStore("secrets");
  const readings = db.createObjectStore("readings", { keyPath: "order", autoIncrement: true });
  readings.createIndex("nonce", "nonce", { unique: true });
  readings.createIndex("state", "state");
  readings.createIndex("door", "door");
}

export async function devices() {
  return (await database()).getAll("devices");
}

/** @param {number} door */
export async function deviceFor(door) {
  return (await devices()).find((device) => device.checkpoints.some(({ id }) => id === door));
}

// Forgets phones whose time is over, a day after their event, even if no network tells them so.
/** @param {number} now */
export async function forgetOver(now) {
  for (const device of await devices()) {
    if (Date.parse(device.ends_at) <= now) await forget(device);
  }
}

// The state of a reading that an earlier pairing has not sent yet.
/** @param {Device} device @returns {`owed ${string}`} */
export function owedTo(device) {
  return `owed ${device.id}`;
}

export async function former() {
  return (await database()).getAll("former");
}

// Replaces an earlier pairing for the same event: the names of its doors are deleted, and its
// unsent readings stay its own.
/** @param {Paired} paired @returns {Promise<Device>} */
export async function remember(paired, { isOwn = false } = {}) {
  const device = { ...paired, is_own: isOwn };
  const all = await writing();
  const before = await all.objectStore("devices").get(device.event_id);
  if (before && before.id !== device.id) {
    await forgetDoors(before, all);
    if (await setAside(before, all)) await all.objectStore("former").put(before);
  }
  await all.objectStore("devices").put(device);
  await all.done;
  return device;
}

/** @param {Device} device @param {Writing} all */
async function setAside(device, all) {
  let owed = 0;
  for (const { id } of device.checkpoints) {
    for await (const cursor of all.objectStore("readings").index("waiting").iterate([id, "waiting"])) {
      await cursor.update({ ...cursor.value, state: owedTo(device) });
      owed += 1;
    }
  }
  return owed;
}

// Deletes a former pairing that has sent everything.
/** @param {Device} device */
export async function dropIfAllSent(device) {
  const db = await database();
  if (!(await db.countFromIndex("readings", "state", owedTo(device)))) await db.delete("former", device.id);
}

/** @param {Device} device @param {Writing} all */
async function forgetDoors({ checkpoints }, all) {
  for (const { id } of checkpoints) {
    await all.objectStore("packs").delete(id);
    await all.objectStore("secrets").delete(id);
  }
}

// Deletes everything about an event except unsent readings; those only if asked to, and never those
// of an earlier pairing.
/** @param {Device} device */
export async function forget(device, { alsoReadings = false } = {}) {
  const doors = device.checkpoints.map(({ id }) => id);
  const all = await writing();
  await forgetDoors(device, all);
  let kept = 0;
  for await (const cursor of all.objectStore("readings")) {
    const { door, state } = cursor.value;
    if (!doors.includes(door) || state.startsWith("owed")) continue;
    if (state === "waiting" && !alsoReadings) kept += 1;
    else await cursor.delete();
  }
  if (!kept) await all.objectStore("devices").delete(device.event_id);
  await all.done;
  return kept;
}
