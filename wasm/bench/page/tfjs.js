// TensorFlow.js with its WebAssembly backend (XNNPACK). The Go program bundles this file.

import { getThreadsCount } from '@tensorflow/tfjs-backend-wasm';
import { serve } from './serve.js';
import { load, tensor4d } from './tfjs-model.js';

serve(async ({ weights, threads, size }) => {
  // The backend takes no more threads than half of the logical cores.
  Object.defineProperty(navigator, 'hardwareConcurrency', { value: 2 * threads });
  const network = await load(weights, threads);
  const run = (x) => {
    const y = network(x);
    const logits = y.dataSync();
    y.dispose();
    return logits;
  };
  const tensor = (x) => tensor4d(x, [1, size, size, 3]);
  return {
    threads: threads === 1 ? 1 : getThreadsCount(),
    forward(x) {
      const input = tensor(x);
      const logits = run(input);
      input.dispose();
      return logits;
    },
    prepare(x) {
      const input = tensor(x);
      return () => run(input);
    },
  };
});
