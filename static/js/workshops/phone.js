// A phone in a workshop: what somebody writes and votes is sent, or waits on the phone; the room is
// looked at every few seconds. Without this script the same forms are sent as they are.

import { around, find, findAll } from "../parts.js";
import { redraw } from "./redraw.js";
import { Queue } from "./queue.js";

/** @typedef {import("./queue.js").Item} Item */
/** @typedef {{ dots: Record<string, number>, left: number, most: number, mine: number[], said: string[], written: string[], open: string[], closed: boolean, room: string, own: string }} Live what the server answers: the room as HTML, and what this phone gave */

const EVERY = 4000; // ms
const SETTLES = 1500; // ms after a send in which the room may still be the one before it
const SIDE = "workshop-side";

const phone = find("[data-phone]");
const words = find("[data-words]").dataset;
const room = find("[data-room]");
const own = find("[data-own]");
const text = find("#text", HTMLTextAreaElement);
const side = find("#side", HTMLSelectElement);
/** @type {Live} */
const live = { ...given(), most: Infinity, written: [], open: [], closed: false, room: "", own: "" };
const queue = new Queue(phone.dataset.code ?? "", phone.dataset.sends ?? "", answered, show);
let timer = 0;
let sentAt = 0;
let begun = false;

side.value ||= stored(SIDE);
phone.addEventListener("submit", (event) => {
  const form = around(event.target, "[data-send]", HTMLFormElement);
  if (!form) return;
  event.preventDefault();
  const button = event instanceof SubmitEvent && event.submitter instanceof HTMLButtonElement ? event.submitter : null;
  if (form.dataset.send === "statement") write();
  else if (button && form.dataset.send === "dots") dot(button, form);
  else if (button) mineToo(button, form);
});
text.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) text.form?.requestSubmit();
});
addEventListener("online", () => void queue.send());
document.addEventListener("visibilitychange", () => schedule(0));
show();
void queue.send();
schedule(Math.random() * 500);

function write() {
  const said = text.value.trim();
  if (!said) return refuse("no-text");
  if ([...said].length > 2000) return refuse("text-too-long");
  store(SIDE, side.value);
  text.value = "";
  text.focus();
  refuse("");
  queue.add({ kind: "statement", label: said, text: said, ...(side.value ? { side: side.value } : {}) });
}

/** @param {HTMLButtonElement} button @param {HTMLFormElement} form */
function dot(button, form) {
  if (button.getAttribute("aria-disabled") === "true") return;
  const problem = numberIn(form);
  const dots = (pending().dots[problem] ?? 0) + Number(button.dataset.step);
  const title = document.getElementById(`d${problem}-title`)?.textContent ?? "";
  refuse("");
  queue.add({ kind: "dots", label: `${words.dots}: ${title} (${dots})`, problem, dots });
}

/** @param {HTMLButtonElement} button @param {HTMLFormElement} form */
function mineToo(button, form) {
  const dots = button.getAttribute("aria-pressed") === "true" ? 0 : 1;
  const { statement } = button.dataset;
  const about = document.getElementById(button.getAttribute("aria-describedby") ?? "")?.textContent ?? "";
  const on = statement ? { statement } : { problem: numberIn(form) };
  refuse("");
  queue.add({ kind: "mine_too", label: `${words.mine}: ${about}`, ...on, dots });
}

/** @param {Item} item @param {import("./queue.js").Answer} answer */
function answered(item, { status, told }) {
  sentAt = Date.now();
  if ([401, 403, 404].includes(status) || told["why"] === "workshop-closed") {
    if (status !== 401) queue.forget();
    location.reload();
    return;
  }
  if (status === 200) {
    count(live, item);
    if (item.kind === "statement") find("[data-said]").textContent = words.sent ?? "";
  } else {
    refuse(String(told["why"]));
    if (item.kind === "statement" && !text.value) text.value = item.text ?? "";
  }
  if (!queue.items.length) schedule(SETTLES);
}

/** What this phone gave, with what waits. */
function pending() {
  const all = { dots: { ...live.dots }, left: live.left, most: live.most, mine: [...live.mine], said: [...live.said] };
  for (const item of queue.items) count(all, item);
  return all;
}

