// All texts of the scanner in the language of the page. The server writes them into the page as JSON
// (templates/check_in/scanner/_words.html).

import { find } from "../parts.js";

/** @import { Labelled, Sentence, Titled, Tone, VerdictWord, Words } from "./shapes.js" */

const page = /** @type {{ language: string, words: Words }} */ (JSON.parse(find("#door-words", HTMLScriptElement).text));

export const words = page.words;
export const language = page.language;

// How each verdict looks and sounds.
/** @type {Record<VerdictWord, Tone>} */
export const TONES = { admitted: "admitted", already_admitted: "already", left: "left", refused: "refused" };

// The sentence with its placeholders filled in: «{count} scans wait» becomes «3 scans wait».
/** @param {Sentence} sentence @param {Record<string, string | number>} values */
export function said(sentence, values) {
  return Object.entries(values).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, String(value)), words[sentence]);
}

// The title in the language of the page; the Turkish one if there is no English one.
/** @param {Titled} row */
export function named(row) {
  return (language === "en" && row.title_en) || row.title;
}

// The label in the language of the page; the Turkish one if there is no English one.
/** @param {Labelled} row */
export function labelled(row) {
  return (language === "en" && row.label_en) || row.label;
}

// The time of day as the server writes it: 10.05 in Turkish, 10:05 in English. Without a zone it is
// told by the phone's own.
/** @param {number} moment in ms @param {string | undefined} timeZone */
export function clock(moment, timeZone) {
  /** @type {Intl.DateTimeFormatOptions} */
  const parts = { hour: "2-digit", minute: "2-digit", hour12: false, timeZone };
  const text = new Intl.DateTimeFormat("en-GB", parts).format(moment);
  return language === "tr" ? text.replace(":", ".") : text;
}
