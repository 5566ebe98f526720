// Channels: the feature maps of a layer, a small picture for each channel, and the chosen one enlarged. All share one
// scale, from the layer's weakest response to its strongest.

import { put } from '../panel/canvas.js';
import { element } from '../panel/element.js';
import { inside as words } from '../words.js';
import { choice } from '../panel/choice.js';
import { paintScale, response } from './colours.js';

/** @typedef {{layer: string, height: number, width: number, channels: number, data: Float32Array}} Maps (H, W, C) */

/** Red, green and blue for each of 256 steps of the scale. */
const PALETTE = Array.from({ length: 256 }, (_, i) => response(i / 255));

export class Channels {
  #scale = element('canvas', { width: 128, class: 'scale', 'aria-hidden': 'true' });
  #low = element('span');
  #high = element('span');
  #large = element('canvas', { class: 'pixels', role: 'img' });
  #name = element('strong');
  #figures = element('span', { class: 'quiet' });
  #grid = element('div', { class: 'channels', role: 'radiogroup', 'aria-label': words.channels });
  /** @type {HTMLCanvasElement[]} */
  #tiles = [];
  #chosen = 0;
  /** @type {Maps | null} */
  #maps = null;

  element = element(
    'div',
    { class: 'feature-maps' },
    element(
      'figure',
      { class: 'enlarged' },
      this.#large,
      element('figcaption', {}, this.#name, this.#figures, element('span', { class: 'legend' }, this.#low, this.#scale, this.#high)),
    ),
    this.#grid,
  );

  constructor() {
    paintScale(this.#scale, response, 0);
    this.clear();
  }

  /** @param {string} [why] */
  clear(why = words.noPicture) {
    this.#maps = null;
    this.#tiles = [];
    this.#grid.replaceChildren(element('p', { class: 'quiet' }, why));
    this.#large.width = this.#large.height = 1;
    this.#large.setAttribute('aria-label', why);
    this.#name.textContent = words.channel(0);
    this.#figures.textContent = this.#low.textContent = this.#high.textContent = '–';
  }

  /** @param {Maps} maps */
  show(maps) {
    const rebuild = maps.layer !== this.#maps?.layer || maps.channels !== this.#tiles.length;
    this.#maps = maps;
    if (rebuild) this.#build(maps);
    this.#paint();
  }

  /** @param {Maps} maps */
  #build(maps) {
    this.#chosen = liveliest(maps);
    this.#tiles = Array.from({ length: maps.channels }, () => element('canvas', { class: 'pixels', 'aria-hidden': 'true' }));
    this.#grid.replaceChildren(
      ...this.#tiles.map((tile, channel) => {
        const choose = () => {
          this.#chosen = channel;
          this.#paint();
        };
        return choice('channel', 'tile', choose, { checked: channel === this.#chosen, 'aria-label': words.channel(channel + 1) }, tile);
      }),
    );
    this.#grid.scrollTop = 0;
  }

  #paint() {
    const maps = this.#maps;
    if (!maps) return;
    const [low, high] = range(maps.data);
    this.#tiles.forEach((tile, channel) => put(tile, pictureOf(maps, channel, low, high)));
    put(this.#large, pictureOf(maps, this.#chosen, low, high));

    const own = channelOf(maps, this.#chosen);
    this.#name.textContent = words.channel(this.#chosen + 1);
    this.#figures.textContent = words.responses(own.reduce((sum, v) => sum + v, 0) / own.length, range(own)[1]);
    this.#large.setAttribute('aria-label', `${this.#name.textContent}, ${this.#figures.textContent}`);
    this.#low.textContent = words.response(low);
    this.#high.textContent = words.response(high);
  }
}

/**
 * A channel with one pixel for each place.
 * @param {Maps} maps
 * @param {number} channel
 * @param {number} low the number that is darkest
 * @param {number} high the number that is brightest
 */
function pictureOf({ height, width, channels, data }, channel, low, high) {
  const scale = high > low ? 255 / (high - low) : 0;
  const picture = new ImageData(width, height);
  for (let i = 0; i < width * height; i++) {
    const [r, g, b] = PALETTE[Math.round((data[i * channels + channel] - low) * scale)];
    picture.data.set([r, g, b, 255], 4 * i);
  }
  return picture;
}

/** The numbers of one channel. @param {Maps} maps @param {number} channel */
function channelOf({ channels, data }, channel) {
  return data.filter((_, i) => i % channels === channel);
}

/** The channel that tells the places of the picture apart most. @param {Maps} maps */
function liveliest(maps) {
  const spreads = Array.from({ length: maps.channels }, (_, channel) => {
    const [low, high] = range(channelOf(maps, channel));
    return high - low;
  });
  return spreads.indexOf(Math.max(...spreads));
}

/** @param {Float32Array} data @returns {[number, number]} */
function range(data) {
  let low = Infinity;
  let high = -Infinity;
  for (const v of data) {
    if (v < low) low = v;
    if (v > high) high = v;
  }
  return [low, high];
}
