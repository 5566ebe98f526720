// Board: a square sheet of white paper to draw on, with undo. What is on it is a list of steps (strokes, photos,
// clearings) that can be painted again from the start; the oldest are merged into a base picture in time.

const PAPER = '#ffffff';
const MAX_STEPS = 200;
const MAX_PHOTO_PIXELS = 32e6; // of all photos that undo keeps

export class Board extends EventTarget {
  brush = { colour: '#000000', size: 16 };

  #canvas;
  #context;
  #base; // OffscreenCanvas: the paper with the merged steps on it
  #baseEmpty = true;
  #basePlain = true; // no photo is on it
  #steps = [];
  #undone = [];
  #stroke = null; // the step being drawn
  #pointer = null; // the id of the pointer that draws it

  /** Draws on a canvas element; dispatches "change" whenever what is on it changes. */
  constructor(canvas) {
    super();
    this.#canvas = canvas;
    this.#context = canvas.getContext('2d', { willReadFrequently: true });
    this.#base = new OffscreenCanvas(canvas.width, canvas.height);
    wipe(this.#base.getContext('2d'));
    wipe(this.#context);
    canvas.addEventListener('pointerdown', (event) => this.#down(event));
    canvas.addEventListener('pointermove', (event) => this.#move(event));
    for (const type of ['pointerup', 'pointercancel', 'lostpointercapture']) {
      canvas.addEventListener(type, (event) => this.#up(event));
    }
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

  /** Whether there is nothing but strokes, with no photo under them. */
  get drawing() {
    const opaque = this.#steps.findLast((step) => step.kind !== 'stroke');
    return opaque ? opaque.kind === 'clear' : this.#basePlain;
  }

  /** Covers the sheet with the largest centred square of a photo (an ImageBitmap, now the board's). */
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

  #shift(from, to) {
    if (this.#stroke || from.length === 0) return;
    to.push(from.pop());
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
    const pixels = (step) => (step.kind === 'photo' ? step.bitmap.width * step.bitmap.height : 0);
    let weight = this.#steps.reduce((sum, step) => sum + pixels(step), 0);
    while (this.#steps.length > MAX_STEPS || (weight > MAX_PHOTO_PIXELS && this.#steps.length > 1)) {
      const step = this.#steps.shift();
      weight -= pixels(step);
      paint(this.#base.getContext('2d'), step);
      this.#baseEmpty = step.kind === 'clear';
      if (step.kind !== 'stroke') this.#basePlain = step.kind === 'clear';
    }
  }

  #repaint() {
    this.#context.drawImage(this.#base, 0, 0);
    const opaque = this.#steps.findLastIndex((step) => step.kind !== 'stroke');
    for (const step of this.#steps.slice(Math.max(0, opaque))) paint(this.#context, step);
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }

  #down(event) {
    if (this.#pointer !== null || event.button !== 0) return;
    event.preventDefault(); // no text selection, no drag
    this.#canvas.setPointerCapture(event.pointerId);
    this.#pointer = event.pointerId;
    const point = this.#point(event);
    this.#add({ kind: 'stroke', colour: this.brush.colour, points: [point] });
    this.#stroke = this.#steps.at(-1);
  }

  #move(event) {
    if (event.pointerId !== this.#pointer || !this.#stroke) return;
    // Browsers bundle fast moves into one event; the bundle keeps curves round.
    const moves = event.getCoalescedEvents?.() ?? [];
    const { points } = this.#stroke;
    const from = points.length;
    points.push(...(moves.length > 0 ? moves : [event]).map((move) => this.#point(move)));
    paintStroke(this.#context, this.#stroke, from);
    this.#changed();
  }

  #up(event) {
    if (event.pointerId !== this.#pointer) return;
    this.#pointer = null;
    this.#stroke = null;
  }

  // point gives a pointer's place on the sheet and the width of the line there; only a pen knows its pressure.
  #point(event) {
    const box = this.#canvas.getBoundingClientRect();
    const scale = this.#canvas.width / box.width;
    const pressure = event.pointerType === 'pen' && event.pressure > 0 ? 0.3 + 1.4 * event.pressure : 1;
    return {
      x: (event.clientX - box.left) * scale,
      y: (event.clientY - box.top) * scale,
      width: this.brush.size * pressure,
    };
  }
}

function wipe(context) {
  context.fillStyle = PAPER;
  context.fillRect(0, 0, context.canvas.width, context.canvas.height);
}

function paint(context, step) {
  if (step.kind === 'stroke') paintStroke(context, step, 0);
  else if (step.kind === 'photo') paintPhoto(context, step.bitmap);
  else wipe(context);
}

// paintStroke paints the points from index first on, each joined to the one before it.
function paintStroke(context, { colour, points }, first) {
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
