// A part of a page that looks again by itself, until it is told to stop or while nobody sees it.
// The link that was last used keeps the focus: whoever prints one badge waits for the next.

const part = document.querySelector("[data-looks-again]");
const pause = document.getElementById("pause");
let goes = true;

function say() {
  pause.textContent = goes ? pause.dataset.stop : pause.dataset.goOn;
}

async function look() {
  if (!goes || document.hidden) return;
  try {
    const answer = await fetch(location.href);
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(part.id);
    if (fresh) replaceWith(fresh);
  } catch {
    // Without a network it looks again in a while.
  }
}

function replaceWith(fresh) {
  const used = part.contains(document.activeElement) && document.activeElement.getAttribute("href");
  part.replaceChildren(...fresh.childNodes);
  if (used) part.querySelector(`a[href="${CSS.escape(used)}"]`)?.focus({ preventScroll: true });
}

pause.hidden = false;
pause.addEventListener("click", () => {
  goes = !goes;
  say();
});
say();
setInterval(look, Number(part.dataset.looksAgain) * 1000);
