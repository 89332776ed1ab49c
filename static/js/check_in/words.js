// What the page says, in its language: verdicts, reasons, sectors, times.

const page = JSON.parse(document.querySelector("#door-words").textContent);

export const words = page.words;
export const language = page.language;

export const TONES = { admitted: "admitted", already_admitted: "already", left: "left", refused: "refused" };

// «{count} scans wait» with its numbers filled in.
export function said(sentence, values = {}) {
  return Object.entries(values).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, value), words[sentence]);
}

export function named(row) {
  return (language === "en" && row.title_en) || row.title;
}

export function labelled(row) {
  return (language === "en" && row.label_en) || row.label;
}

// As the server writes it: 10.05 in Turkish, 10:05 in English.
export function clock(moment, timeZone) {
  const parts = { hour: "2-digit", minute: "2-digit", hour12: false, timeZone };
  const text = new Intl.DateTimeFormat("en-GB", parts).format(moment);
  return language === "tr" ? text.replace(":", ".") : text;
}
