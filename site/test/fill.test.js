import assert from 'node:assert/strict';
import { test } from 'node:test';

import { floodFill } from '../fill.js';

const RED = [255, 0, 0];

// picture makes a grey picture of rows such as "# ." by the shades below.
const SHADES = { ' ': 255, '.': 250, '+': 128, '#': 0 };
function picture(...rows) {
  const shades = rows.flatMap((row) => [...row].map((sign) => SHADES[sign]));
  return {
    data: Uint8ClampedArray.from(shades.flatMap((shade) => [shade, shade, shade, 255])),
    width: rows[0].length,
    height: rows.length,
  };
}

// coloured lists the columns and rows, of the whole picture, that a patch paints.
function coloured({ data, left, top, width }) {
  const out = [];
  for (let i = 0; i < data.length / 4; i++) if (data[4 * i + 3]) out.push(`${left + (i % width)},${top + Math.floor(i / width)}`);
  return out;
}

test('fills what is connected and alike, and nothing beyond a line', () => {
  const patch = floodFill(picture('    #  ', ' .  #  ', '    #  '), 0, 0, RED);
  assert.equal(coloured(patch).length, 12, 'near-white counts as white');
  assert.ok(coloured(patch).every((at) => Number(at[0]) < 4));
  assert.deepEqual([...patch.data.slice(0, 4)], [...RED, 255]);
});

test('does not slip through a diagonal line', () => {
  const patch = floodFill(picture('  #', ' # ', '#  '), 0, 0, RED);
  assert.deepEqual(coloured(patch), ['0,0', '1,0', '0,1']);
});

test('shares the soft edge of a line with it', () => {
  const patch = floodFill(picture('  +##+  '), 0, 0, RED);
  assert.deepEqual(coloured(patch), ['0,0', '1,0', '2,0']);
  const edge = [...patch.data.slice(8, 12)];
  assert.deepEqual(edge, [128, 0, 0, 255], 'half black line, half red');
});

test('what the colour was already stays', () => {
  assert.equal(floodFill(picture('   '), 1, 0, [255, 255, 255]), null);
});

test('fills a whole sheet, from a corner', () => {
  const side = 512;
  const white = { data: new Uint8ClampedArray(side * side * 4).fill(255), width: side, height: side };
  const { left, top, width, height, data } = floodFill(white, side - 1, side - 1, RED);
  assert.deepEqual([left, top, width, height], [0, 0, side, side]);
  assert.ok(data.every((value, i) => value === (i % 4 === 0 || i % 4 === 3 ? 255 : 0)));
});
