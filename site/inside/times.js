// Times: how long each layer takes, smoothed over runs so that it can be read, and thin bars to show it.

import { element } from '../panel/element.js';
import { inside as words } from '../words.js';

/** @typedef {import('../resnet.js').Block} Block */

const NEWS = 0.2; // the share of the newest run

export class Times {
  /** @type {Map<string, number>} */
  #ms = new Map();
  #blocks;

  /** @param {Block[]} blocks */
  constructor(blocks) {
    this.#blocks = blocks;
  }

  /** @param {{layer: string, ms: number}[]} times of one run */
  add(times) {
    for (const { layer, ms } of times) {
      const before = this.#ms.get(layer) ?? ms;
      this.#ms.set(layer, before + NEWS * (ms - before));
    }
  }

  /** Milliseconds of a layer or, in all, of a block. @param {{name: string, layers?: {name: string}[]}} part */
  of({ name, layers = [{ name }] }) {
    return layers.reduce((sum, layer) => sum + (this.#ms.get(layer.name) ?? 0), 0);
  }

  /** Milliseconds of the block that takes longest. */
  get longest() {
    return Math.max(...this.#blocks.map((block) => this.of(block)));
  }
}

/** A bar whose length is a share of the longest time there is, with the time beside it. */
export function timeBar() {
  const line = element('span', { class: 'line' });
  const value = element('span', { class: 'ms' }, '–');
  return {
    element: element('span', { class: 'time-bar' }, line, value),
    /** @param {number} ms @param {number} longest */
    show(ms, longest) {
      line.style.setProperty('--share', String(longest > 0 ? ms / longest : 0));
      value.textContent = words.time(ms);
    },
  };
}
