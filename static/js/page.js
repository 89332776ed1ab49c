// Every page: what was refused is announced, and an impatient second click sends nothing twice.

document.querySelector("[data-focus]")?.focus();

// On a phone the tabs may be wider than the window: the current one is brought into view.
for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
  const tabs = tab.parentElement;
  tabs.scrollLeft = tab.offsetLeft - (tabs.clientWidth - tab.offsetWidth) / 2 - tabs.offsetLeft;
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-once]") || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  // The pressed button stays enabled until the form's values are gathered: it may carry one.
  setTimeout(() => setBusy(form, true));
});

// A page that the Back button brings back is as it was left: its form can be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    setBusy(form, false);
  }
});

function setBusy(form, busy) {
  for (const button of form.querySelectorAll("button:not([type=button])")) {
    button.disabled = busy;
    if (busy) button.setAttribute("aria-busy", "true");
    else button.removeAttribute("aria-busy");
  }
}
