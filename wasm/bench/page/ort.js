// onnxruntime-web with its WebAssembly execution provider.

import * as ort from '/modules/onnxruntime-web/dist/ort.wasm.bundle.min.mjs';
import { channelsFirst } from './layout.js';
import { serve } from './serve.js';

serve(async ({ onnx, threads, size }) => {
  ort.env.wasm.wasmPaths = '/modules/onnxruntime-web/dist/';
  ort.env.wasm.numThreads = threads;
  const session = await ort.InferenceSession.create(onnx, { executionProviders: ['wasm'] });
  const [input] = session.inputNames;
  const [output] = session.outputNames;
  const tensor = (x) => new ort.Tensor('float32', channelsFirst(x), [1, 3, size, size]);
  return {
    threads: ort.env.wasm.numThreads,
    async forward(x) {
      return (await session.run({ [input]: tensor(x) }))[output].data;
    },
    prepare(x) {
      const feeds = { [input]: tensor(x) };
      return () => session.run(feeds);
    },
  };
});
