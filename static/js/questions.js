// Questions that depend on other answers appear and vanish as one answers; a long list of districts
// is split by province. Without this script everything is shown, with words that say who should
// answer what.

import { around, find, findAll } from "./parts.js";

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Control */

/**
 * @typedef {object} Hanging a question that is shown after certain answers alone
 * @property {HTMLElement} element
 * @property {string} on the name of the question that it hangs on
 * @property {string[]} values the answers after which it is shown
 * @property {Control[]} controls
 * @property {boolean} decided whether the script has decided about it yet
 */

askIn(document);

// Also for a form that a script has just put on the page; what is prepared already is left alone.
/** @param {ParentNode} root */
export function askIn(root) {
  const hanging = findAll("[data-shown-if]:not([data-asked])", HTMLElement, root);
  for (const form of new Set(hanging.map((element) => around(element, "form", HTMLFormElement)))) {
    if (form) followConditions(form);
  }
  for (const select of findAll("select[data-districts]:not([data-asked])", HTMLSelectElement, root)) {
    select.dataset.asked = "";
    splitByProvince(select);
  }
}

/** @param {HTMLFormElement} form */
function followConditions(form) {
  const elements = findAll("[data-shown-if]", HTMLElement, form);
  for (const element of elements) element.dataset.asked = "";
  const questions = elements.map(hangingOf);
  for (const hint of findAll("[data-condition]", HTMLElement, form)) hint.hidden = true;

  update(form, questions);
  form.addEventListener("change", () => {
    const appeared = update(form, questions);
    // On a form of several pages each has its own place for words: those of hidden pages are not read.
    const status = findAll("[data-questions-status]", HTMLElement, form).find((place) => !place.closest("[hidden]"));
    if (status) status.textContent = appeared ? (status.dataset.questionsStatus ?? "") : "";
  });
  window.addEventListener("pageshow", () => update(form, questions));
}

/** @param {HTMLElement} element @returns {Hanging} */
function hangingOf(element) {
  const { shownIf = "", shownIfAny = "" } = element.dataset;
  /** @type {NodeListOf<Control>} */
  const controls = element.querySelectorAll("input, select, textarea");
  return {
    element,
    on: shownIf,
    values: shownIfAny.split(" "),
    // A full choice stays disabled, whatever is shown.
    controls: [...controls].filter((control) => !control.disabled),
    decided: false,
  };
}

// Gives how many questions appeared. One may depend on another that stands after it, so this
// repeats until nothing changes.
/** @param {HTMLFormElement} form @param {Hanging[]} questions */
function update(form, questions) {
  let appeared = 0;
  for (let round = 0; round <= questions.length; round += 1) {
    let changed = false;
    for (const question of questions) {
      const hide = !chosen(form, question.on).some((value) => question.values.includes(value));
      if (hide === question.element.hidden && question.decided) continue;
      question.decided = changed = true;
      question.element.hidden = hide;
      for (const control of question.controls) control.disabled = hide;
      if (!hide) appeared += 1;
    }
    if (!changed) break;
  }
  return appeared;
}

// Only what would be sent counts: the answer to a hidden question does not.
/** @param {HTMLFormElement} form @param {string} name */
function chosen(form, name) {
  return new FormData(form).getAll(name).map(String);
}

/** @param {HTMLSelectElement} select */
function splitByProvince(select) {
  const groups = findAll("optgroup", HTMLOptGroupElement, select);
  const chosenGroup = select.selectedOptions[0]?.closest("optgroup");
  const province = document.createElement("select");
  province.id = `${select.id}-province`;
  province.append(new Option(find("option", HTMLOptionElement, select).text, ""));
  for (const group of groups) province.append(new Option(group.label, group.label));
  province.value = chosenGroup?.label ?? "";

  const narrow = () => {
    const kept = select.value;
    const shown = groups.find((group) => group.label === province.value);
    for (const group of groups) group.remove();
    if (shown) select.append(shown);
    select.value = kept;
    if (select.selectedIndex < 0) select.selectedIndex = 0;
  };
  province.addEventListener("change", (event) => {
    narrow();
    event.stopPropagation();
    select.dispatchEvent(new Event("change", { bubbles: true }));
  });

  const { province: ofProvince = "", district: ofDistrict = "" } = select.dataset;
  select.before(labelled(ofProvince, province.id), province);
  select.before(labelled(ofDistrict, select.id));
  narrow();
}

/** @param {string} words @param {string} id */
function labelled(words, id) {
  const label = document.createElement("label");
  label.className = "hint";
  label.htmlFor = id;
  label.textContent = words;
  return label;
}
