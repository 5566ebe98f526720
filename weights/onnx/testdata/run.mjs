// Runs an ONNX model in onnxruntime-web, as WebAssembly under Node.js.
//
//     node run.mjs PACKAGE MODEL SIZE BATCH… < INPUT
//
// PACKAGE is the folder of onnxruntime-web. INPUT holds little-endian float32
// pictures (3, SIZE, SIZE); a batch of n takes the first n of them. Each batch
// prints one line of JSON: the model's inputs and outputs by name, and the
// shape and values of the logits.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";

const [folder, model, size, ...batches] = process.argv.slice(2);
const ort = createRequire(import.meta.url)(resolve(folder));
ort.env.wasm.numThreads = 1;
ort.env.logLevel = "error";

const stdin = readFileSync(0);
const pictures = new Float32Array(stdin.buffer, stdin.byteOffset, stdin.length / 4);
const session = await ort.InferenceSession.create(readFileSync(model), { executionProviders: ["wasm"] });

for (const n of batches.map(Number)) {
  const shape = [n, 3, Number(size), Number(size)];
  const input = new ort.Tensor("float32", pictures.slice(0, n * 3 * size * size), shape);
  const { logits } = await session.run({ input });
  console.log(JSON.stringify({
    inputs: session.inputNames,
    outputs: session.outputNames,
    shape: logits.dims,
    logits: Array.from(logits.data),
  }));
}
