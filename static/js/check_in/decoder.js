// A web worker that reads the QR codes in a camera frame. It uses WebAssembly where the browser has it,
// otherwise a slower decoder in plain JavaScript. Messages: see Frame and FromDecoder in shapes.d.ts.

import { prepareZXingModule, readBarcodes } from "../../vendor/zxing-wasm/reader/index.js";

const WASM = new URL("../../vendor/zxing-wasm/reader/zxing_reader.wasm", import.meta.url).href;
/** @import { ReaderOptions } from "zxing-wasm/reader" */
/** @import { QRCode } from "jsqr" */
/** @import { Frame, FromDecoder } from "./shapes.js" */

const MOST = 6; // codes in one frame

/** @type {ReaderOptions} */
const OPTIONS = { formats: ["QRCode"], tryHarder: true, tryRotate: true, tryInvert: true, tryDownscale: true, maxNumberOfSymbols: MOST };

/** @param {ImageData} frame */
async function readWithWasm(frame) {
  const found = await readBarcodes(frame, OPTIONS);
  return found.filter(({ isValid }) => isValid).map(({ text }) => text);
}

let looks = 0; // of the script

// The script finds one code, and none where it takes the corners of two for one. So it looks in turns at
// the whole frame, at what lies on both sides of a line, at the whole for light codes on dark ground…
// Where the line is changes, too.
/** @type {[isUpright: boolean, isLevel: boolean, isInverted: boolean][]} */
const VIEWS = [[false, false, false], [true, false, false], [false, false, true], [false, true, false], [true, true, false]];
const LINES = [0.5, 0.4, 0.6, 0.3, 0.7]; // of a side

/** @param {ImageData} frame */
function readWithScript(frame) {
  const [isUpright, isLevel, isInverted] = VIEWS[looks % VIEWS.length] ?? [];
  const line = LINES[Math.floor(looks / VIEWS.length) % LINES.length] ?? 0;
  looks += 1;
  if (isInverted) invert(frame);
  const texts = [];
  for (const [left, width] of parts(frame.width, isUpright ? line : 1)) {
    for (const [top, height] of parts(frame.height, isLevel ? line : 1)) {
      const found = readPart(frame, left, top, width, height);
      // Without the first code the others may be found in the whole.
      if (found) texts.push(found, ...allLeft(frame));
    }
  }
  return [...new Set(texts)];
}

/** @param {number} side @param {number} line @returns {[from: number, length: number][]} */
function parts(side, line) {
  const at = Math.round(side * line);
  return at < side ? [[0, at], [at, side - at]] : [[0, side]];
}

/** @param {ImageData} frame */
function allLeft(frame) {
  const texts = [];
  for (let found; texts.length < MOST; texts.push(found)) {
    found = readPart(frame, 0, 0, frame.width, frame.height);
    if (!found) break;
  }
  return texts;
}

// The text of a code in this part of the frame, which is painted over; "" if there is none.
/** @param {ImageData} frame @param {number} left @param {number} top @param {number} width @param {number} height */
function readPart(frame, left, top, width, height) {
  const part = width === frame.width && height === frame.height ? frame : cut(frame, left, top, width, height);
  const found = self.jsQR(part.data, width, height, { inversionAttempts: "dontInvert" });
  if (found) paintOver(frame, found.location, left, top);
  return found?.data ?? "";
}

/** @param {ImageData} frame @param {number} left @param {number} top @param {number} width @param {number} height */
function cut(frame, left, top, width, height) {
  const part = new ImageData(width, height);
  for (let row = 0; row < height; row += 1) {
    const from = ((top + row) * frame.width + left) * 4;
    part.data.set(frame.data.subarray(from, from + width * 4), row * width * 4);
  }
  return part;
}

/** @param {ImageData} frame */
function invert({ data }) {
  const pixels = new Uint32Array(data.buffer);
  for (let at = 0; at < pixels.length; at += 1) pixels[at] = ~Number(pixels[at]);
}

/** @param {ImageData} frame @param {QRCode["location"]} where @param {number} x @param {number} y */
function paintOver({ data, width, height }, where, x, y) {
  const corners = [where.topLeftCorner, where.topRightCorner, where.bottomLeftCorner, where.bottomRightCorner];
  const [left, right] = ends(corners.map((corner) => x + corner.x), width);
  const [top, bottom] = ends(corners.map((corner) => y + corner.y), height);
  for (let row = top; row < bottom; row += 1) data.fill(255, (row * width + left) * 4, (row * width + right) * 4);
}

// Where the numbers begin and end, within a side of this length.
/** @param {number[]} numbers @param {number} length @returns {[from: number, to: number]} */
function ends(numbers, length) {
  return [Math.max(0, Math.floor(Math.min(...numbers))), Math.min(length, Math.ceil(Math.max(...numbers)))];
}

// The decoder that works in this browser. It fails if none does.
async function chooseReader() {
  try {
    await prepareZXingModule({ overrides: { locateFile: () => WASM }, fireImmediately: true });
    return readWithWasm;
  } catch {
    await import("../../vendor/jsqr/jsQR.js");
    return readWithScript;
  }
}

/** @param {FromDecoder} told */
function tell(told) {
  self.postMessage(told);
}

const reader = chooseReader();
reader.then(
  (chosen) => tell({ ready: chosen === readWithWasm ? "wasm" : "script" }),
  () => tell({ ready: null }),
);

/** @param {MessageEvent<Frame>} message */
self.onmessage = async ({ data: { pixels, width, height } }) => {
  /** @type {string[]} */
  let codes = [];
  try {
    const read = await reader;
    codes = await read(new ImageData(new Uint8ClampedArray(pixels), width, height));
  } catch {
    // This frame cannot be read; the next one comes at once.
  }
  tell({ codes });
};
