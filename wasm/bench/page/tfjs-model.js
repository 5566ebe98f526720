import { env, ready, setBackend } from '@tensorflow/tfjs-core';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { download } from './download.js';
import { network } from './networks.js';
import { parse } from './safetensors.js';

export { tensor4d } from '@tensorflow/tfjs-core';

/** Starts the WebAssembly backend: the build without threads where one is enough. */
async function start(threads) {
  if (threads === 1) env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  else setThreadsCount(threads);
  setWasmPaths('/modules/@tensorflow/tfjs-backend-wasm/dist/');
  await setBackend('wasm');
  await ready();
}

/** Starts the backend and loads weights: resolves with a function from (1, H, W, 3) to logits (1, classes), tensors. */
export async function load(weights, threads) {
  const [file] = await Promise.all([download(weights), start(threads)]);
  return network(parse(file));
}
