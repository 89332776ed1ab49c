// A button that ticks every box of one name in its form, or unticks them when all are ticked, and
// how many are ticked. Without this script the button stays hidden and people tick one by one.
for (const button of document.querySelectorAll("[data-tick-all]")) {
  const boxes = [...button.form.querySelectorAll(`input[name="${button.dataset.tickAll}"]`)];
  button.hidden = boxes.length < 2;
  button.addEventListener("click", () => {
    const tick = boxes.some((box) => !box.checked);
    for (const box of boxes) box.checked = tick;
    button.form.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

for (const counter of document.querySelectorAll("[data-ticked]")) {
  const form = counter.closest("form");
  const show = () => {
    const ticked = form.querySelectorAll(`input[name="${counter.dataset.ticked}"]:checked`).length;
    counter.textContent = ticked ? `(${ticked})` : "";
  };
  form.addEventListener("change", show);
  // The browser's Back brings ticks along.
  window.addEventListener("pageshow", show);
}
