// Comparison: the network's answer as it is, beside its answer with residual branches switched off.

import { element } from '../panel/element.js';
import { inside as words, percent } from '../words.js';

/** @typedef {{label: string, probability: number}[]} Answer most probable first */

const ROWS = 5;

export class Comparison {
  #body = element('tbody');
  #says = element('p', { class: 'says', 'aria-live': 'polite' });

  element = element(
    'div',
    { class: 'comparison' },
    element(
      'table',
      {},
      element(
        'thead',
        {},
        element('tr', {}, element('th', { scope: 'col' }, words.class), element('th', { scope: 'col' }, words.whole), element('th', { scope: 'col' }, words.switchedOff)),
      ),
      this.#body,
    ),
    this.#says,
  );

  constructor() {
    this.clear();
  }

  clear() {
    this.#body.replaceChildren(...Array.from({ length: ROWS }, () => row('–', null, null)));
    this.#say(words.noPicture);
  }

  /**
   * @param {Answer} before
   * @param {Answer} after
   * @param {ReadonlySet<string>} without the blocks whose branch is off
   */
  show(before, after, without) {
    const changed = without.size > 0;
    const [was] = before;
    const [is] = after;
    const labels = before.slice(0, ROWS).map(({ label }) => label);
    if (!labels.includes(is.label)) labels.splice(-1, 1, is.label);
    const of = (/** @type {Answer} */ answer, /** @type {string} */ label) => answer.find((c) => c.label === label)?.probability ?? 0;
    this.#body.replaceChildren(...labels.map((label) => row(label, of(before, label), changed ? of(after, label) : null)));
    this.#say(changed ? words.compared(was, is, [...without]) : words.allOn);
  }

  /** @param {string} text */
  #say(text) {
    if (this.#says.textContent !== text) this.#says.textContent = text; // the same is not announced again
  }
}

/** @param {string} label @param {number | null} before @param {number | null} after null: not known */
function row(label, before, after) {
  return element('tr', {}, element('th', { scope: 'row' }, label), cell(before), cell(after));
}

/** @param {number | null} probability */
function cell(probability) {
  return element(
    'td',
    {},
    element(
      'span',
      { class: 'cell' },
      element('span', { class: 'track' }, element('span', { class: 'fill', style: { '--share': String(probability ?? 0) } })),
      element('span', { class: 'value' }, probability === null ? '–' : percent(probability)),
    ),
  );
}
