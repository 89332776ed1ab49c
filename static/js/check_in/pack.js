// What this door knows without a network. Names, if the organizer allows them, are encrypted before
// they are stored; their key belongs to this pairing and is deleted with it.

import { doorTime } from "./clock.js";
import { database } from "./store.js";

/** @import { Phone } from "./phone.js" */
/** @import { Encrypted, Move, NameRow, Pack, PackSent, Person } from "./shapes.js" */

// The pack of a door, ready for use; null before the first visit online.
/** @param {number} door */
export async function readPack(door) {
  const db = await database();
  const kept = await db.get("packs", door);
  if (!kept) return null;
  const names = kept.names ? await decrypted(kept.names, await db.get("secrets", door)) : null;
  return indexed(kept.pack, names, kept.readAt);
}

// Asks the server for a newer pack; gives whether there was one.
/** @param {Phone} phone */
export async function refreshPack(phone) {
  const db = await database();
  const kept = await db.get("packs", phone.door);
  const asked = doorTime();
  const answer = await phone.ask(`${phone.door}/pack`, { headers: kept?.mark ? { "If-None-Match": kept.mark } : {} });
  // The server reads the pack for all phones together: it may be as old as this time says.
  const readAt = Math.min(asked, Date.parse(answer.headers.get("X-Door-Time") ?? "") || asked);
  if (answer.status === 304 && kept) {
    await db.put("packs", { ...kept, readAt });
    return false;
  }
  const told = /** @type {PackSent & { names: NameRow[] | null }} */ (await answer.json());
  const { names, ...pack } = told;
  // A page without HTTPS cannot encrypt, so it stores no names.
  const secret = names && crypto.subtle ? await secretOf(phone.door) : null;
  await db.put("packs", {
    door: phone.door,
    mark: answer.headers.get("ETag"),
    readAt,
    pack,
    names: names && secret ? await encrypted(names, secret) : null,
  });
  if (!secret) await db.delete("secrets", phone.door);
  return true;
}

/** @param {number} door */
export async function forgetPack(door) {
  const db = await database();
  await Promise.all([db.delete("packs", door), db.delete("secrets", door)]);
}

/** @param {PackSent} pack @param {NameRow[] | null} names @param {number} readAt @returns {Pack} */
function indexed(pack, names, readAt) {
  return {
    ...pack,
    readAt,
    objections: new Map(pack.tickets.map(([ticket, , reason]) => [ticket, reason])),
    byFingerprint: new Map(pack.tickets.map(([ticket, fingerprint]) => [fingerprint, ticket])),
    endings: new Map(pack.tickets.map(([ticket, , , ending]) => [ticket, ending])),
    rightDoors: new Map(pack.astray ?? []),
    knownMoves: new Map(pack.known.map(([ticket, at, inside]) => [ticket, movesOf(at, inside)])),
    people: new Map((names ?? []).map((row) => [row[0], personOf(row)])),
    hasNames: names !== null,
  };
}

/** @param {string} admittedAt @param {boolean} inside @returns {Move[]} */
function movesOf(admittedAt, inside) {
  const at = Date.parse(admittedAt);
  /** @type {Move} */
  const entry = { at, direction: "entry" };
  return inside ? [entry] : [entry, { at, direction: "exit" }];
}

/** @param {NameRow} row @returns {Person & { code: string, family: number }} */
function personOf([, name, sector, institution, sessions, code, tags = [], group = "", family = 0]) {
  return { name, sector, institution, sessions, code, tags, group, family };
}

/** @param {number} door */
async function secretOf(door) {
  const db = await database();
  const known = await db.get("secrets", door);
  if (known) return known;
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, [
    "encrypt",
    "decrypt",
  ]);
  await db.put("secrets", made, door);
  return made;
}

/** @param {NameRow[]} names @param {CryptoKey} key @returns {Promise<Encrypted>} */
async function encrypted(names, key) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const text = new TextEncoder().encode(JSON.stringify(names));
  return { iv, text: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, text) };
}

/** @param {Encrypted} kept @param {CryptoKey | undefined} key @returns {Promise<NameRow[] | null>} */
async function decrypted({ iv, text }, key) {
  if (!key) return null;
  try {
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, text);
    return /** @type {NameRow[]} */ (JSON.parse(new TextDecoder().decode(plain)));
  } catch {
    return null; // written with a key that is gone: the next pack brings the names again
  }
}
