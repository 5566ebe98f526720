// sheet: a part of a panel with its title, an explanation in plain words and, where it rests on one, the paper.

import { element } from './element.js';

let count = 0;

/**
 * Prepares a panel and lays sheets out in it.
 * @param {HTMLElement} panel
 * @param {string} name a class for the style sheet
 * @param {...Node} sheets
 */
export function layOut(panel, name, ...sheets) {
  panel.classList.add('view', name);
  panel.append(element('div', { class: 'sheets' }, ...sheets));
}

/**
 * @param {{title: string, text?: string, paper?: {name: string, url: string}}} words
 * @param {string} name a class for the style sheet
 * @param {...(Node | null)} children
 */
export function sheet({ title, text, paper }, name, ...children) {
  const id = `sheet-${++count}`;
  const reference = paper ? element('a', { href: paper.url, rel: 'external' }, paper.name) : null;
  return element(
    'section',
    { class: `sheet ${name}`, 'aria-labelledby': id },
    element('h3', { id }, title),
    text ? element('p', { class: 'lesson' }, text, ' ', reference) : null,
    ...children,
  );
}
