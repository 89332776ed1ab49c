// On every page: refusals are announced, and an impatient second click sends nothing twice. It
// imports nothing, so that a first visit waits for no other script.

const refused = document.querySelector("[data-focus]");
if (refused instanceof HTMLElement) refused.focus();

// On a phone the tabs may be wider than the window: the current one is brought into view.
for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
  const tabs = tab.parentElement;
  if (!tabs || !(tab instanceof HTMLElement)) continue;
  tabs.scrollLeft = tab.offsetLeft - (tabs.clientWidth - tab.offsetWidth) / 2 - tabs.offsetLeft;
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.matches("[data-once]") || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  // The pressed button stays enabled until the form's values are gathered: it may carry one.
  setTimeout(() => setBusy(form, true));
});

// A page restored by the Back button looks as it was left: its form can be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    if (!(form instanceof HTMLFormElement)) continue;
    delete form.dataset.sent;
    setBusy(form, false);
  }
});

/** @param {HTMLFormElement} form @param {boolean} busy */
function setBusy(form, busy) {
  for (const button of form.querySelectorAll("button")) {
    if (button.matches("[type=button]")) continue;
    button.disabled = busy;
    if (busy) button.setAttribute("aria-busy", "true");
    else button.removeAttribute("aria-busy");
  }
}
