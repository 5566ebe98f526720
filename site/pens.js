// Pens: the ways to draw on a board. A mouse, finger or stylus draws where it is; from the keyboard, arrow keys move a
// cross over the paper and the space bar puts the brush down or takes it up.

/** @import { Board } from './board.js' */

const STEP = 1 / 64; // of the sheet, by one press of an arrow key
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * Lets pointers draw; the first one down draws alone until it is up.
 * @param {HTMLCanvasElement} canvas
 * @param {Board} board
 */
export function drawByPointer(canvas, board) {
  /** @type {number | null} */
  let drawing = null;

  // Where a pointer is, and how wide its line is there; only a pen knows its pressure.
  const pointOf = (event) => {
    const box = canvas.getBoundingClientRect();
    const scale = board.size / box.width;
    const pressure = event.pointerType === 'pen' && event.pressure > 0 ? 0.3 + 1.4 * event.pressure : 1;
    return {
      x: (event.clientX - box.left) * scale,
      y: (event.clientY - box.top) * scale,
      width: board.brush.size * pressure,
    };
  };

  canvas.addEventListener('pointerdown', (event) => {
    if (drawing !== null || event.button !== 0) return;
    event.preventDefault(); // no text selection, no drag
    canvas.focus({ preventScroll: true, focusVisible: false });
    canvas.setPointerCapture(event.pointerId);
    drawing = event.pointerId;
    board.press(pointOf(event));
  });
  canvas.addEventListener('pointermove', (event) => {
    if (event.pointerId !== drawing) return;
    // Browsers bundle fast moves into one event; the bundle keeps curves round.
    const moves = event.getCoalescedEvents?.() ?? [];
    board.draw((moves.length > 0 ? moves : [event]).map(pointOf));
  });
  for (const type of /** @type {const} */ (['pointerup', 'pointercancel', 'lostpointercapture'])) {
    canvas.addEventListener(type, (event) => {
      if (event.pointerId !== drawing) return;
      drawing = null;
      board.lift();
    });
  }
}

/**
 * Lets keys draw while the canvas has the focus.
 * @param {HTMLCanvasElement} canvas
 * @param {Board} board
 * @param {HTMLElement} cross shown where the brush is; placed by its style's left and top
 */
export function drawByKeyboard(canvas, board, cross) {
  let [x, y] = [0.5, 0.5]; // of the sheet
  let down = false;
  const point = () => ({ x: x * board.size, y: y * board.size, width: board.brush.size });
  const lift = () => {
    down = false;
    board.lift();
  };
  const show = () => {
    cross.hidden = false;
    cross.dataset.down = String(down);
    cross.style.left = `${x * 100}%`;
    cross.style.top = `${y * 100}%`;
  };

  canvas.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const move = ARROWS[event.key];
    if (move) {
      const far = event.shiftKey ? 4 : 1;
      [x, y] = [x + move[0] * STEP * far, y + move[1] * STEP * far].map((v) => Math.min(1, Math.max(0, v)));
      if (down) board.draw([point()]);
    } else if (event.key === ' ') {
      if (down) {
        lift();
      } else {
        board.press(point());
        down = board.brush.tool !== 'fill';
      }
    } else {
      return;
    }
    event.preventDefault(); // no scrolling
    show();
  });
  for (const type of ['blur', 'pointerdown']) {
    canvas.addEventListener(type, () => {
      if (down) lift();
      cross.hidden = true;
    });
  }
}
