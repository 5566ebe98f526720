// diagram draws what a block does, from left to right: its convolutions, poolings and dense layers as a straight way,
// and the skip connection, where it has one, as an arc above that meets it at the plus. Blocks drawn side by side join
// to one line.

import { shape } from '../panel/element.js';

/** @typedef {import('../resnet.js').Block} Block */
/** @typedef {import('../resnet.js').Layer} Layer */

const HEIGHT = 100;
const WAY = 68; // y of the straight way
const STEP = 40; // from one layer to the next
const LEAD = 200; // how far the line goes on past the drawing, to be cut off where the neighbours begin
const ARC = 6; // y of the arc's highest handle

/**
 * @param {Block} block
 * @returns {SVGSVGElement}
 */
export function diagram(block) {
  // A projection can be computed together with the sum, and has its name then.
  const own = block.layers.find(({ name }) => name.includes('.downsample'));
  const onArc = own ?? (block.kind === 'projection' ? block.layers.at(-1) : null);
  const skips = ['identity', 'projection', 'extended'].includes(block.kind);
  const glyphs = block.layers.filter((layer) => layer !== onArc).flatMap(glyphsOf);
  const start = skips ? 34 : 24;
  const end = start + STEP * Math.max(glyphs.length, 1);
  const width = end + (skips ? 34 : 4);

  const drawing = shape('svg', { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT, 'aria-hidden': 'true', class: 'diagram' });
  const fork = 14;
  const plus = end + 8;
  drawing.append(
    shape('path', { class: 'way', d: `M${-LEAD} ${WAY}H${skips ? fork : width + LEAD}` }),
    skips ? shape('path', { class: 'way branch', d: `M${fork} ${WAY}H${plus}` }) : '',
    ...glyphs.map((draw, i) => draw(start + STEP * (i + 0.5) - 4)),
  );
  if (skips) {
    drawing.append(
      shape('path', { class: 'way skip', d: `M${fork} ${WAY}C${fork} ${ARC} ${plus} ${ARC} ${plus} ${WAY}` }),
      block.kind === 'projection' ? box((fork + plus) / 2, (WAY + 3 * ARC) / 4, '1×1', 'skip') : '',
      shape('path', { class: 'way', d: `M${plus} ${WAY}H${width + LEAD}` }),
      shape('circle', { class: 'plus', cx: plus, cy: WAY, r: 8 }),
      shape('path', { class: 'sign', d: `M${plus - 4} ${WAY}h8m-4 -4v8` }),
    );
  }
  return drawing;
}

/**
 * How what a layer computes is drawn, one after the other, each around (x, WAY). What works on each number alone is left
 * out.
 * @param {Layer} layer whose kind is in words: "3×3 convolution + batch norm + ReLU"
 * @returns {((x: number) => SVGElement)[]}
 */
function glyphsOf({ kind }) {
  return kind.split(' + ').flatMap((part) => {
    if (part.endsWith('convolution')) return (x) => box(x, WAY, part.split('/')[0].split(' ')[0], 'branch');
    if (part.endsWith('pooling')) return funnel;
    if (part === 'dense') return fan;
    return [];
  });
}

/**
 * A layer with weights.
 * @param {number} x
 * @param {number} y
 * @param {string} label
 * @param {string} kind
 */
function box(x, y, label, kind) {
  return shape(
    'g',
    { class: `box ${kind}` },
    shape('rect', { x: x - 15, y: y - 13, width: 30, height: 26, rx: 6 }),
    shape('text', { x, y: y + 4 }, label),
  );
}

/** Pooling: the picture becomes smaller. @param {number} x */
function funnel(x) {
  return shape('path', { class: 'box', d: `M${x - 12} ${WAY - 20}L${x + 12} ${WAY - 9}v18L${x - 12} ${WAY + 20}z` });
}

/** A dense layer: all with all. @param {number} x */
function fan(x) {
  const rows = [-18, -6, 6, 18];
  const lines = rows.flatMap((from) => rows.map((to) => `M${x - 12} ${WAY + from}L${x + 12} ${WAY + to}`));
  const dots = rows.flatMap((dy) => [-12, 12].map((dx) => shape('circle', { class: 'dot', cx: x + dx, cy: WAY + dy, r: 2.5 })));
  return shape('g', { class: 'fan' }, shape('path', { d: lines.join('') }), ...dots);
}
