// Learning: the button that starts it, how far it is, its loss, and what came of it.

import { element } from '../panel/element.js';
import { teach as words } from '../words.js';
import { Curve } from './curve.js';

/** @typedef {import('../resnet.js').ResNet} ResNet */

export class Learning {
  #start = element('button', { type: 'button', class: 'button primary learn' }, words.learn);
  #stop = element('button', { type: 'button', class: 'button', hidden: true }, words.cancel);
  #progress = element('progress', { max: 1, value: 0, 'aria-label': words.learning });
  #says = element('p', { class: 'says', role: 'status' }, words.notYet);
  #curve = new Curve();

  element = element('div', { class: 'learning' }, element('div', { class: 'deeds' }, this.#start, this.#stop), this.#progress, this.#curve.element, this.#says);

  /** @param {() => void} start */
  constructor(start) {
    this.#start.addEventListener('click', start);
  }

  /** @param {boolean} can whether there is something to learn */
  allow(can) {
    this.#start.disabled = !can;
  }

  /** Forgets the last run. @param {string} [said] */
  clear(said = words.notYet) {
    this.#curve.show([], 0);
    this.#says.textContent = said;
  }

  /**
   * Lets a network learn what it was taught; false if the user stopped it.
   * @param {ResNet} net
   * @returns {Promise<boolean>}
   */
  async run(net) {
    const controller = new AbortController();
    const stop = () => controller.abort();
    this.#stop.addEventListener('click', stop);
    this.#stop.hidden = false;
    this.element.classList.add('running');
    this.#says.textContent = words.learning;
    this.#progress.value = 0;
    /** @type {number[]} */
    const losses = [];
    try {
      const { loss, accuracy, seconds } = await net.learn({
        signal: controller.signal,
        onProgress: ({ step, steps, loss: now }) => {
          losses.push(now);
          this.#progress.value = step / steps;
          this.#curve.show(losses, steps);
        },
      });
      this.#curve.show(loss, loss.length);
      this.#says.textContent = words.learnt(accuracy, seconds);
      return true;
    } catch (error) {
      this.clear(controller.signal.aborted ? words.stopped : words.notYet);
      if (!controller.signal.aborted) throw error;
      return false;
    } finally {
      this.element.classList.remove('running');
      this.#stop.removeEventListener('click', stop);
      this.#stop.hidden = true;
    }
  }
}
