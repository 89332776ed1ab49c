// The form builder without reloading: moving a question, a row of choices or the preview's language
// replaces what changed and keeps the focus where it was. Everything here works without it, too.
import { askIn } from "./questions.js";

const LONGEST_WAIT = 15_000;
const said = document.createElement("p");
said.className = "visually-hidden";
said.setAttribute("role", "status");
document.body.append(said);

prepare();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-swap]")) return;
  event.preventDefault();
  swap(fetch(form.action, { method: "POST", body: new FormData(form) }), event.submitter)
    .catch(() => form.submit());
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-swap]");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    swap(fetch(link.href), link).catch(() => location.assign(link.href));
  }
  const button = event.target.closest("button[data-rows]");
  if (button) {
    event.preventDefault();
    changeRows(button);
  }
});

// The whole page comes back; its list and its preview take the place of those shown.
async function swap(answering, pressed) {
  const page = await pageOf(await answering);
  const row = pressed.closest("[data-place]");
  const before = row && row.dataset.place;
  const builder = page.querySelector(".builder");
  if (!builder) throw new Error("no builder");
  const preview = keptAnswers();
  document.querySelector(".builder").replaceWith(builder);
  prepare();
  giveBack(preview);
  focusAgain(pressed, row);
  tell(page, row, before);
}

async function pageOf(answer) {
  if (!answer.ok && answer.status !== 422) throw new Error(answer.statusText);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

function focusAgain(pressed, row) {
  const again = (pressed.id && document.getElementById(pressed.id))
    || (row && document.getElementById(row.id)?.querySelector(".question-row__order button"))
    || [...document.querySelectorAll("a[data-swap]")].find((link) => link.lang === pressed.lang);
  (again || document.querySelector(".builder h2"))?.focus();
}

// What was done is said, not shown: nothing jumps. What was refused stands at its row.
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
    else document.querySelector(".builder").before(notice);
  }
}

// What was tried out in the preview stays there while the form changes around it.
function keptAnswers() {
  const form = document.querySelector("form.preview");
  return form ? [...new FormData(form)].filter(([, value]) => typeof value === "string") : [];
}

function giveBack(answers) {
  const form = document.querySelector("form.preview");
  for (const [name, value] of answers) {
    for (const control of form?.querySelectorAll(`[name="${CSS.escape(name)}"]`) ?? []) {
      if (control.type === "radio" || control.type === "checkbox") {
        control.checked ||= control.value === value;
      } else control.value = value;
    }
  }
  form?.dispatchEvent(new Event("change", { bubbles: true }));
}

// A row of choices comes, goes or changes places: the server draws them anew.
async function changeRows(button) {
  const sent = new FormData(button.form, button);
  const answer = await fetch(location.href, {
    method: "POST", body: sent, signal: AbortSignal.timeout(LONGEST_WAIT),
  }).then(pageOf).catch(() => null);
  const fresh = answer?.getElementById("choices");
  if (!fresh) return;
  const [verb, number] = button.value.split(":");
  document.getElementById("choices").replaceWith(fresh);
  const last = fresh.querySelectorAll(".choice-row").length - 1;
  const at = { add: last, raise: number - 1, lower: Number(number) + 1 }[verb] ?? Math.min(number, last);
  const acting = document.getElementById(`choices-${at}-${verb}`);
  (acting ?? document.getElementById(`choices-${at}-label`))?.focus();
}

function prepare() {
  for (const form of document.querySelectorAll("form.preview")) askIn(form);
  for (const field of document.querySelectorAll("[data-condition-editor]")) showValues(field);
  for (const handle of document.querySelectorAll("[data-drag]")) {
    handle.hidden = false;
    handle.addEventListener("pointerdown", drag);
  }
}

// Only the answers of the question that was chosen are shown.
function showValues(field) {
  const select = field.querySelector("select");
  const update = () => {
    for (const values of field.querySelectorAll("[data-values-of]")) {
      values.hidden = values.dataset.valuesOf !== select.value;
    }
  };
  select.addEventListener("change", update);
  update();
}

// Dragging by the handle; a row stays among those of its stage. Letting go sends the same form as
// the arrows do.
function drag(event) {
  const row = event.currentTarget.closest(".question-row");
  const rows = row.parentElement;
  event.preventDefault();
  row.classList.add("question-row--dragged");
  const follow = (moved) => {
    const other = [...rows.children].find((each) => {
      const box = each.getBoundingClientRect();
      return each !== row && moved.clientY > box.top && moved.clientY < box.bottom;
    });
    if (!other) return;
    const box = other.getBoundingClientRect();
    if (moved.clientY > box.top + box.height / 2) other.after(row);
    else other.before(row);
  };
  // Listened for on the window: a row that changes places lets go of the pointer it has captured.
  const dragging = new AbortController();
  const drop = () => {
    dragging.abort();
    row.classList.remove("question-row--dragged");
    const to = [...rows.children].indexOf(row) + 1;
    if (to === Number(row.dataset.place)) return;
    const form = row.querySelector(".question-row__order form");
    form.elements.to.value = to;
    form.requestSubmit(form.querySelector("button"));
  };
  window.addEventListener("pointermove", follow, { signal: dragging.signal });
  window.addEventListener("pointerup", drop, { signal: dragging.signal });
  window.addEventListener("pointercancel", drop, { signal: dragging.signal });
}
