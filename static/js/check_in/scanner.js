// The scanner: a code is seen or typed, the server answers, the screen says it loudly.

import { Camera } from "./camera.js";
import { Counter } from "./counter.js";
import { Reader } from "./reader.js";
import { RecentScans } from "./recent.js";
import { Refused, newNonce, postUntilAnswered } from "./server.js";
import { allowSound } from "./sound.js";
import { VerdictScreen } from "./verdict.js";

const SAME_CODE_RESTS = 3000; // ms out of sight before the same code is read again
const WORTH_SAYING = 400; // ms without an answer

const find = (selector) => document.querySelector(selector);
const words = JSON.parse(find("#door-words").textContent);
const counter = new Counter(find("#counter"));
const verdict = new VerdictScreen(find("#verdict"), find("#announcement"));
const recent = new RecentScans(words, (answer) => {
  say(answer ? null : words.undo_failed);
  if (answer) counter.show(answer.counts);
});
const camera = new Camera(find("#camera video"));
let lastSeen = { code: null, at: 0 };
let reader = null;
let busy = false;

function say(message) {
  find("#trouble p").textContent = message ?? "";
  find("#trouble").hidden = !message;
}

// A phone's own name, so that two doors with one sign-in are told apart.
function device() {
  try {
    return (localStorage.doorPhone ??= newNonce());
  } catch {
    return "";
  }
}

function direction() {
  return find("#typed [name=direction]:checked")?.value ?? "entry";
}

// Whether the code was taken; while one waits for its answer, no other is.
async function check(code) {
  if (busy) return false;
  busy = true;
  const slow = setTimeout(() => say(words.checking), WORTH_SAYING);
  const reading = { code, nonce: newNonce(), device: device(), direction: direction() };
  try {
    const answer = await postUntilAnswered(words.scans_address, reading, (trouble) =>
      say(words[trouble]),
    );
    clearTimeout(slow);
    say(null);
    verdict.show(answer);
    recent.add(answer);
    counter.show(answer.counts);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    say(error.signedOut ? words.signed_out : words.unreadable);
  } finally {
    clearTimeout(slow);
    busy = false;
  }
  return true;
}

// A ticket that stays in view is one reading, however long it is held.
function isNew(code) {
  const seenBefore = code === lastSeen.code && performance.now() - lastSeen.at < SAME_CODE_RESTS;
  lastSeen = { code, at: performance.now() };
  return !seenBefore;
}

async function startCamera() {
  find("#camera-controls").hidden = false;
  find("#retry-camera").hidden = true;
  try {
    if (!navigator.mediaDevices?.getUserMedia) throw new DOMException("", "NotFoundError");
    await camera.start();
  } catch (error) {
    say(error.name === "NotAllowedError" ? words.camera_refused : words.no_camera);
    find("#retry-camera").hidden = false;
    return;
  }
  say(null);
  find("#camera").hidden = false;
  find("#torch").hidden = !camera.hasTorch;
  keepAwake();
  reader ??= new Reader(words.decoder_address, () => say(words.no_decoder));
  camera.lookWith(async (frame) => {
    const code = await reader.read(frame);
    if (code && !busy && isNew(code)) await check(code);
  });
}

function keepAwake() {
  navigator.wakeLock?.request("screen").catch(() => {}); // a low battery may refuse
}

find("#typed").addEventListener("submit", async (event) => {
  const field = find("#typed [name=code]");
  const code = field.value.trim();
  if (!code) return; // the server says what is missing
  event.preventDefault();
  if (await check(code)) field.value = "";
});
find("#retry-camera").addEventListener("click", startCamera);
find("#torch").addEventListener("click", async ({ currentTarget: button }) => {
  const on = button.getAttribute("aria-pressed") !== "true";
  await camera.setTorch(on);
  button.setAttribute("aria-pressed", String(on));
});
document.addEventListener("pointerdown", allowSound);
document.addEventListener("keydown", allowSound);
document.addEventListener("visibilitychange", () => {
  if (document.hidden || find("#camera").hidden) return;
  camera.resume().catch(() => {
    find("#retry-camera").hidden = false;
  });
  keepAwake();
});
startCamera();
