// The form builder without reloading: moving a question, a row of choices or the preview's language
// replaces what changed and keeps the focus where it was. Everything here works without it, too.
import { around, find, findAll } from "./parts.js";
import { askIn } from "./questions.js";
import { rankIn } from "./rankings.js";

const LONGEST_WAIT = 15_000; // ms
const said = document.createElement("p");
said.className = "visually-hidden";
said.setAttribute("role", "status");
document.body.append(said);

prepare();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.matches("form[data-swap]")) return;
  event.preventDefault();
  swap(fetch(form.action, { method: "POST", body: new FormData(form) }), event.submitter ?? form)
    .catch(() => form.submit());
});

document.addEventListener("click", (event) => {
  const link = around(event.target, "a[data-swap]", HTMLAnchorElement);
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    swap(fetch(link.href), link).catch(() => location.assign(link.href));
  }
  const button = around(event.target, "button[data-rows]", HTMLButtonElement);
  if (button?.form) {
    event.preventDefault();
    void changeRows(button, new FormData(button.form, button));
  }
});

// The server sends the whole page; its list and its preview replace those shown.
/** @param {Promise<Response>} answering @param {HTMLElement} pressed */
async function swap(answering, pressed) {
  const page = await pageOf(await answering);
  const row = around(pressed, "[data-place]");
  const before = row?.dataset.place;
  const builder = find(".builder", HTMLElement, page);
  const preview = keptAnswers();
  find(".builder").replaceWith(builder);
  prepare();
  giveBack(preview);
  focusAgain(pressed, row);
  tell(page, row, before);
}

/** @param {Response} answer */
async function pageOf(answer) {
  if (!answer.ok && answer.status !== 422) throw new Error(answer.statusText);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

/** @param {HTMLElement} pressed @param {HTMLElement | null} row */
function focusAgain(pressed, row) {
  const again = (pressed.id && document.getElementById(pressed.id))
    || (row && document.querySelector(`#${CSS.escape(row.id)} .question-row__order button`))
    || findAll("a[data-swap]").find((link) => link.lang === pressed.lang)
    || document.querySelector(".builder h2");
  if (again instanceof HTMLElement) again.focus();
}

// Success is announced to screen readers only, so nothing jumps; a refusal stands at its row.
/** @param {Document} page @param {HTMLElement | null} row @param {string | undefined} before */
function tell(page, row, before) {
  const notice = page.querySelector("main > .notice");
  const now = row && document.getElementById(row.id);
  said.textContent = notice?.textContent.trim() ?? "";
  if (notice?.classList.contains("notice--success") && now && now.dataset.place !== before) {
    said.textContent += ` ${now.dataset.placeWords}`;
  }
  if (notice?.classList.contains("notice--danger")) {
    notice.removeAttribute("role");
    if (now) now.append(notice);
    else find(".builder").before(notice);
  }
}

function previewShown() {
  const form = document.querySelector("form.preview");
  return form instanceof HTMLFormElement ? form : null;
}

// What was tried in the preview stays while the form changes around it.
function keptAnswers() {
  return [...new FormData(previewShown() ?? undefined)].filter(([, value]) => typeof value === "string");
}

/** @param {[string, FormDataEntryValue][]} answers */
function giveBack(answers) {
  const form = previewShown();
  if (!form) return;
  for (const [name, value] of answers) {
    for (const control of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (!("value" in control)) continue;
      if (control instanceof HTMLInputElement && ["radio", "checkbox"].includes(control.type)) {
        control.checked ||= control.value === value;
      } else control.value = value;
    }
  }
  form.dispatchEvent(new Event("change", { bubbles: true }));
}

// When a row of choices is added, removed or moved, the server draws the rows anew.
/** @param {HTMLButtonElement} button @param {FormData} sent */
async function changeRows(button, sent) {
  const answer = await fetch(location.href, {
    method: "POST", body: sent, signal: AbortSignal.timeout(LONGEST_WAIT),
  }).then(pageOf).catch(() => null);
  const rows = around(button, "fieldset", HTMLFieldSetElement);
  const fresh = rows && answer?.getElementById(rows.id);
  if (!rows || !fresh) return;
  const [verb = "", number = ""] = button.value.split(":");
  rows.replaceWith(fresh);
  const last = fresh.querySelectorAll(".choice-row").length - 1;
  const at = placeAfter(verb, Number(number), last);
  const acting = document.getElementById(`${fresh.id}-${at}-${verb}`);
  (acting ?? document.getElementById(`${fresh.id}-${at}-label`))?.focus();
}

// The row that gets the focus: the one added or moved, or the one now in a removed row's place.
/** @param {string} verb @param {number} number @param {number} last */
function placeAfter(verb, number, last) {
  if (verb === "add") return last;
  if (verb === "raise") return number - 1;
  if (verb === "lower") return number + 1;
  return Math.min(number, last);
}

function prepare() {
  for (const form of findAll("form.preview", HTMLFormElement)) {
    askIn(form);
    rankIn(form);
  }
  for (const field of findAll("[data-condition-editor]")) showValues(field);
  for (const handle of findAll("[data-drag]")) {
    handle.hidden = false;
    handle.addEventListener("pointerdown", drag);
  }
}

// Only the answers of the chosen question are shown.
/** @param {HTMLElement} field */
function showValues(field) {
  const select = find("select", HTMLSelectElement, field);
  const update = () => {
    for (const values of findAll("[data-values-of]", HTMLElement, field)) {
      values.hidden = values.dataset.valuesOf !== select.value;
    }
  };
  select.addEventListener("change", update);
  update();
}

// Dragging by the handle; a row stays among those of its stage. Dropping it sends the same form as
// the arrows do.
/** @param {PointerEvent} event */
function drag(event) {
  const row = around(event.currentTarget, ".question-row");
  const rows = row?.parentElement;
  if (!row || !rows) return;
  event.preventDefault();
  row.classList.add("question-row--dragged");
  // Listens on the window: a row that is moved loses the pointer that it has captured.
  const dragging = new AbortController();
  const drop = () => {
    dragging.abort();
    row.classList.remove("question-row--dragged");
    send(row, [...rows.children].indexOf(row) + 1);
  };
  const listening = { signal: dragging.signal };
  window.addEventListener("pointermove", (moved) => follow(row, rows, moved.clientY), listening);
  window.addEventListener("pointerup", drop, listening);
  window.addEventListener("pointercancel", drop, listening);
}

// Moves the row to the place of the one under the pointer.
/** @param {HTMLElement} row @param {HTMLElement} rows @param {number} y */
function follow(row, rows, y) {
  const other = [...rows.children].find((each) => {
    const box = each.getBoundingClientRect();
    return each !== row && y > box.top && y < box.bottom;
  });
  if (!other) return;
  const box = other.getBoundingClientRect();
  if (y > box.top + box.height / 2) other.after(row);
  else other.before(row);
}

/** @param {HTMLElement} row @param {number} place */
function send(row, place) {
  if (place === Number(row.dataset.place)) return;
  const form = find(".question-row__order form", HTMLFormElement, row);
  find("[name=to]", HTMLInputElement, form).value = String(place);
  form.requestSubmit(find("button", HTMLButtonElement, form));
}
