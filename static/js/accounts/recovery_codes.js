// Prints and copies the codes; without this script people use the browser's own means.

for (const button of document.querySelectorAll("[data-print]")) {
  if (!(button instanceof HTMLButtonElement)) continue;
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!(button instanceof HTMLButtonElement) || !navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", () => void copy(button));
}

/** @param {HTMLButtonElement} button */
async function copy(button) {
  const codes = [...document.querySelectorAll(`${button.dataset.copy} code`)];
  await navigator.clipboard.writeText(codes.map((code) => code.textContent).join("\n"));
  button.textContent = button.dataset.copied ?? "";
}
