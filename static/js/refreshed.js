// A part of the page that the server draws anew. The browser asks with the mark of what it has, so
// that most answers are empty. What somebody opened stays open, and the focus where it was.

const PAUSE = 3000; // ms
const part = document.querySelector("[data-refresh]");
const controls = document.querySelector("[data-refresh-controls]");
const button = controls?.querySelector("button");
const trouble = controls?.querySelector("[data-trouble]");
let timer = null;
let shown = null;
let still = false;

function schedule(pause) {
  clearTimeout(timer);
  if (still || document.hidden) return;
  timer = setTimeout(ask, pause);
}

async function ask() {
  try {
    const answer = await fetch(part.dataset.refresh, { redirect: "error" });
    if (!answer.ok) throw new Error(answer.status);
    const { part: drawn, done } = await answer.json();
    if (drawn !== shown) replace(drawn);
    if (trouble) trouble.textContent = "";
    if (done) {
      for (const over of document.querySelectorAll("[data-until-done]")) over.remove();
      return;
    }
  } catch {
    if (trouble) trouble.textContent = trouble.dataset.trouble;
  }
  // A little apart, so that many screens do not ask in the same moment.
  schedule(PAUSE + Math.random() * 500);
}

function replace(drawn) {
  const open = [...part.querySelectorAll("details[open][id]")].map((details) => details.id);
  const focused = part.contains(document.activeElement) && document.activeElement.closest("[id]");
  const isSummary = document.activeElement?.localName === "summary";
  part.innerHTML = shown = drawn;
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  const again = focused && document.getElementById(focused.id);
  (isSummary ? again?.querySelector("summary") : again?.querySelector("a") ?? again)?.focus();
}

button?.addEventListener("click", () => {
  still = !still;
  button.setAttribute("aria-pressed", String(still));
  schedule(0);
});
document.addEventListener("visibilitychange", () => schedule(0));
if (controls) controls.hidden = false;
if (part) schedule(PAUSE);
