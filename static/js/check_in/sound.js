// A sound and a vibration for each kind of verdict, so that the staff need not look at the screen.

/** @import { Tone } from "./shapes.js" */

// `notes`: pitch in Hz, start and length in seconds. `vibration`: ms on, off, on …
/** @typedef {{ notes: [pitch: number, after: number, length: number][], shape: OscillatorType, vibration: number[] }} Sound */

/** @type {Record<Tone, Sound>} */
const SOUNDS = {
  admitted: { notes: [[880, 0, 0.09], [1318.5, 0.1, 0.16]], shape: "sine", vibration: [80] },
  left: { notes: [[1318.5, 0, 0.09], [880, 0.1, 0.16]], shape: "sine", vibration: [80] },
  already: { notes: [[587.3, 0, 0.14], [587.3, 0.2, 0.14]], shape: "triangle", vibration: [80, 80, 80] },
  refused: { notes: [[196, 0, 0.45]], shape: "sawtooth", vibration: [400] },
};

/** @type {AudioContext | null} */
let audio = null;

// Call it when the page is touched or a key is pressed: before that, browsers play no sound.
export function allowSound() {
  audio ??= window.AudioContext ? new AudioContext() : null;
  if (audio?.state === "suspended") void audio.resume();
}

// Vibrates, and plays the sound if the browser allows it already.
/** @param {Tone} tone */
export function play(tone) {
  const { notes, shape, vibration } = SOUNDS[tone];
  navigator.vibrate?.(vibration);
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
