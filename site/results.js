// Results: the network's answers on the page, as words, ranked bars and the small picture it saw.

import { element } from './dom.js';
import { Steady } from './steady.js';
import { DRAW_SOMETHING, detailInWords, guessInWords, milliseconds, percent } from './words.js';

/** @import { Classification } from './resnet.js' */

const SETTLED_MS = 400; // without news for this long, an answer is final and announced

export class Results {
  /** @type {Map<string, HTMLElement>} */
  #byLabel = new Map();
  #steady = new Steady();
  #bars = element('bars');
  #guess = element('guess');
  #detail = element('detail');
  #time = element('time');
  #ms = element('forward-ms');
  #preview = /** @type {HTMLCanvasElement} */ (element('preview'));
  #announcement = element('announcement');
  #settling = 0;

  /** @param {readonly string[]} labels */
  constructor(labels) {
    this.setLabels(labels);
  }

  /** Makes a bar for each class, in this order until there are answers. @param {readonly string[]} labels */
  setLabels(labels) {
    const template = /** @type {HTMLTemplateElement} */ (element('bar-template'));
    this.#byLabel = new Map(
      labels.map((label) => {
        const bar = /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
        bar.dataset.label = label;
        part(bar, '.label').textContent = label;
        return [label, bar];
      }),
    );
    this.#bars.replaceChildren(...this.#byLabel.values());
    this.#bars.style.setProperty('--rows', String(labels.length));
    this.reset();
  }

  /** Back to the empty page. */
  reset() {
    clearTimeout(this.#settling);
    this.#steady.reset();
    this.#rank([...this.#byLabel.keys()].map((label) => ({ label, probability: 0 })));
    for (const bar of this.#byLabel.values()) part(bar, '.value').textContent = '–';
    this.#bars.dataset.state = 'empty';
    this.#say(DRAW_SOMETHING);
    this.#time.hidden = true;
    this.#ms.dataset.ms = '';
    this.#announcement.textContent = '';
    this.#preview.getContext('2d')?.clearRect(0, 0, this.#preview.width, this.#preview.height);
  }

  /** Says why there is no answer yet. @param {{ headline: string, detail: string }} words */
  wait(words) {
    this.reset();
    this.#say(words);
  }

  /** Tells that the next answer is about another picture, not about one more stroke. */
  turn() {
    this.#steady.reset();
  }

  /** @param {Classification} answer */
  show(answer) {
    const { classes, ms, seen } = answer;
    this.#rank(classes);
    this.#bars.dataset.state = 'full';
    this.#bars.dataset.answers = String(Number(this.#bars.dataset.answers ?? 0) + 1);
    this.#name(this.#steady.next(answer, performance.now()), classes);
    this.#time.hidden = false;
    this.#ms.textContent = milliseconds(ms);
    this.#ms.dataset.ms = String(ms);
    this.#preview.width = seen.width;
    this.#preview.height = seen.height;
    this.#preview.getContext('2d')?.putImageData(seen, 0, 0);

    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => this.#settle(classes), SETTLED_MS);
  }

  // While answers stream in, bars only glide to their rank. Once they rest, the list takes that order too, and a
  // screen reader hears the guess once.
  #settle(classes) {
    this.#name(this.#steady.settle(), classes);
    this.#bars.append(...classes.map(({ label }) => this.#byLabel.get(label)));
    this.#announcement.textContent = `${this.#guess.textContent}. ${this.#detail.textContent}`;
  }

  #name(verdict, classes) {
    this.#guess.dataset.verdict = verdict ?? '';
    this.#say({ headline: guessInWords(verdict, classes), detail: detailInWords(verdict, classes) });
  }

  #say({ headline, detail }) {
    this.#guess.textContent = headline;
    this.#detail.textContent = detail;
  }

  #rank(classes) {
    classes.forEach(({ label, probability }, rank) => {
      const bar = this.#byLabel.get(label);
      if (!bar) return;
      bar.dataset.rank = String(rank);
      bar.dataset.probability = probability;
      bar.style.setProperty('--rank', String(rank));
      bar.style.setProperty('--share', probability);
      part(bar, '.value').textContent = percent(probability);
    });
  }
}

/** @returns {HTMLElement} */
const part = (bar, selector) => bar.querySelector(selector);
