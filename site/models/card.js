// modelCard says what a network is, how it was trained and how well it does, as its weight file has it.

import { element } from '../panel/element.js';
import { millions, models as words } from '../words.js';
import { shipped } from './shipped.js';

/** @typedef {import('../resnet.js').Info} Info */
/** @typedef {import('../resnet.js').Card} Card */
/** @typedef {{data: string, top1: number, top5: number, ece: number, per_class?: ClassResult[]}} Measured as `resnet eval -json` prints it */
/** @typedef {{class: string, n: number, top1: number}} ClassResult */

/**
 * @param {Info} info
 * @param {string} file
 * @returns {Node[]}
 */
export function modelCard(info, file) {
  const { card } = info;
  const measured = /** @type {Measured | null} */ (card.eval);
  return [
    facts([
      [words.name, info.model],
      [words.file, file],
      [words.input, words.pixels(info.inputSize)],
      [words.classes(info.classes.length), info.classes.join(', ')],
      [words.parameters, millions(info.parameters)],
      [words.macs, millions(info.macs)],
      [words.trainedOn, card.trainedOn],
      [words.sources, sources(card.trainedOn)],
      [words.evaluatedOn, measured?.data],
      [words.accuracy, measured && words.tenths(measured.top1)],
      [words.top5, measured && info.classes.length > 5 ? words.tenths(measured.top5) : undefined],
      [words.calibration, measured && words.tenths(measured.ece)],
    ]),
    measured?.per_class ? perClass(measured.per_class) : element('p', { class: 'quiet' }, words.unmeasured),
    ...curves(file),
    ...making(card),
  ];
}

/** Where the data come from that a network was trained on, as far as it is known. @param {string | undefined} trainedOn */
function sources(trainedOn) {
  const known = Object.entries(words.data).filter(([kind]) => trainedOn?.includes(`${kind}:`));
  if (known.length === 0) return null;
  return element('span', { class: 'sources' }, ...known.map(([, { name, url }]) => element('a', { href: url, rel: 'external' }, name)));
}

/** How the training of a shipped network went. @param {string} file @returns {Node[]} */
function curves(file) {
  const known = shipped.find((network) => network.file.endsWith(`/${file}`));
  if (!known) return [];
  const image = element('img', { src: known.curves, alt: words.curvesShow, width: 720, height: 520, loading: 'lazy' });
  return [element('figure', { class: 'curves' }, element('figcaption', {}, words.curves), element('a', { href: known.curves }, image))];
}

/** @param {[string, string | Node | null | undefined][]} rows those without a value are left out */
function facts(rows) {
  return element(
    'dl',
    { class: 'facts' },
    ...rows.filter(([, value]) => value).map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value))),
  );
}

/** @param {ClassResult[]} rows */
function perClass(rows) {
  return element(
    'table',
    { class: 'per-class' },
    element('caption', {}, words.perClass),
    element('tbody', {}, ...rows.map((row) => element('tr', {}, element('th', { scope: 'row' }, row.class), bar(row.top1)))),
  );
}

/** @param {number} share */
function bar(share) {
  const fill = element('span', { class: 'fill', style: { '--share': String(share) } });
  return element('td', {}, element('span', { class: 'cell' }, element('span', { class: 'track' }, fill), element('span', { class: 'value' }, words.tenths(share))));
}

/** How to do it again. @param {Card} card @returns {Node[]} */
function making({ recipe, command }) {
  /** @type {[string, unknown][]} */
  const texts = [[words.command, command], [words.recipe, recipe]];
  const known = texts.filter(([, text]) => text);
  if (known.length === 0) return [];
  const parts = known.flatMap(([name, text]) => [element('h4', {}, name), element('pre', { tabindex: 0 }, String(text).trim())]);
  return [element('details', {}, element('summary', {}, words.source), ...parts)];
}
