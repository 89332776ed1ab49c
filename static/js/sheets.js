// A sheet of paper is typed in by number keys: each answers a question and goes on to the next one.
// Without this script the same form is filled in with Tab, the arrow keys and the space bar.
import { around, find, findAll } from "./parts.js";

const form = find("form[data-sheet]", HTMLFormElement);
const groups = findAll("[data-keys]", HTMLElement, form);
const said = find("[data-sheet-status]");
const send = find("[data-send]", HTMLButtonElement);

/** Questions that were left without an answer on purpose. @type {Set<HTMLElement>} */
const passed = new Set();
/** Where a 1 was typed that may become 10 or 11. @type {HTMLElement | null} */
let begun = null;
/** Whether the next Enter sends the sheet although something is not answered. */
let warned = false;

find("[data-sheet-keys]").hidden = false;
if (!form.querySelector(".error-summary")) go(groups[0]);

form.addEventListener("keydown", (event) => {
  const group = around(event.target, "[data-keys]");
  const goes_back = ["ArrowUp", "Backspace"].includes(event.key);
  if (event.target === send && goes_back) go(groups[groups.length - 1]);
  if (!group || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (event.repeat && event.key.length === 1 && !isText(event.target)) return event.preventDefault();
  if (event.key === "Enter") {
    if (event.shiftKey || (event.target instanceof HTMLSelectElement)) return;
    event.preventDefault();
    enter(group);
    return;
  }
  warned = false;
  said.textContent = "";
  if (!isText(event.target) && press(group, event.key)) event.preventDefault();
});

// A place in a ranking has one digit: the next one follows by itself.
form.addEventListener("input", (event) => {
  const group = around(event.target, "[data-keys='places']");
  if (!group || !(event.target instanceof HTMLInputElement) || !event.target.value) return;
  const places = inputs(group);
  if (places.length > 9) return;
  const following = places[places.indexOf(event.target) + 1];
  if (following) following.focus();
  else go(after(group));
});

/** Whether the key means something there. @param {HTMLElement} group @param {string} key @returns {boolean} */
function press(group, key) {
  if (begun && begun !== group) begun = null;
  if (key === "ArrowDown" || key === "ArrowUp") return go(key === "ArrowUp" ? before(group) : after(group));
  if (key === "Backspace") return go(before(group));
  if (!/^[0-9+-]$/.test(key)) return false;
  if (group.dataset.keys === "points") return point(group, key);
  if (key === "-" || key === "0") return pass(group);
  const nth = inputs(group)[Number(key) - 1];
  if (!nth) return refuse(key);
  if (group.dataset.keys === "several") return tick(nth);
  nth.checked = true;
  return go(after(group));
}

/** @param {HTMLElement} group @param {string} key @returns {boolean} */
function point(group, key) {
  if (begun === group) {
    begun = null;
    const whole = valued(group, `1${key}`);
    if (whole) return check(whole, group);
    const next = after(group);
    go(next);
    return next.dataset.keys ? press(next, key) : true;
  }
  const found = valued(group, key === "+" ? "none" : key);
  if (found && key === "1" && valued(group, "10")) {
    begun = group;
    found.checked = true;
    found.focus();
    return true;
  }
  if (found) return check(found, group);
  return key === "-" || key === "0" ? pass(group) : refuse(key);
}

/** @param {HTMLInputElement} input @param {HTMLElement} group */
function check(input, group) {
  input.checked = true;
  return go(after(group));
}

/** @param {HTMLInputElement} input */
function tick(input) {
  input.checked = !input.checked;
  input.focus();
  return true;
}

/** Leaves the question without an answer. @param {HTMLElement} group */
function pass(group) {
  for (const input of inputs(group)) input.checked = false;
  passed.add(group);
  return go(after(group));
}

/** @param {string} key */
function refuse(key) {
  said.textContent = (form.dataset.unknown ?? "").replace("{key}", key);
  return true;
}

/** Sends the sheet; where keys are typed into a line, goes on. @param {HTMLElement} group */
function enter(group) {
  const goes_on = ["several", "text", "places"].includes(group.dataset.keys ?? "");
  if (goes_on && after(group) !== send) go(after(group));
  else form.requestSubmit(send);
}

// A sheet on which something was forgotten is sent the second time.
form.addEventListener("submit", (event) => {
  const left = groups.filter((each) => asks(each) && !passed.has(each) && !answered(each));
  if (left.length === 0 || warned) return;
  event.preventDefault();
  warned = true;
  go(left[0]);
  const numbers = left.map((each) => each.dataset.number).filter(Boolean);
  said.textContent = (form.dataset.left ?? "").replace("{numbers}", numbers.join(", "));
});

/** Whether a question is answered by one key. @param {HTMLElement} group */
function asks(group) {
  return ["points", "choice"].includes(group.dataset.keys ?? "") && Boolean(group.dataset.number);
}

/** @param {HTMLElement} group */
function answered(group) {
  return inputs(group).some((input) => input.checked);
}

/** @param {HTMLElement} group */
function inputs(group) {
  return findAll("input", HTMLInputElement, group);
}

/** @param {HTMLElement} group @param {string} value */
function valued(group, value) {
  return inputs(group).find((input) => input.value === value);
}

/** What comes next: at the end the button. @param {HTMLElement} group @returns {HTMLElement} */
function after(group) {
  const next = groups[groups.indexOf(group) + 1] ?? send;
  return isUnasked(next) ? after(next) : next;
}

/** Whether it is the line of an "other" that is not ticked. @param {HTMLElement} group */
function isUnasked(group) {
  const other = group.dataset.behind;
  return Boolean(other) && !form.querySelector(`input[value="${other}"]:checked`);
}

/** @param {HTMLElement} group @returns {HTMLElement} */
function before(group) {
  return groups[groups.indexOf(group) - 1] ?? group;
}

/** Puts the focus there, on its answer if it has one. @param {HTMLElement | undefined} place */
function go(place) {
  const control = place?.querySelector("input:checked") ?? place?.querySelector("input, textarea, select") ?? place;
  if (control instanceof HTMLElement) control.focus();
  place?.scrollIntoView({ block: "nearest" });
  return true;
}

/** @param {EventTarget | null} target */
function isText(target) {
  if (target instanceof HTMLInputElement) return !["radio", "checkbox"].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}
