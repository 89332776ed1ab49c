// What somebody writes in a form stays on their device until they send it: nothing of it is sent
// before. A draft goes when the form was sent, when the form is closed, and after thirty days; none
// is kept where somebody asked for that. It is put back before other scripts look at the answers.
import { find, findAll } from "./parts.js";

/** @typedef {[name: string, value: string][]} Values */
/** @typedef {{ at: number, values: Values }} Draft `at`: when it was last changed, in ms. */

const PREFIX = "draft:";
const OFF = "drafts-off";
const LONGEST = 30 * 24 * 60 * 60 * 1000; // ms
const PAUSE = 400; // ms
/** What belongs to the page rather than to the person. */
const OF_THE_PAGE = new Set(["csrf_token", "submission_key", "wave"]);

begin(storeIfAllowed());

/** @param {Storage | null} store */
function begin(store) {
  if (!store) return;
  forgetOld(store);
  for (const gone of findAll("[data-draft-gone]")) store.removeItem(PREFIX + gone.dataset.draftGone);
  for (const form of findAll("form[data-draft]", HTMLFormElement)) keep(form, store, PREFIX + form.dataset.draft);
}

/** @param {HTMLFormElement} form @param {Storage} store @param {string} name */
function keep(form, store, name) {
  // A form that was refused comes back with the answers in it: they are as worth keeping as before.
  const isNew = "draftRestores" in form.dataset;
  const untouched = isNew ? JSON.stringify(valuesOf(form)) : "";
  const off = find("#draft-off", HTMLInputElement);
  off.checked = store.getItem(OFF) !== null;
  find("[data-draft-note]").hidden = false;
  const draft = draftIn(store, name);
  if (draft && isNew) putBack(form, draft);

  let timer = 0;
  const save = () => {
    clearTimeout(timer);
    const values = valuesOf(form);
    if (off.checked || JSON.stringify(values) === untouched) store.removeItem(name);
    else write(store, name, { at: Date.now(), values });
  };
  const saveSoon = () => {
    clearTimeout(timer);
    timer = window.setTimeout(save, PAUSE);
  };
  for (const kind of ["input", "change", "click"]) form.addEventListener(kind, saveSoon);
  window.addEventListener("pagehide", save);
  document.addEventListener("visibilitychange", save);
  off.addEventListener("change", () => {
    if (off.checked) store.setItem(OFF, "yes");
    else store.removeItem(OFF);
    save();
  });
  find("[data-draft-delete]").addEventListener("click", (event) => {
    event.stopPropagation();
    clearTimeout(timer);
    window.removeEventListener("pagehide", save);
    document.removeEventListener("visibilitychange", save);
    store.removeItem(name);
    location.replace(location.pathname + location.search);
  });
}

/** @param {HTMLFormElement} form @param {Draft} draft */
function putBack(form, draft) {
  /** @type {Map<string, string[]>} */
  const said = new Map();
  for (const [name, value] of draft.values) said.set(name, [...(said.get(name) ?? []), value]);
  for (const control of controlsOf(form)) {
    const values = said.get(control.name) ?? [];
    if (control instanceof HTMLInputElement && ["checkbox", "radio"].includes(control.type)) {
      control.checked = values.includes(control.value);
    } else if (!(control instanceof HTMLInputElement && control.type === "hidden")) {
      control.value = values.shift() ?? "";
    }
  }
  const day = find("[data-draft-day]", HTMLTimeElement);
  const at = new Date(draft.at);
  day.dateTime = at.toISOString();
  day.textContent = at.toLocaleString(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });
  find("[data-draft-restored]").hidden = false;
}

/** @param {HTMLFormElement} form */
function controlsOf(form) {
  return [...form.elements].filter(
    /** @returns {control is HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} */
    (control) => (control instanceof HTMLInputElement || control instanceof HTMLSelectElement
      || control instanceof HTMLTextAreaElement) && control.name !== "" && !OF_THE_PAGE.has(control.name),
  );
}

/** @param {HTMLFormElement} form @returns {Values} */
function valuesOf(form) {
  const values = [...new FormData(form)];
  return values.flatMap(([name, value]) =>
    typeof value === "string" && !OF_THE_PAGE.has(name) ? [[name, value]] : []);
}

/** @param {Storage} store @param {string} name @returns {Draft | null} */
function draftIn(store, name) {
  try {
    /** @type {unknown} */
    const draft = JSON.parse(store.getItem(name) ?? "null");
    return isDraft(draft) ? draft : null;
  } catch {
    return null;
  }
}

/** @param {unknown} draft @returns {draft is Draft} */
function isDraft(draft) {
  return typeof draft === "object" && draft !== null && "at" in draft && typeof draft.at === "number"
    && "values" in draft && Array.isArray(draft.values);
}

/** A full device keeps no draft, and the form works without. @param {Storage} store @param {string} name @param {Draft} draft */
function write(store, name, draft) {
  try {
    store.setItem(name, JSON.stringify(draft));
  } catch {
    store.removeItem(name);
  }
}

/** @param {Storage} store */
function forgetOld(store) {
  for (const name of Object.keys(store).filter((key) => key.startsWith(PREFIX))) {
    if (!((draftIn(store, name)?.at ?? 0) > Date.now() - LONGEST)) store.removeItem(name);
  }
}

/** None where the browser allows no site to keep anything. @returns {Storage | null} */
function storeIfAllowed() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}
