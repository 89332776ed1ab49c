// Long work continues by itself, one bounded step after another. Without this script people press
// the button.
const form = document.querySelector("form[data-go-on]");
if (form instanceof HTMLFormElement) form.requestSubmit();
