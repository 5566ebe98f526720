// Chooser: the shipped networks, to choose the one in use.

import { element } from '../panel/element.js';
import { choice } from '../panel/choice.js';
import { models as words } from '../words.js';
import { shipped } from './shipped.js';

export class Chooser {
  /** @type {Map<string, HTMLInputElement>} */
  #inputs = new Map();

  element;

  /** @param {(file: string) => void} chosen */
  constructor(chosen) {
    const rows = shipped.map(({ name, file }) => {
      const row = choice(
        'network', 'network', () => chosen(file), { value: file },
        element('strong', {}, name),
        element('span', { class: 'badge', 'aria-hidden': 'true' }, words.present),
        element('span', { class: 'quiet' }, words.shipped[name]),
      );
      this.#inputs.set(file, row.input);
      return row;
    });
    this.element = element('div', { class: 'networks', role: 'radiogroup', 'aria-label': words.choose.title }, ...rows);
  }

  /** Marks the network in use, if it is one of these. @param {string} name of the page's network */
  mark(name) {
    for (const [file, input] of this.#inputs) input.checked = file.endsWith(`/${name}`);
  }
}
