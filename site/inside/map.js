// NetworkMap: the network's blocks in order of computation, each to choose, and each residual branch to switch off.

import { element } from '../panel/element.js';
import { inside as words, millions } from '../words.js';
import { choice } from '../panel/choice.js';
import { diagram } from './diagram.js';
import { timeBar } from './times.js';

/** @typedef {import('../resnet.js').Block} Block */
/** @typedef {import('./times.js').Times} Times */

export class NetworkMap extends EventTarget {
  element = element('ol', { class: 'blocks' });

  /** Names of the blocks whose residual branch is off. @type {Set<string>} */
  without = new Set();

  /** The chosen block. @type {Block | null} */
  chosen = null;

  /** @type {Map<string, (times: Times) => void>} */
  #clocks = new Map();

  /**
   * Draws a network; dispatches "choose" and "switch" from then on.
   * @param {Block[]} blocks
   */
  setBlocks(blocks) {
    this.without.clear();
    this.#clocks.clear();
    this.chosen = blocks[0] ?? null;
    this.element.replaceChildren(...blocks.map((block) => this.#draw(block)));
  }

  /** @param {Times} times */
  showTimes(times) {
    for (const show of this.#clocks.values()) show(times);
  }

  /** Switches every branch on. */
  switchAllOn() {
    for (const button of this.element.querySelectorAll('[role=switch][aria-checked=false]')) {
      /** @type {HTMLElement} */ (button).click();
    }
  }

  /** @param {Block} block */
  #draw(block) {
    const bar = timeBar();
    this.#clocks.set(block.name, (times) => bar.show(times.of(block), times.longest));
    const choose = () => {
      this.chosen = block;
      this.dispatchEvent(new Event('choose'));
    };
    const item = element(
      'li',
      { class: 'block', 'data-kind': block.kind, 'data-block': block.name },
      choice(
        'block', 'plan', choose, { checked: block === this.chosen, value: block.name },
        diagram(block),
        element('strong', {}, block.name),
        element('span', {}, words.kind(block.kind)),
        element('span', {}, block.shape.join('×')),
        element('span', {}, words.parameters(millions(block.parameters))),
        bar.element,
      ),
    );
    if (block.residual) item.append(this.#switch(block, item));
    return item;
  }

  /** @param {Block} block @param {HTMLElement} item that the block is in */
  #switch(block, item) {
    const flip = () => {
      const on = button.getAttribute('aria-checked') !== 'true';
      button.setAttribute('aria-checked', String(on));
      item.classList.toggle('off', !on);
      if (on) this.without.delete(block.name);
      else this.without.add(block.name);
      this.dispatchEvent(new Event('switch'));
    };
    const button = element(
      'button',
      { type: 'button', class: 'switch', role: 'switch', 'aria-checked': 'true', 'aria-label': words.branchOf(block.name), click: flip },
      element('span', { class: 'knob' }),
      words.branch,
    );
    return button;
  }
}
