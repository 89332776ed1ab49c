// A web worker that reads the QR code in a camera frame. It uses WebAssembly where the browser has it,
// otherwise a slower decoder in plain JavaScript. Messages: see Frame and FromDecoder in shapes.d.ts.

import { prepareZXingModule, readBarcodes } from "../../vendor/zxing-wasm/reader/index.js";

const WASM = new URL("../../vendor/zxing-wasm/reader/zxing_reader.wasm", import.meta.url).href;
/** @import { ReaderOptions } from "zxing-wasm/reader" */
/** @import { Frame, FromDecoder } from "./shapes.js" */

/** @type {ReaderOptions} */
const OPTIONS = { formats: ["QRCode"], tryHarder: true, tryRotate: true, tryInvert: true, tryDownscale: true, maxNumberOfSymbols: 1 };

/** @param {ImageData} frame */
async function readWithWasm(frame) {
  const [found] = await readBarcodes(frame, OPTIONS);
  return found?.isValid ? found.text : null;
}

/** @param {ImageData} frame */
function readWithScript(frame) {
  const found = self.jsQR(frame.data, frame.width, frame.height, { inversionAttempts: "dontInvert" });
  return found?.data || null;
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
  let text = null;
  try {
    const read = await reader;
    text = await read(new ImageData(new Uint8ClampedArray(pixels), width, height));
  } catch {
    // This frame cannot be read; the next one comes at once.
  }
  tell({ text });
};
