// The projector: the page asks for itself every few seconds, and shows what changed. Most answers
// are empty (304), since the page has a mark.

import { find } from "../parts.js";
import { redraw } from "./redraw.js";

const EVERY = 2000; // ms
const shown = find("#main");

async function look() {
  try {
    const answer = await fetch(location.href, { redirect: "error" });
    if (answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      redraw(shown, page.getElementById("main")?.innerHTML ?? shown.innerHTML);
    }
  } catch {
    // Shown as it was until there is a connection again.
  }
  setTimeout(() => void look(), EVERY + Math.random() * 500);
}

setTimeout(() => void look(), EVERY);
