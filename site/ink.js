// Ink: how each kind of step is painted onto the sheet.

/** @typedef {{ x: number, y: number, width: number }} Point a place on the sheet and the width of the line there */
/** @typedef {{ kind: 'stroke', colour: string, points: Point[] }} Stroke */
/** @typedef {{ kind: 'patch', left: number, top: number, bitmap: OffscreenCanvas }} Patch a filled region */
/** @typedef {{ kind: 'photo', bitmap: ImageBitmap }} Photo */
/** @typedef {Stroke | Patch | Photo | { kind: 'clear' }} Step */
/** @typedef {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} Context */

export const PAPER = '#ffffff';

/**
 * @param {Context} context
 * @param {Step} step
 */
export function paint(context, step) {
  if (step.kind === 'stroke') paintStroke(context, step, 0);
  else if (step.kind === 'patch') context.drawImage(step.bitmap, step.left, step.top);
  else if (step.kind === 'photo') paintPhoto(context, step.bitmap);
  else wipe(context);
}

/** @param {Context} context */
export function wipe(context) {
  context.fillStyle = PAPER;
  context.fillRect(0, 0, context.canvas.width, context.canvas.height);
}

/**
 * Paints the points from index first on, each joined to the one before it.
 * @param {Context} context
 * @param {Stroke} stroke
 * @param {number} first
 */
export function paintStroke(context, { colour, points }, first) {
  context.strokeStyle = colour;
  context.lineCap = 'round';
  for (let i = first; i < points.length; i++) {
    const { x, y, width } = points[i];
    const before = points[i - 1] ?? points[i];
    context.lineWidth = width;
    context.beginPath();
    context.moveTo(before.x, before.y);
    context.lineTo(x, y);
    context.stroke();
  }
}

// paintPhoto covers the sheet with the largest centred square of a photo.
function paintPhoto(context, bitmap) {
  const { width, height } = context.canvas;
  const side = Math.min(bitmap.width, bitmap.height);
  wipe(context);
  context.save();
  // Tiny photos stay in clear pixels: shrunk again after some drawing, they are still the same.
  context.imageSmoothingEnabled = side > 64;
  context.imageSmoothingQuality = 'high';
  // Rounded down as the network's own crop is.
  const left = Math.floor((bitmap.width - side) / 2);
  const top = Math.floor((bitmap.height - side) / 2);
  context.drawImage(bitmap, left, top, side, side, 0, 0, width, height);
  context.restore();
}

/**
 * Red, green and blue of a colour as inputs give it, #rrggbb.
 * @param {string} colour
 */
export const channels = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
