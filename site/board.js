// Board: a square sheet of white paper to draw on, with undo. What is on it is a list of steps (strokes, fills, photos,
// clearings) that can be painted again from the start; the oldest are merged into a base picture in time.

import { floodFill } from './fill.js';
import { PAPER, channels, paint, paintStroke, wipe } from './ink.js';

/** @import { Patch, Photo, Point, Step, Stroke } from './ink.js' */

const MAX_STEPS = 200;
const MAX_PIXELS = 32e6; // of all photos and fills that undo keeps

/** @typedef {{ tool: 'brush' | 'eraser' | 'fill', colour: string, size: number }} Brush colour as #rrggbb */

export class Board extends EventTarget {
  /** @type {Brush} */
  brush = { tool: 'brush', colour: '#000000', size: 16 };

  #canvas;
  #context;
  #base; // of an OffscreenCanvas: the paper with the merged steps on it
  #baseEmpty = true;
  #basePlain = true; // no photo is on it
  /** @type {Step[]} */
  #steps = [];
  /** @type {Step[]} */
  #undone = [];
  /** @type {Stroke | null} the step being drawn */
  #stroke = null;

  /**
   * Dispatches "change" whenever what is on it changes.
   * @param {HTMLCanvasElement} canvas
   */
  constructor(canvas) {
    super();
    this.#canvas = canvas;
    this.#context = contextOf(canvas);
    this.#base = contextOf(new OffscreenCanvas(canvas.width, canvas.height));
    wipe(this.#base);
    wipe(this.#context);
  }

  /** Its side, in its own pixels. */
  get size() {
    return this.#canvas.width;
  }

  get empty() {
    const last = this.#steps.at(-1);
    return last ? last.kind === 'clear' : this.#baseEmpty;
  }

  get canUndo() {
    return this.#steps.length > 0;
  }

  get canRedo() {
    return this.#undone.length > 0;
  }

  /** What to classify: an untouched photo itself, otherwise the sheet. */
  get picture() {
    const last = this.#steps.at(-1);
    return last?.kind === 'photo' ? last.bitmap : this.#canvas;
  }

  /** Whether it was all drawn here, with no photo under it. */
  get drawing() {
    const ground = this.#steps.findLast(covers);
    return ground ? ground.kind === 'clear' : this.#basePlain;
  }

  /** Covers the sheet with the largest centred square of a photo (now the board's). @param {ImageBitmap} bitmap */
  showPhoto(bitmap) {
    this.#add({ kind: 'photo', bitmap });
  }

  clear() {
    if (!this.empty) this.#add({ kind: 'clear' });
  }

  undo() {
    this.#shift(this.#steps, this.#undone);
  }

  redo() {
    this.#shift(this.#undone, this.#steps);
  }

  /** Puts the brush down: begins a stroke, or fills. @param {Point} point */
  press(point) {
    const { tool, colour } = this.brush;
    if (tool === 'fill') {
      this.#fill(point, colour);
      return;
    }
    const stroke = { kind: /** @type {const} */ ('stroke'), colour: tool === 'eraser' ? PAPER : colour, points: [point] };
    this.#add(stroke);
    this.#stroke = stroke;
  }

  /** Goes on with the stroke. @param {Point[]} further */
  draw(further) {
    if (!this.#stroke) return;
    const { points } = this.#stroke;
    const from = points.length;
    points.push(...further);
    paintStroke(this.#context, this.#stroke, from);
    this.#changed();
  }

  /** Takes the brush off the paper. */
  lift() {
    this.#stroke = null;
  }

  #fill({ x, y }, colour) {
    const last = this.size - 1;
    const [column, row] = [x, y].map((v) => Math.min(last, Math.max(0, Math.floor(v))));
    const patch = floodFill(this.#context.getImageData(0, 0, this.size, this.size), column, row, channels(colour));
    if (!patch) return;
    const { left, top, width, height, data } = patch;
    const bitmap = new OffscreenCanvas(width, height);
    contextOf(bitmap).putImageData(new ImageData(data, width, height), 0, 0);
    this.#add({ kind: 'patch', left, top, bitmap });
  }

  #shift(from, to) {
    const step = this.#stroke ? undefined : from.pop();
    if (!step) return;
    to.push(step);
    this.#repaint();
    this.#changed();
  }

  #add(step) {
    this.#stroke = null;
    this.#undone = [];
    this.#steps.push(step);
    this.#merge();
    paint(this.#context, step);
    this.#changed();
  }

  // merge paints the oldest steps onto the base when the list grows too long or too heavy.
  #merge() {
    let weight = this.#steps.reduce((sum, step) => sum + pixels(step), 0);
    while (this.#steps.length > MAX_STEPS || (weight > MAX_PIXELS && this.#steps.length > 1)) {
      const step = /** @type {Step} */ (this.#steps.shift());
      weight -= pixels(step);
      paint(this.#base, step);
      this.#baseEmpty = step.kind === 'clear';
      if (covers(step)) this.#basePlain = step.kind === 'clear';
    }
  }

  #repaint() {
    this.#context.drawImage(this.#base.canvas, 0, 0);
    const ground = this.#steps.findLastIndex(covers);
    for (const step of this.#steps.slice(Math.max(0, ground))) paint(this.#context, step);
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }
}

/** @param {Step} step */
const covers = (step) => step.kind === 'photo' || step.kind === 'clear';

/** @param {Step} step */
const pixels = (step) => ('bitmap' in step ? step.bitmap.width * step.bitmap.height : 0);

function contextOf(canvas) {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('This browser gives no canvas to draw on. Update it, or close other tabs.');
  return context;
}
