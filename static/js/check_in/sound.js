// Three sounds that nobody confuses, and the phone's own shiver.

/** @import { Tone } from "./shapes.js" */

// `notes`: pitch in Hz, when it begins and how long it lasts in seconds. `shiver`: ms on, off, on …
/** @typedef {{ notes: [pitch: number, after: number, length: number][], shape: OscillatorType, shiver: number[] }} Sound */

/** @type {Record<Tone, Sound>} */
const SOUNDS = {
  admitted: { notes: [[880, 0, 0.09], [1318.5, 0.1, 0.16]], shape: "sine", shiver: [80] },
  left: { notes: [[1318.5, 0, 0.09], [880, 0.1, 0.16]], shape: "sine", shiver: [80] },
  already: { notes: [[587.3, 0, 0.14], [587.3, 0.2, 0.14]], shape: "triangle", shiver: [80, 80, 80] },
  refused: { notes: [[196, 0, 0.45]], shape: "sawtooth", shiver: [400] },
};

/** @type {AudioContext | null} */
let audio = null;

// Browsers are silent until the page has been touched.
export function allowSound() {
  audio ??= window.AudioContext ? new AudioContext() : null;
  if (audio?.state === "suspended") void audio.resume();
}

/** @param {Tone} tone */
export function play(tone) {
  const { notes, shape, shiver } = SOUNDS[tone];
  navigator.vibrate?.(shiver);
  if (audio?.state !== "running") return;
  for (const [pitch, after, length] of notes) {
    const start = audio.currentTime + after;
    const oscillator = new OscillatorNode(audio, { type: shape, frequency: pitch });
    const volume = new GainNode(audio, { gain: 0 });
    volume.gain.setValueAtTime(0.4, start);
    volume.gain.exponentialRampToValueAtTime(0.001, start + length);
    oscillator.connect(volume).connect(audio.destination);
    oscillator.start(start);
    oscillator.stop(start + length);
  }
}
