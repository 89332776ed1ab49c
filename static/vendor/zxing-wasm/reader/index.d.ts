// For the type checker alone (tools/javascript): the types of the same release.
export * from "zxing-wasm/reader";
