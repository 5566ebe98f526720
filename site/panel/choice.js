// choice: one of several things to choose from, a radio button that looks like what it stands for. The keyboard reaches
// the group with one Tab and moves in it by arrows.

import { element } from './element.js';

/**
 * @param {string} group those of the same group exclude each other
 * @param {string} kind a class for the style sheet
 * @param {() => void} chosen
 * @param {Record<string, unknown>} attributes of the input
 * @param {...(Node | string | null)} children
 * @returns {HTMLLabelElement & {input: HTMLInputElement}}
 */
export function choice(group, kind, chosen, attributes, ...children) {
  const input = element('input', { type: 'radio', name: group, class: 'unseen', change: chosen, ...attributes });
  return Object.assign(element('label', { class: `choice ${kind}` }, input, ...children), { input });
}
