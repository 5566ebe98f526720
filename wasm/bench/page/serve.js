import { noise } from './noise.js';

/**
 * Answers the calls of peer.js in a worker. A runtime offers load(options), which resolves with
 * {threads, forward(input), prepare(input)}: forward resolves with logits, prepare with a function that runs the same
 * pass on an input that is already where the runtime wants it.
 */
export function serve(load) {
  let runtime;
  let pass;
  const methods = {
    async load(options) {
      runtime = await load(options);
      pass = await runtime.prepare(noise(options.size));
      return runtime.threads;
    },
    forward: (input) => runtime.forward(input),
    time: (passes) => median(pass, passes),
  };
  self.onmessage = async ({ data: { method, argument } }) => {
    try {
      self.postMessage({ value: await methods[method](argument) });
    } catch (error) {
      self.postMessage({ error: `${method}: ${error?.message ?? error}` });
    }
  };
}

// Like ResNet.benchmark with one pass to warm up.
async function median(pass, passes) {
  await pass();
  const times = [];
  for (let i = 0; i < passes; i++) {
    const start = performance.now();
    await pass();
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return (times[(passes - 1) >> 1] + times[passes >> 1]) / 2;
}
