// A form of several pages is filled in one after the other. Without this script it is one long page.
import { find, findAll } from "./parts.js";

/**
 * @typedef {object} Parts of the form
 * @property {HTMLFormElement} form
 * @property {HTMLElement[]} steps
 * @property {HTMLProgressElement} progress
 * @property {HTMLElement} next
 * @property {HTMLElement} back
 * @property {HTMLElement} send
 */

for (const form of findAll("form[data-steps]", HTMLFormElement)) {
  goThrough({
    form,
    steps: findAll("[data-step]", HTMLElement, form),
    progress: find("[data-steps-progress]", HTMLProgressElement, form),
    next: find("[data-step-next]", HTMLElement, form),
    back: find("[data-step-back]", HTMLElement, form),
    send: find("button[type=submit]", HTMLElement, form),
  });
}

/** @param {Parts} parts */
function goThrough(parts) {
  const { form, steps } = parts;
  const refused = steps.findIndex((step) => step.querySelector(".field--refused"));
  let { step: here, behind } = refused < 0 ? placeIn(history.state, steps) : { step: refused, behind: 0 };

  /** @param {number} step */
  const go = (step) => {
    here = step;
    show(parts, here);
    focusOn(parts, here);
  };
  const forward = () => {
    const following = asking(steps).find((step) => step > here);
    if (following === undefined) return;
    behind += 1;
    history.pushState({ step: following, behind }, "");
    go(following);
  };
  const backward = () => {
    if (behind > 0) history.back();
    else go(asking(steps).findLast((step) => step < here) ?? 0);
  };

  history.replaceState({ step: here, behind }, "");
  show(parts, here);
  parts.next.addEventListener("click", forward);
  parts.back.addEventListener("click", backward);
  window.addEventListener("popstate", (event) => {
    const place = placeIn(event.state, steps);
    behind = place.behind;
    go(place.step);
  });
  form.addEventListener("change", () => show(parts, here));
  // Enter in a field sends a form: here it goes on to the next step, until the last.
  form.addEventListener("submit", (event) => {
    if (here === steps.length - 1) return;
    event.preventDefault();
    forward();
  });
  for (const link of findAll(".error-summary a", HTMLAnchorElement, form)) {
    link.addEventListener("click", (event) => {
      const field = document.getElementById(link.hash.slice(1));
      const leadsTo = steps.findIndex((step) => step.contains(field));
      if (leadsTo < 0 || !field) return;
      event.preventDefault();
      here = leadsTo;
      show(parts, here);
      const control = field.matches("fieldset:not([tabindex])") ? field.querySelector("input, select, textarea") : field;
      if (control instanceof HTMLElement) control.focus();
    });
  }
}

/** @param {Parts} parts @param {number} here */
function show({ steps, progress, next, back, send }, here) {
  const asked = asking(steps);
  const number = Math.max(1, asked.filter((step) => step <= here).length);
  for (const [place, step] of steps.entries()) {
    step.hidden = place !== here;
    const title = titleOf(step);
    title.hidden = false;
    title.textContent = (title.dataset.stepTitle ?? "")
      .replace("{number}", String(number)).replace("{total}", String(asked.length));
  }
  progress.hidden = false;
  progress.max = asked.length;
  progress.value = number;
  const isLast = here === steps.length - 1;
  next.hidden = isLast;
  send.hidden = !isLast;
  back.hidden = number === 1;
  for (const part of findAll("[data-first-step-only]")) part.hidden = number > 1;
}

/** @param {Parts} parts @param {number} here */
function focusOn({ steps, progress }, here) {
  const title = titleOf(steps[here] ?? document.body);
  title.focus({ preventScroll: true });
  progress.scrollIntoView();
}

/** The steps that ask something now: of others every question hangs on another answer. @param {HTMLElement[]} steps */
function asking(steps) {
  const last = steps.length - 1;
  return [...steps.keys()].filter((place) => place === last || asksSomething(steps[place]));
}

/** @param {HTMLElement | undefined} step */
function asksSomething(step) {
  const parts = [...step?.children ?? []];
  return parts.some((part) => part instanceof HTMLElement && !part.hidden
    && !part.matches("[data-step-title], [role=status]"));
}

/** @param {HTMLElement} step */
function titleOf(step) {
  return find("[data-step-title]", HTMLElement, step);
}

/**
 * Which step an entry of the browser's history is of, and how many steps of this page are behind it.
 *
 * @param {unknown} state @param {HTMLElement[]} steps
 */
function placeIn(state, steps) {
  if (typeof state !== "object" || state === null || !("step" in state && "behind" in state)) return { step: 0, behind: 0 };
  const step = Number(state.step);
  return { step: step < steps.length ? step : 0, behind: Number(state.behind) };
}
