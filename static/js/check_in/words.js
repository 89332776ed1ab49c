// What the page says, in its language: verdicts, reasons, sectors, times.

import { find } from "../parts.js";

/** @import { Labelled, Sentence, Titled, Tone, VerdictWord, Words } from "./shapes.js" */

const page = /** @type {{ language: string, words: Words }} */ (JSON.parse(find("#door-words", HTMLScriptElement).text));

export const words = page.words;
export const language = page.language;

/** @type {Record<VerdictWord, Tone>} */
export const TONES = { admitted: "admitted", already_admitted: "already", left: "left", refused: "refused" };

// «{count} scans wait» with its numbers filled in.
/** @param {Sentence} sentence @param {Record<string, string | number>} values */
export function said(sentence, values) {
  return Object.entries(values).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, String(value)), words[sentence]);
}

/** @param {Titled} row */
export function named(row) {
  return (language === "en" && row.title_en) || row.title;
}

/** @param {Labelled} row */
export function labelled(row) {
  return (language === "en" && row.label_en) || row.label;
}

// As the server writes it: 10.05 in Turkish, 10:05 in English.
/** @param {number} moment in ms @param {string | undefined} timeZone */
export function clock(moment, timeZone) {
  /** @type {Intl.DateTimeFormatOptions} */
  const parts = { hour: "2-digit", minute: "2-digit", hour12: false, timeZone };
  const text = new Intl.DateTimeFormat("en-GB", parts).format(moment);
  return language === "tr" ? text.replace(":", ".") : text;
}
