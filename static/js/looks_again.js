// A part of a page that looks again by itself, until it is told to stop. Whoever is in it with the
// keyboard, or has turned to another window, is not disturbed.

const part = document.querySelector("[data-looks-again]");
const pause = document.getElementById("pause");
let goes = true;

function say() {
  pause.textContent = goes ? pause.dataset.stop : pause.dataset.goOn;
}

async function look() {
  if (!goes || document.hidden || part.contains(document.activeElement)) return;
  try {
    const answer = await fetch(location.href);
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(part.id);
    if (fresh && !part.contains(document.activeElement)) part.replaceChildren(...fresh.childNodes);
  } catch {
    // Without a network it looks again in a while.
  }
}

pause.hidden = false;
pause.addEventListener("click", () => {
  goes = !goes;
  say();
});
say();
setInterval(look, Number(part.dataset.looksAgain) * 1000);