/** @param {Pick<Live, "dots" | "left" | "mine" | "said">} all @param {Item} item */
function count(all, { kind, problem = 0, statement, dots = 0 }) {
  if (kind === "dots") {
    all.left += (all.dots[problem] ?? 0) - dots;
    all.dots[problem] = dots;
  } else if (kind === "mine_too" && statement) {
    all.said = all.said.filter((one) => one !== statement).concat(dots ? statement : []);
  } else if (kind === "mine_too") {
    all.mine = all.mine.filter((one) => one !== problem).concat(dots ? problem : []);
  }
}

function show() {
  const { dots, left, most, mine, said } = pending();
  for (const shown of findAll("[data-dots]", HTMLOutputElement, room)) {
    const number = Number(shown.dataset.dots);
    const now = dots[number] ?? 0;
    shown.textContent = String(now);
    disable(`d${number}-less`, now === 0);
    disable(`d${number}-more`, left <= 0 || now >= most);
  }
  for (const shown of findAll("[data-left]", HTMLOutputElement, room)) shown.textContent = String(left);
  for (const button of findAll("button[data-problem]", HTMLButtonElement, room)) press(button, mine.includes(Number(button.dataset.problem)));
  for (const button of findAll("button[data-statement]", HTMLButtonElement, room)) press(button, said.includes(button.dataset.statement ?? ""));
  for (const one of findAll("[data-sentence]", HTMLElement, room)) one.hidden = live.written.includes(one.dataset.sentence ?? "");
  if (begun) {
    find("[data-none]").hidden = live.open.length > 0;
    find("[data-round=write]").hidden = !live.open.includes("write") && !text.value;
  }
  showWaiting();
}

function showWaiting() {
  find("[data-trouble]").hidden = !queue.isCutOff;
  find("[data-waiting]").hidden = !queue.items.length;
  const template = find("[data-waiting-one]", HTMLTemplateElement);
  find("[data-waiting-list]").replaceChildren(
    ...queue.items.map(({ label }) => {
      const one = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
      find("[data-what]", HTMLElement, one).textContent = label;
      return one;
    }),
  );
}

async function look() {
  const at = Date.now();
  try {
    const answer = await fetch(phone.dataset.live ?? "", { redirect: "error" });
    if (answer.status === 404) return location.reload();
    if (answer.ok) take(/** @type {Live} */ (await answer.json()), at);
    if (!queue.items.length) queue.isCutOff = false;
  } catch {
    queue.isCutOff = true;
  }
  show();
  schedule(EVERY + (Math.random() * EVERY) / 2);
}

/** @param {Live} now @param {number} at */
function take(now, at) {
  if (now.closed) return location.reload();
  if (at - sentAt > SETTLES) Object.assign(live, now);
  else Object.assign(live, { open: now.open, most: now.most });
  begun = true;
  redraw(room, now.room);
  redraw(own, now.own);
}

/** @param {number} pause in ms */
function schedule(pause) {
  clearTimeout(timer);
  if (!document.hidden) timer = setTimeout(() => void look(), pause);
}

/** What the page says that this phone gave, before the first look. */
function given() {
  /** @type {Record<string, number>} */
  const dots = {};
  for (const one of findAll("[data-dots]", HTMLOutputElement, room)) dots[one.dataset.dots ?? ""] = Number(one.textContent);
  /** @param {string} name */
  const pressed = (name) => findAll(`button[data-${name}][aria-pressed=true]`, HTMLButtonElement, room).map((one) => one.dataset[name] ?? "");
  return {
    dots,
    left: Number(room.querySelector("[data-left]")?.textContent ?? 0),
    mine: pressed("problem").map(Number),
    said: pressed("statement"),
  };
}

/** @param {string} why "" takes the words away */
function refuse(why) {
  const box = find("[data-refused]");
  const name = why.replace(/-(.)/g, (_all, letter) => String(letter).toUpperCase());
  box.textContent = why ? (words[name] ?? words.other ?? "") : "";
  box.hidden = !why;
}

/** @param {string} id @param {boolean} isOff */
function disable(id, isOff) {
  document.getElementById(id)?.setAttribute("aria-disabled", String(isOff));
}

/** @param {HTMLElement} button @param {boolean} isPressed */
function press(button, isPressed) {
  button.setAttribute("aria-pressed", String(isPressed));
}

/** @param {HTMLFormElement} form */
function numberIn(form) {
  return Number(find("[name=problem]", HTMLInputElement, form).value);
}

/** @param {string} name */
function stored(name) {
  try {
    return localStorage.getItem(name) ?? "";
  } catch {
    return "";
  }
}

/** @param {string} name @param {string} value */
function store(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // Remembered as long as the page is open.
  }
}
