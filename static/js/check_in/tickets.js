// A ticket's code, read and checked without the server: layout and signature as in
// lib/ticket_tokens.py, short codes as in lib/short_codes.py.

const LAYOUT = "M";
const LENGTH = 121;
const BYTES = 77;
const HEADER = 13;
const LONGEST = 200; // symbols; no code of ours is that long, and none will be
const SYMBOLS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

/** @import { Ticket, TicketKey } from "./shapes.js" */

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */
/** @typedef {(signed: Bytes, signature: Bytes) => boolean | Promise<boolean>} Verifier */

/** @type {Map<string, Promise<Verifier>>} */
const verifiers = new Map(); // by the key in base64

/** @param {string} text */
export function looksLikeToken(text) {
  return text.length === LENGTH && text[0] === LAYOUT && /^[0-9A-Z]+$/.test(text);
}

// A code as it is stored and sent; «…» for a foreign code longer than any of ours: it may hold
// anything, and it is refused whatever it is.
/** @param {string} code */
export function asKept(code) {
  return code.length > LONGEST ? "…" : code;
}

// Whether the text may be a name that somebody typed.
/** @param {string} text */
export function mayBeName(text) {
  return /^[\p{L}\p{M}\s.,'’-]*$/u.test(text);
}

// Corrects what a keyboard made of a scanner's capitals: Turkish layouts change the letter I.
/** @param {string} text */
export function unbent(text) {
  const plain = text.trim().replaceAll("İ", "I").replaceAll("ı", "I");
  return looksLikeToken(plain.toUpperCase()) ? plain.toUpperCase() : text.trim();
}

// The eight signs that a short code is made of, or null. Names may consist of them, too: MUHAMMED.
/** @param {string} typed */
export function eightSigns(typed) {
  const code = typed.toUpperCase().replace(/[\s.–-]/g, "");
  return code.length === 8 && [...code].every((symbol) => SYMBOLS.includes(symbol)) ? code : null;
}

// The short code that was meant, or null if its check symbol shows a typing error.
/** @param {string} typed */
export function shortCode(typed) {
  const code = eightSigns(typed);
  if (!code) return null;
  const values = [...code].map((symbol) => SYMBOLS.indexOf(symbol));
  const check = values.pop() ?? 0;
  const total = values.reduce((sum, value, at) => sum + (at + 2) * value, check);
  return total % SYMBOLS.length === 0 ? code : null;
}

// The ticket of a token signed by one of the keys; null for any other token.
/** @param {string} token @param {TicketKey[]} keys @returns {Promise<Ticket | null>} */
export async function verified(token, keys) {
  const bytes = fromBase36(token.slice(1));
  if (!bytes) return null;
  const signed = new Uint8Array([LAYOUT.charCodeAt(0), ...bytes.subarray(0, HEADER)]);
  for (const { id, key } of keys) {
    if (id !== bytes[0] || !(await isSignedBy(key, signed, bytes.subarray(HEADER)))) continue;
    const event = new DataView(bytes.buffer).getUint32(1);
    return { event, ticket: hex(bytes.subarray(5, HEADER)) };
  }
  return null;
}

// The fingerprint by which the pack names a short code without revealing it.
/** @param {number} event @param {string} code */
export async function fingerprintOf(event, code) {
  return hex(await sha256(new TextEncoder().encode(`${event}:${code}`))).slice(0, 12);
}

// With bundled code: browsers give pages without HTTPS no SHA-256 of their own.
/** @param {Bytes} bytes */
async function sha256(bytes) {
  if (crypto.subtle) return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return (await bundledHashes()).sha256(bytes);
}

// Loads everything that these keys will need, while there is a network.
/** @param {TicketKey[]} keys */
export async function prepareFor(keys) {
  await Promise.all([...keys.map(({ key }) => verifierOf(key)), crypto.subtle ? null : bundledHashes()]);
}

/** @param {string} key @param {Bytes} signed @param {Bytes} signature */
async function isSignedBy(key, signed, signature) {
  return (await verifierOf(key))(signed, signature);
}

/** @param {string} key */
function verifierOf(key) {
  const known = verifiers.get(key);
  if (known) return known;
  const made = verifier(key);
  made.catch(() => verifiers.delete(key)); // it could not be loaded now
  verifiers.set(key, made);
  return made;
}

// By the browser's own Ed25519, or by the bundled one if it has none.
/** @param {string} key @returns {Promise<Verifier>} */
async function verifier(key) {
  const raw = Uint8Array.from(atob(key), (letter) => letter.charCodeAt(0));
  try {
    const own = await crypto.subtle.importKey("raw", raw, { name: "Ed25519" }, false, ["verify"]);
    return (signed, signature) => crypto.subtle.verify("Ed25519", own, signature, signed);
  } catch {
    return bundledVerifier(raw);
  }
}

function bundledHashes() {
  return import("../../vendor/noble-hashes/sha2.js");
}

/** @param {Bytes} raw @returns {Promise<Verifier>} */
async function bundledVerifier(raw) {
  const [{ etc, verify }, { sha512 }] = await Promise.all([
    import("../../vendor/noble-ed25519/index.js"),
    bundledHashes(),
  ]);
  etc.sha512Sync = (...parts) => sha512(etc.concatBytes(...parts));
  return (signed, signature) => {
    try {
      return verify(signature, signed, raw);
    } catch {
      return false; // no signature at all
    }
  };
}

/** @param {string} text @returns {Bytes | null} */
function fromBase36(text) {
  let number = 0n;
  for (let at = 0; at < text.length; at += 8) {
    const part = text.slice(at, at + 8);
    number = number * 36n ** BigInt(part.length) + BigInt(parseInt(part, 36));
  }
  const digits = number.toString(16);
  if (digits.length > BYTES * 2) return null;
  const padded = digits.padStart(BYTES * 2, "0");
  return Uint8Array.from({ length: BYTES }, (_, at) => parseInt(padded.slice(at * 2, at * 2 + 2), 16));
}

/** @param {Uint8Array} bytes */
function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
