// Curve: the loss of each step of learning, drawn as it comes.

import { element, shape } from '../panel/element.js';
import { teach as words } from '../words.js';

const WIDTH = 320;
const HEIGHT = 96;

export class Curve {
  #line = shape('path', { class: 'loss' });
  #figures = element('figcaption', { class: 'quiet' });
  #drawing = shape('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', role: 'img' }, this.#line);
  element = element('figure', { class: 'curve' }, this.#drawing, this.#figures);

  constructor() {
    this.show([], 0);
  }

  /**
   * @param {ArrayLike<number>} loss of each step so far
   * @param {number} steps there will be
   */
  show(loss, steps) {
    const values = Array.from(loss);
    const most = Math.max(...values, Number.MIN_VALUE);
    const x = (/** @type {number} */ i) => ((WIDTH * i) / Math.max(steps - 1, 1)).toFixed(1);
    const y = (/** @type {number} */ v) => (HEIGHT - 4 - ((HEIGHT - 8) * v) / most).toFixed(1);
    this.#line.setAttribute('d', values.map((v, i) => `${i ? 'L' : 'M'}${x(i)} ${y(v)}`).join(''));
    this.#figures.textContent = words.loss(values.at(0), values.at(-1));
    this.#drawing.setAttribute('aria-label', this.#figures.textContent);
  }
}
