// Album: the classes that were taught, how many examples each has, and what the newest look like.

import { element } from '../panel/element.js';
import { teach as words } from '../words.js';

const SHOWN = 12; // pictures of a class

export class Album {
  element = element('ul', { class: 'album' });

  /** Small pictures of the examples, by class. @type {Map<string, Blob[]>} */
  pictures = new Map();

  /** @type {string[]} addresses of the pictures on show */
  #addresses = [];

  /** Classes taught on an earlier visit, whose examples came with the weights. @type {Set<string>} */
  #restored = new Set();

  /** Begins with pictures that were kept, or none. @param {Map<string, Blob[]>} pictures */
  restore(pictures) {
    this.pictures = pictures;
    this.#restored = new Set(pictures.keys());
  }

  /** @param {string} label @param {Blob} picture */
  add(label, picture) {
    this.pictures.set(label, [...(this.pictures.get(label) ?? []), picture]);
  }

  /** @param {{label: string, count: number, taught: boolean}[]} examples of the network */
  show(examples) {
    for (const address of this.#addresses.splice(0)) URL.revokeObjectURL(address);
    /** @type {Map<string, number>} */
    const counts = new Map();
    for (const { label, count, taught } of examples) {
      if (count > 0 && (taught || this.#restored.has(label))) counts.set(label, count + (counts.get(label) ?? 0));
    }
    this.element.replaceChildren(
      ...(counts.size > 0 ? [...counts].map(([label, count]) => this.#row(label, count)) : [element('li', { class: 'quiet' }, words.noExamples)]),
    );
  }

  /** @param {string} label @param {number} count */
  #row(label, count) {
    const newest = (this.pictures.get(label) ?? []).slice(-SHOWN).reverse();
    return element(
      'li',
      { 'data-label': label, 'data-count': count },
      element('strong', {}, label),
      element('span', { class: 'quiet' }, words.examples(count)),
      element('span', { class: 'thumbnails', 'aria-hidden': 'true' }, ...newest.map((picture) => this.#picture(picture))),
    );
  }

  /** @param {Blob} picture */
  #picture(picture) {
    const src = URL.createObjectURL(picture);
    this.#addresses.push(src);
    return element('img', { src, alt: '', width: 40, height: 40 });
  }
}
