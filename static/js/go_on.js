// Long work goes on by itself, one bounded step after another. Without this script people press
// the button.
document.querySelector("form[data-go-on]")?.requestSubmit();
