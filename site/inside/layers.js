// LayerList: the layers of one block, to choose the one whose feature maps are shown.

import { element } from '../panel/element.js';
import { inside as words, millions } from '../words.js';
import { choice } from '../panel/choice.js';
import { timeBar } from './times.js';

/** @typedef {import('../resnet.js').Block} Block */
/** @typedef {import('../resnet.js').Layer} Layer */
/** @typedef {import('./times.js').Times} Times */

export class LayerList extends EventTarget {
  element = element('div', { class: 'layers', role: 'radiogroup', 'aria-label': words.layers });

  /** The chosen layer. @type {Layer | null} */
  chosen = null;

  #logits = '';
  /** @type {((times: Times) => void)[]} */
  #clocks = [];

  /**
   * Lists a block's layers and chooses the last that has feature maps; dispatches "choose" from then on.
   * @param {Block} block
   * @param {string} logits the network's last layer, which has none
   */
  setBlock(block, logits) {
    this.chosen = block.layers.findLast(({ name }) => name !== logits) ?? null;
    this.#logits = logits;
    this.#clocks = [];
    this.element.replaceChildren(...block.layers.map((layer) => this.#row(block, layer)));
  }

  /** @param {Times} times */
  showTimes(times) {
    for (const show of this.#clocks) show(times);
  }

  /** @param {Block} block @param {Layer} layer */
  #row(block, layer) {
    const bar = timeBar();
    this.#clocks.push((times) => bar.show(times.of(layer), times.of(block)));
    const choose = () => {
      this.chosen = layer;
      this.dispatchEvent(new Event('choose'));
    };
    return choice(
      'layer', 'layer', choose, { checked: layer === this.chosen, disabled: layer.name === this.#logits, value: layer.name },
      element('strong', {}, layer.name.startsWith(`${block.name}.`) ? layer.name.slice(block.name.length + 1) : layer.name),
      element('span', { class: 'layer-kind' }, layer.kind),
      element('span', {}, layer.shape.join('×')),
      element('span', { class: 'layer-size' }, layer.parameters > 0 ? words.parameters(millions(layer.parameters)) : ''),
      bar.element,
    );
  }
}
