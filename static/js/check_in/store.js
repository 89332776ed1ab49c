// What the phone remembers, in IndexedDB: it survives a reload, a crash and a closed tab.
//
// devices   what this phone shows to the server, and the doors it may stand at; one for each event
// former    of pairings that another one has taken the place of, as long as something is not sent
// packs     what a door needs without a network; names only encrypted (see pack.js)
// secrets   the keys to those names: made here, and no script can read them out
// readings  every code read, in their order, with what was answered; no name of anybody

import { openDB } from "../../vendor/idb/index.js";

const NAME = "meydan-door"; // the service worker and leave.js know it, too
const VERSION = 2;

let opening = null;
let tell = () => {};

// `told` is called with "old_tab" while a tab of an older release keeps the store from this one,
// with "new_tab" when this one had to make way, and with null when it can be used again.
export function onTrouble(told) {
  tell = told;
}

export async function database() {
  opening ??= openDB(NAME, VERSION, {
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
      event.target.close();
      opening = null;
      tell("new_tab");
    },
    terminated: () => (opening = null),
  });
  opening.then(() => tell(null), () => (opening = null));
  return opening;
}

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

export async function deviceFor(door) {
  return (await devices()).find((device) => device.checkpoints.some(({ id }) => id === door));
}

// Of phones whose time is over, a day after their event: also where no network tells them so.
export async function forgetOver(now) {
  for (const device of await devices()) {
    if (Date.parse(device.ends_at) <= now) await forget(device);
  }
}

// The state of a reading that an earlier pairing has not sent yet.
export function owedTo(device) {
  return `owed ${device.id}`;
}

export async function former() {
  return (await database()).getAll("former");
}

// Another pairing for the same event takes its place: the names of its doors go, and what it has not
// sent stays its own.
export async function remember(paired, { isOwn = false } = {}) {
  const device = { ...paired, is_own: isOwn };
  const all = (await database()).transaction(["devices", "former", "packs", "secrets", "readings"], "readwrite");
  const before = await all.objectStore("devices").get(device.event_id);
  if (before && before.id !== device.id) {
    forgetDoors(before, all);
    if (await setAside(before, all)) all.objectStore("former").put(before);
  }
  all.objectStore("devices").put(device);
  await all.done;
  return device;
}

async function setAside(device, all) {
  let owed = 0;
  for (const { id } of device.checkpoints) {
    for await (const cursor of all.objectStore("readings").index("waiting").iterate([id, "waiting"])) {
      cursor.update({ ...cursor.value, state: owedTo(device) });
      owed += 1;
    }
  }
  return owed;
}

// A former pairing that has sent everything is over.
export async function settleUp(device) {
  const db = await database();
  if (!(await db.countFromIndex("readings", "state", owedTo(device)))) await db.delete("former", device.id);
}

function forgetDoors({ checkpoints }, all) {
  for (const { id } of checkpoints) {
    all.objectStore("packs").delete(id);
    all.objectStore("secrets").delete(id);
  }
}

// Everything about an event but readings that the server has not got yet; those only when told so,
// and never those of an earlier pairing.
export async function forget(device, { alsoReadings = false } = {}) {
  const db = await database();
  const doors = device.checkpoints.map(({ id }) => id);
  const all = db.transaction(["devices", "packs", "secrets", "readings"], "readwrite");
  forgetDoors(device, all);
  let kept = 0;
  for await (const cursor of all.objectStore("readings")) {
    const { door, state } = cursor.value;
    if (!doors.includes(door) || state.startsWith("owed")) continue;
    if (state === "waiting" && !alsoReadings) kept += 1;
    else cursor.delete();
  }
  if (!kept) all.objectStore("devices").delete(device.event_id);
  await all.done;
  return kept;
}
