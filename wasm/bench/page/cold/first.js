// What the pages of cold starts share.

import { noise } from '../noise.js';

export { download } from '../download.js';
export { channelsFirst } from '../layout.js';

/**
 * Sets globalThis.first to a promise of the first logits and when they were there, in milliseconds from the start of
 * the navigation. The address of the page says what to load.
 */
export function firstAnswer(run) {
  const { weights, size: text } = Object.fromEntries(new URLSearchParams(location.search));
  const size = Number(text);
  globalThis.first = run({ weights, size, input: noise(size) }).then((logits) => ({
    ms: performance.now(),
    logits: Array.from(logits),
  }));
}
