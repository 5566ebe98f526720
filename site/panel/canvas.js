// Canvases to paint on.

/**
 * The context of a canvas that is known to be for pictures.
 * @param {HTMLCanvasElement | OffscreenCanvas} canvas
 */
export function context(canvas) {
  return /** @type {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} */ (canvas.getContext('2d'));
}

/**
 * Makes a canvas as large as a picture, and shows it.
 * @template {HTMLCanvasElement | OffscreenCanvas} Canvas
 * @param {Canvas} canvas
 * @param {ImageData} picture
 * @returns {Canvas}
 */
export function put(canvas, picture) {
  canvas.width = picture.width;
  canvas.height = picture.height;
  context(canvas).putImageData(picture, 0, 0);
  return canvas;
}
