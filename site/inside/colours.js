// Colours for numbers, told apart by people who see red and green alike. Both scales grow evenly in lightness or
// opacity, so they also work in grey.

import { put } from '../panel/canvas.js';

/** @typedef {[number, number, number]} RGB */

/** From nothing to the strongest response: night blue, slate, straw. @type {RGB[]} */
const RESPONSE = [[8, 20, 54], [38, 62, 110], [94, 98, 118], [148, 138, 112], [208, 184, 92], [255, 238, 150]];

/** What speaks for a class, and what against it. @type {{pro: RGB, contra: RGB}} */
const EVIDENCE = { pro: [230, 110, 0], contra: [20, 92, 200] };
const MOST_OPAQUE = 0.8;

/**
 * The colour of a response between 0 and 1.
 * @param {number} share
 * @returns {RGB}
 */
export function response(share) {
  const at = Math.min(Math.max(share, 0), 1) * (RESPONSE.length - 1);
  const i = Math.min(Math.floor(at), RESPONSE.length - 2);
  const t = at - i;
  return /** @type {RGB} */ (RESPONSE[i].map((from, c) => Math.round(from + t * (RESPONSE[i + 1][c] - from))));
}

/**
 * The colour and opacity of evidence between -1 (against) and 1 (for).
 * @param {number} share
 * @returns {[...RGB, number]} red, green, blue and alpha of 0 to 255
 */
export function evidence(share) {
  const strength = Math.min(Math.abs(share), 1);
  return [...(share < 0 ? EVIDENCE.contra : EVIDENCE.pro), Math.round(255 * MOST_OPAQUE * strength)];
}

/**
 * Paints a scale from its lowest number, left, to its highest.
 * @param {HTMLCanvasElement} canvas
 * @param {(share: number) => number[]} colour
 * @param {number} low the share at the left end
 */
export function paintScale(canvas, colour, low) {
  const { width } = canvas;
  const pixels = new ImageData(width, 1);
  for (let x = 0; x < width; x++) {
    const [r, g, b, a = 255] = colour(low + ((1 - low) * x) / (width - 1));
    pixels.data.set([r, g, b, a], 4 * x);
  }
  put(canvas, pixels);
}
