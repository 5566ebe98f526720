// What the Go program calls in the page: globalThis.bench. Contenders are opened by name and then asked, one at a
// time, for logits and for times.

import { noise } from './noise.js';
import * as ours from './ours.js';
import * as peer from './peer.js';
import { watch } from './watch.js';

const contenders = new Map(); // by name

globalThis.bench = {
  /** Loads a network; resolves with the number of threads it really has. */
  async open(name, { script, ...options }) {
    const contender = await (script === '' ? ours.open(options) : peer.open(script, options));
    contenders.set(name, contender);
    return contender.threads;
  },

  /** The logits of a fixed noise picture. */
  forward: async (name, size) => Array.from(await contenders.get(name).forward(noise(size))),

  /** Runs for some time, so that the browser gets to optimise hot code. */
  warmUp: (name, ms) => warmUp(contenders.get(name), ms),

  /** The median time of some forward passes in milliseconds, after one untimed. */
  time: (name, passes) => contenders.get(name).time(passes),

  /** What our network costs: multiply-adds, the median time, and how long the page had to wait for its turn. */
  async cost(options, warmUpMs, passes) {
    const stopWatching = watch();
    const network = await ours.open(options);
    await warmUp(network, warmUpMs);
    const medianMs = await network.time(passes);
    return { macs: network.macs, medianMs, gapMs: stopWatching() };
  },
};

async function warmUp(contender, ms) {
  const start = performance.now();
  while (performance.now() - start < ms) await contender.time(1);
}
