// A button that ticks every box of one name in its form, or unticks them when all are ticked, and
// how many are ticked. Without this script the button stays hidden and people tick one by one.

import { around, findAll } from "./parts.js";

for (const button of findAll("[data-tick-all]", HTMLButtonElement)) {
  const { form } = button;
  if (!form) continue;
  const boxes = findAll(`input[name="${button.dataset.tickAll}"]`, HTMLInputElement, form);
  button.hidden = boxes.length < 2;
  button.addEventListener("click", () => {
    const tick = boxes.some((box) => !box.checked);
    for (const box of boxes) box.checked = tick;
    form.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

for (const counter of findAll("[data-ticked]")) {
  const form = around(counter, "form", HTMLFormElement);
  if (!form) continue;
  const show = () => {
    const ticked = form.querySelectorAll(`input[name="${counter.dataset.ticked}"]:checked`).length;
    counter.textContent = ticked ? `(${ticked})` : "";
  };
  form.addEventListener("change", show);
  // The browser's Back button restores ticks.
  window.addEventListener("pageshow", show);
}
