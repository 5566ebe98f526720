// Page: what every part of the page shares: the board, the network and its newest answer. Parts listen to it, and
// none needs to know another.

import { latest } from './latest.js';
import { ResNet } from './resnet.js';

/** @import { Board } from './board.js' */
/** @import { Classification, Progress, Source } from './resnet.js' */

/**
 * Dispatches, as CustomEvents:
 * - "loading", "progress" (detail: {@link Progress}), then "net" (another network is there) or "failed" (detail: Error);
 * - "taught": the network learned or forgot something, perhaps classes;
 * - "picture": what is on the board changed;
 * - "answer" (detail: {@link Classification}): the network's answer about it. It follows every "picture" that leaves
 *   something on the board, save those that a newer one overtakes; while the tab is hidden, it waits.
 */
export class Page extends EventTarget {
  /** The present network. @type {ResNet | null} */
  net = null;
  /** What the present network's weights are called. */
  name = '';
  /** Where it was kept on an earlier visit, small pictures of its examples, by class. @type {Map<string, Blob[]> | null} */
  kept = null;
  /** The sheet to draw on. @type {Board} */
  board;

  #load = new AbortController(); // of the newest load
  #waiting = false; // an answer, for the tab to be seen

  /** @param {Board} board */
  constructor(board) {
    super();
    this.board = board;
    board.addEventListener('change', () => {
      this.#tell('picture');
      this.classify();
    });
    document.addEventListener('visibilitychange', () => {
      if (this.#waiting) this.classify();
    });
  }

  /**
   * What to classify, and whether it is a drawing, with no photo under it; null while the board is empty.
   * @returns {{ picture: Source, drawing: boolean } | null}
   */
  source() {
    const { empty, picture, drawing } = this.board;
    return empty ? null : { picture, drawing };
  }

  /**
   * Loads a network and puts it in the place of the present one, which stays if the new one cannot be had. Rejects
   * with an Error whose message a user can act on; called again meanwhile, with an AbortError.
   * @param {string | URL | Blob | ArrayBuffer | Uint8Array} weights address or content of a safetensors file
   * @param {string} [name] what to call it
   * @param {Map<string, Blob[]> | null} [kept] see {@link Page.kept}
   */
  async useNetwork(weights, name = fileName(weights), kept = null) {
    this.#load.abort();
    const { signal } = (this.#load = new AbortController());
    this.#tell('loading');
    try {
      const onProgress = (/** @type {Progress} */ progress) => this.#tell('progress', progress);
      const net = await ResNet.load({ weights, onProgress, signal });
      this.net?.dispose();
      this.net = net;
      this.name = name;
      this.kept = kept;
    } catch (error) {
      if (!signal.aborted) this.#tell('failed', error);
      throw error;
    }
    this.#tell('net');
    await this.classify();
  }

  /** Says that the network learned or forgot something, and asks it again. */
  async taught() {
    this.#tell('taught');
    await this.classify();
  }

  /** Asks the network about the present picture; many requests at once become one. */
  classify = latest(async () => {
    this.#waiting = document.hidden;
    if (this.#waiting) return;
    const { net } = this;
    const source = this.source();
    if (!net || !source) return;
    try {
      const answer = await net.classify(source.picture, { drawing: source.drawing });
      if (net === this.net && !this.board.empty) this.#tell('answer', answer);
    } catch (error) {
      if (net !== this.net) return; // another network came meanwhile
      net.dispose();
      this.net = null;
      this.#tell('failed', error);
    }
  });

  /**
   * @param {string} type
   * @param {unknown} [detail]
   */
  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/** @param {unknown} weights */
function fileName(weights) {
  if (weights instanceof File) return weights.name;
  if (typeof weights === 'string' || weights instanceof URL) return String(weights).split('/').at(-1) ?? '';
  return '';
}
