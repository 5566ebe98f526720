// InsidePanel: what happens between the picture and the answer. A map of the blocks, the answer without some of them,
// where the network looks, and what each layer makes of the picture; all of it follows the drawing.

import { Channels } from './inside/channels.js';
import { Comparison } from './inside/comparison.js';
import { HeatMap } from './inside/heat.js';
import { LayerList } from './inside/layers.js';
import { NetworkMap } from './inside/map.js';
import { Times } from './inside/times.js';
import { watch } from './inside/watch.js';
import { element } from './panel/element.js';
import { PanelNotice } from './panel/notice.js';
import { layOut, sheet } from './panel/sheet.js';
import { styles } from './panel/styles.js';
import { inside as words } from './words.js';

/** @typedef {import('./resnet.js').ResNet} ResNet */
/** @typedef {import('./resnet.js').Info} Info */

await Promise.all([styles('panel/panel.css'), styles('inside.css')]);

export class InsidePanel {
  #page;
  #notice = new PanelNotice();
  #map = new NetworkMap();
  #allOn = element('button', { type: 'button', class: 'button', disabled: true, click: () => this.#map.switchAllOn() }, words.switchAllOn);
  #comparison = new Comparison();
  #heat = new HeatMap();
  #layers = new LayerList();
  #channels = new Channels();
  #times = new Times([]);
  /** The last layer, whose output is the answer. */
  #logits = '';
  /** What is drawn; another network has another, and so has a network that learnt. @type {Info | null} */
  #info = null;
  #look;

  /**
   * @param {HTMLElement} panel
   * @param {{page: any}} options the page, whose network and picture are shown
   */
  constructor(panel, { page }) {
    this.#page = page;
    layOut(
      panel,
      'inside',
      this.#notice.element,
      sheet(words.map, 'map', element('div', { class: 'strip' }, this.#map.element)),
      sheet(words.without, 'without', this.#comparison.element, this.#allOn),
      sheet(words.where, 'where', this.#heat.element),
      sheet(words.maps, 'maps', this.#layers.element, this.#channels.element),
    );
    this.#look = watch(panel, () => this.#inspect());
    for (const type of ['net', 'taught', 'picture']) page.addEventListener(type, this.#look);
    this.#map.addEventListener('choose', () => {
      if (this.#map.chosen) this.#layers.setBlock(this.#map.chosen, this.#logits);
      this.#look();
    });
    this.#map.addEventListener('switch', () => {
      this.#allOn.disabled = this.#map.without.size === 0;
      this.#look();
    });
    this.#layers.addEventListener('choose', this.#look);
    this.#look();
  }

  async #inspect() {
    const { net } = this.#page;
    try {
      if (net && net.info !== this.#info) await this.#draw(net);
      const source = net && this.#page.source();
      if (source) await this.#follow(net, source);
      else for (const part of [this.#comparison, this.#heat, this.#channels]) part.clear();
      this.#notice.hide();
    } catch (error) {
      if (net === this.#page.net) this.#notice.show(error.message, words.again, this.#look);
    }
  }

  /** @param {ResNet} net */
  async #draw(net) {
    const { info } = net;
    const blocks = await net.blocks();
    this.#info = info;
    this.#logits = blocks.at(-1)?.layers.at(-1)?.name ?? '';
    this.#times = new Times(blocks);
    this.#map.setBlocks(blocks);
    this.#allOn.disabled = true;
    this.#layers.setBlock(blocks[0], this.#logits);
    this.#heat.setLabels(info.classes);
  }

  /** @param {ResNet} net @param {{picture: any, drawing: boolean}} source */
  async #follow(net, { picture, drawing }) {
    const without = new Set(this.#map.without);
    const layer = this.#layers.chosen?.name ?? null;
    const after = await net.inspect(picture, { drawing, layer, without: [...without] });
    const before = without.size > 0 ? await net.inspect(picture, { drawing }) : after;

    this.#comparison.show(before.classes, after.classes, without);
    this.#heat.show(after.heat, after.seen, after.classes[0].label);
    if (after.maps) this.#channels.show(after.maps);
    else this.#channels.clear(words.noMaps);
    if (without.size === 0) this.#times.add(after.times);
    this.#map.showTimes(this.#times);
    this.#layers.showTimes(this.#times);
  }
}
