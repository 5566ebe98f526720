// Flood fill of a picture with soft edges: pixels like the one that was touched take the new colour, and those on the
// border, where an anti-aliased line covers them in part, take as much of it as the line leaves free.

/** How far a pixel's channels may be from the touched one's, of 255. */
const TOLERANCE = 32;
/** How far from a border pixel its line's full colour is looked for: anti-aliased edges are one or two pixels wide. */
const REACH = 2;

/** @typedef {{ data: Uint8ClampedArray<ArrayBuffer>, width: number, height: number }} Pixels RGBA, opaque, row by row */

/**
 * Fills the region around (x, y). What changes comes back as a patch, transparent outside the region; null if nothing
 * does.
 * @param {Pixels} picture
 * @param {number} x
 * @param {number} y
 * @param {number[]} colour [red, green, blue], 0 to 255
 * @returns {(Pixels & { left: number, top: number }) | null}
 */
export function floodFill(picture, x, y, colour) {
  const { data, width } = picture;
  const seed = Array.from(data.subarray((y * width + x) * 4, (y * width + x) * 4 + 3));
  if (seed.every((value, i) => value === colour[i])) return null;

  const region = regionLike(picture, x, y, seed);
  const box = grow(boundsOf(region, picture), picture);
  const patch = { ...box, data: new Uint8ClampedArray(box.width * box.height * 4) };
  for (let row = 0, to = 0; row < box.height; row++) {
    let at = (box.top + row) * width + box.left;
    for (let column = 0; column < box.width; column++, at++, to += 4) {
      const inside = region[at] === 1;
      const free = inside ? 1 : freePart(picture, region, at, seed);
      if (free === 0) continue;
      // The line's share of the pixel stays: pixel = line·(1 − free) + seed·free.
      for (let i = 0; i < 3; i++) patch.data[to + i] = inside ? colour[i] : data[at * 4 + i] + free * (colour[i] - seed[i]);
      patch.data[to + 3] = 255;
    }
  }
  return patch;
}

// regionLike marks the pixels connected to (x, y), edge to edge, that are like it; span by span.
function regionLike({ data, width, height }, x, y, seed) {
  const region = new Uint8Array(width * height);
  const open = (at) => region[at] === 0 && distance(data, at, seed) <= TOLERANCE;
  const stack = [y * width + x];
  while (stack.length > 0) {
    const at = /** @type {number} */ (stack.pop());
    if (!open(at)) continue;
    const row = at - (at % width);
    let left = at;
    while (left > row && open(left - 1)) left--;
    for (let right = left; right < row + width && open(right); right++) {
      region[right] = 1;
      if (row > 0) stack.push(right - width);
      if (row < width * (height - 1)) stack.push(right + width);
    }
  }
  return region;
}

// freePart is the part, 0 to 1, of a pixel beside the region that shows the old colour: how near it is to that, on the
// way to the colour farthest from it nearby, which is the line's own.
function freePart({ data, width, height }, region, at, seed) {
  const x = at % width;
  const y = (at - x) / width;
  const beside =
    (x > 0 && region[at - 1]) || (x < width - 1 && region[at + 1]) || (y > 0 && region[at - width]) || region[at + width];
  if (!beside) return 0;
  let farthest = 0;
  for (let v = Math.max(0, y - REACH); v <= Math.min(height - 1, y + REACH); v++) {
    for (let u = Math.max(0, x - REACH); u <= Math.min(width - 1, x + REACH); u++) {
      farthest = Math.max(farthest, distance(data, v * width + u, seed));
    }
  }
  return 1 - distance(data, at, seed) / farthest;
}

function boundsOf(region, { width, height }) {
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (let at = region.indexOf(1); at >= 0; at = region.indexOf(1, at + 1)) {
    left = Math.min(left, at % width);
    right = Math.max(right, at % width);
    top = Math.min(top, Math.floor(at / width));
    bottom = Math.floor(at / width);
  }
  return { left, top, right, bottom };
}

// grow adds the border to the bounds.
function grow({ left, top, right, bottom }, { width, height }) {
  left = Math.max(0, left - 1);
  top = Math.max(0, top - 1);
  return { left, top, width: Math.min(width - 1, right + 1) - left + 1, height: Math.min(height - 1, bottom + 1) - top + 1 };
}

// distance is the largest difference, of the three channels, between a pixel and a colour.
function distance(data, at, colour) {
  const i = at * 4;
  return Math.max(Math.abs(data[i] - colour[0]), Math.abs(data[i + 1] - colour[1]), Math.abs(data[i + 2] - colour[2]));
}
