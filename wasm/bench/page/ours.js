import { ResNet } from '/site/resnet.js';

/** Opens our network, which brings its own worker. */
export async function open({ weights }) {
  const net = await ResNet.load({ weights });
  return {
    threads: 1,
    macs: net.info.macs,
    forward: (input) => net.forward(input),
    time: async (passes) => (await net.benchmark({ runs: passes, warmup: 1 })).medianMs,
  };
}
