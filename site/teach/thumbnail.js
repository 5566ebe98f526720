// thumbnail makes a small square picture of an example, as a Blob that can be shown and kept.

import { context } from '../panel/canvas.js';

const SIDE = 64;

/**
 * @param {import('../resnet.js').Source} source
 * @returns {Promise<Blob>}
 */
export async function thumbnail(source) {
  const bitmap = await createImageBitmap(source);
  const side = Math.min(bitmap.width, bitmap.height);
  const canvas = new OffscreenCanvas(SIDE, SIDE);
  const paper = context(canvas);
  paper.fillStyle = '#ffffff';
  paper.fillRect(0, 0, SIDE, SIDE);
  paper.imageSmoothingQuality = 'high';
  paper.drawImage(bitmap, (bitmap.width - side) / 2, (bitmap.height - side) / 2, side, side, 0, 0, SIDE, SIDE);
  bitmap.close();
  return canvas.convertToBlob();
}
