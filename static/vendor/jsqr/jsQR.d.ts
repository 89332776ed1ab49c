// For the type checker alone (tools/javascript): the types of the same release. The script is no
// module: it gives the worker that loads it a function of this name.
export {};

declare global {
  var jsQR: typeof import("jsqr").default;
}
