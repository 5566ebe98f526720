// thumbnail makes a small square picture of an example, as a Blob that can be shown and kept.

const SIDE = 64;

/**
 * @param {import('../resnet.js').Source} source
 * @returns {Promise<Blob>}
 */
export async function thumbnail(source) {
  const bitmap = await createImageBitmap(source);
  const side = Math.min(bitmap.width, bitmap.height);
  const canvas = new OffscreenCanvas(SIDE, SIDE);
  const context = canvas.getContext('2d');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, SIDE, SIDE);
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, (bitmap.width - side) / 2, (bitmap.height - side) / 2, side, side, 0, 0, SIDE, SIDE);
  bitmap.close();
  return canvas.convertToBlob();
}
