// HeatMap: which parts of the picture speak for a class, and which against it, over the picture as the network sees it.
// The map is exact: its mean, and the class's bias, are the class's logit (Zhou et al., arXiv 1512.04150).

import { context, put } from '../panel/canvas.js';
import { element } from '../panel/element.js';
import { inside as words } from '../words.js';
import { evidence, paintScale } from './colours.js';

/** @typedef {{height: number, width: number, classes: number, data: Float32Array}} Heat (H, W, classes) */

const SIDE = 256; // of the canvas, in pixels

export class HeatMap {
  #canvas = element('canvas', { width: SIDE, height: SIDE, class: 'heat', role: 'img' });
  #select = element('select', { change: () => this.#paint() });
  #scale = element('canvas', { width: 129, class: 'scale', 'aria-hidden': 'true' });
  #says = element('p', { class: 'quiet says' });
  /** @type {readonly string[]} */
  #labels = [];
  /** @type {{heat: Heat, seen: ImageData, top: string} | null} */
  #shown = null;

  element = element(
    'div',
    { class: 'heat-map' },
    element('figure', {}, this.#canvas, element('figcaption', { class: 'legend' }, words.against, this.#scale, words.pro)),
    element('div', { class: 'heat-controls' }, element('label', { class: 'field' }, words.heatOf, this.#select), this.#says),
  );

  constructor() {
    paintScale(this.#scale, evidence, -1);
    this.clear();
  }

  /** @param {readonly string[]} labels in the order of the logits */
  setLabels(labels) {
    this.#labels = labels;
    this.#select.replaceChildren(
      element('option', { value: '' }, words.guess),
      ...labels.map((label) => element('option', { value: label }, label)),
    );
    this.clear();
  }

  /** @param {string} [why] */
  clear(why = words.noPicture) {
    this.#shown = null;
    context(this.#canvas).clearRect(0, 0, SIDE, SIDE);
    this.#canvas.setAttribute('aria-label', why);
    this.#says.textContent = why;
  }

  /**
   * @param {Heat | null} heat null where the network has no such map
   * @param {ImageData} seen the picture as the network sees it
   * @param {string} top the most probable class
   */
  show(heat, seen, top) {
    if (!heat) {
      this.clear(words.noHeat);
      return;
    }
    this.#shown = { heat, seen, top };
    this.#paint();
  }

  #paint() {
    if (!this.#shown) return;
    const { heat, seen, top } = this.#shown;
    const label = this.#select.value || top;
    const one = this.#labels.indexOf(label);

    const paper = context(this.#canvas);
    paper.imageSmoothingEnabled = false;
    paper.drawImage(canvasOf(seen), 0, 0, SIDE, SIDE);
    paper.imageSmoothingEnabled = true;
    paper.imageSmoothingQuality = 'high';
    paper.drawImage(canvasOf(overlay(heat, one)), 0, 0, SIDE, SIDE);

    this.#says.textContent = words.heat(label, ...strongest(heat, one));
    this.#canvas.setAttribute('aria-label', this.#says.textContent);
  }
}

/** The colours of a class's map, on the scale that all classes share. @param {Heat} heat @param {number} one */
function overlay({ height, width, classes, data }, one) {
  const most = data.reduce((max, v) => Math.max(max, Math.abs(v)), Number.MIN_VALUE);
  const image = new ImageData(width, height);
  for (let i = 0; i < width * height; i++) image.data.set(evidence(data[i * classes + one] / most), 4 * i);
  return image;
}

/**
 * Where a class's map is highest, from 0 to 1 across and down, and how high.
 * @param {Heat} heat
 * @param {number} one
 * @returns {[x: number, y: number, value: number]}
 */
function strongest({ height, width, classes, data }, one) {
  let best = 0;
  for (let i = 1; i < width * height; i++) {
    if (data[i * classes + one] > data[best * classes + one]) best = i;
  }
  return [((best % width) + 0.5) / width, (Math.floor(best / width) + 0.5) / height, data[best * classes + one]];
}

/** @param {ImageData} picture */
const canvasOf = (picture) => put(new OffscreenCanvas(1, 1), picture);
