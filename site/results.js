// Results: the network's answers on the page, as words, ranked bars and the small picture it saw.

import { detailInWords, guessInWords, percent } from './words.js';

const SETTLED_MS = 400; // without news for this long, the order is announced

export class Results {
  #byLabel = new Map();
  #bars = document.querySelector('#bars');
  #guess = document.querySelector('#guess');
  #detail = document.querySelector('#detail');
  #time = document.querySelector('#time');
  #ms = document.querySelector('#forward-ms');
  #preview = document.querySelector('#preview');
  #announcement = document.querySelector('#announcement');
  #settling;

  constructor(labels) {
    this.setLabels(labels);
  }

  /** Makes a bar for each class, in this order until there are answers. */
  setLabels(labels) {
    const template = document.querySelector('#bar-template');
    this.#byLabel = new Map(
      labels.map((label) => {
        const bar = template.content.firstElementChild.cloneNode(true);
        bar.dataset.label = label;
        bar.querySelector('.label').textContent = label;
        return [label, bar];
      }),
    );
    this.#bars.replaceChildren(...this.#byLabel.values());
    this.#bars.style.setProperty('--rows', labels.length);
    this.reset();
  }

  /** Back to the empty page. */
  reset() {
    clearTimeout(this.#settling);
    this.#rank([...this.#byLabel.keys()].map((label) => ({ label, probability: 0 })));
    for (const bar of this.#byLabel.values()) bar.querySelector('.value').textContent = '–';
    this.#bars.dataset.state = 'empty';
    this.#guess.textContent = 'Draw something';
    this.#detail.textContent = 'or pick one of the photos.';
    this.#time.hidden = true;
    this.#ms.dataset.ms = '';
    this.#announcement.textContent = '';
    this.#preview.getContext('2d').clearRect(0, 0, this.#preview.width, this.#preview.height);
  }

  /** Says why there is no answer yet. */
  wait(headline, detail) {
    this.reset();
    this.#guess.textContent = headline;
    this.#detail.textContent = detail;
  }

  /** Shows an answer of ResNet.classify. */
  show({ classes, ms, seen }) {
    this.#rank(classes);
    this.#bars.dataset.state = 'full';
    this.#bars.dataset.answers = Number(this.#bars.dataset.answers ?? 0) + 1;
    this.#guess.textContent = guessInWords(classes);
    this.#detail.textContent = detailInWords(classes);
    this.#time.hidden = false;
    this.#ms.textContent = ms.toFixed(1);
    this.#ms.dataset.ms = ms;
    this.#preview.width = seen.width;
    this.#preview.height = seen.height;
    this.#preview.getContext('2d').putImageData(seen, 0, 0);

    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => this.#settle(classes), SETTLED_MS);
  }

  // While answers stream in, bars only glide to their rank. Once they rest, the list takes that order too, and a
  // screen reader hears the guess once.
  #settle(classes) {
    this.#bars.append(...classes.map(({ label }) => this.#byLabel.get(label)));
    this.#announcement.textContent = `${guessInWords(classes)}. ${detailInWords(classes)}`;
  }

  #rank(classes) {
    classes.forEach(({ label, probability }, rank) => {
      const bar = this.#byLabel.get(label);
      bar.dataset.rank = rank;
      bar.dataset.probability = probability;
      bar.style.setProperty('--rank', rank);
      bar.style.setProperty('--share', probability);
      bar.querySelector('.value').textContent = percent(probability);
    });
  }
}
