// Tools: the form below the board that chooses tool, colour and size, its buttons, and the keys that do the same.

import { button, dialog, element, field } from './dom.js';
import { SHORTCUTS } from './words.js';

/** @import { Board, Brush } from './board.js' */

/**
 * Connects the form and the keyboard with a board.
 * @param {Board} board
 * @param {Record<string, () => void>} further actions of keys beyond the board
 */
export function useTools(board, further) {
  const form = /** @type {HTMLFormElement} */ (element('tools'));

  const read = () => {
    const { tool, ink, size } = Object.fromEntries(new FormData(form));
    const colour = ink === 'custom' ? field('custom-colour').value : String(ink);
    board.brush = { tool: /** @type {Brush['tool']} */ (tool), colour, size: Number(size) };
    element('board').dataset.tool = String(tool);
  };
  form.addEventListener('change', read);
  form.addEventListener('submit', (event) => event.preventDefault());
  for (const type of ['click', 'input']) {
    field('custom-colour').addEventListener(type, () => choose(radios(form, 'ink').length - 1));
  }

  // A colour is for drawing: choosing one puts the eraser away.
  const choose = (index) => {
    const inks = radios(form, 'ink');
    if (inks[index]) inks[index].checked = true;
    if (board.brush.tool === 'eraser') radios(form, 'tool')[0].checked = true;
    read();
  };
  element('inks').addEventListener('change', () => choose(radios(form, 'ink').findIndex(({ checked }) => checked)));

  const take = (tool) => {
    for (const radio of radios(form, 'tool')) radio.checked = radio.value === tool;
    read();
  };
  const resize = (by) => {
    const sizes = radios(form, 'size');
    const now = sizes.findIndex(({ checked }) => checked);
    sizes[Math.min(sizes.length - 1, Math.max(0, now + by))].checked = true;
    read();
  };

  button('undo').addEventListener('click', () => board.undo());
  button('redo').addEventListener('click', () => board.redo());
  button('clear').addEventListener('click', () => board.clear());
  button('help').addEventListener('click', () => dialog('shortcuts').showModal());

  /** @type {Record<string, () => void>} */
  const keys = {
    b: () => take('brush'),
    e: () => take('eraser'),
    f: () => take('fill'),
    '[': () => resize(-1),
    ']': () => resize(1),
    Delete: () => board.clear(),
    '?': () => dialog('shortcuts').showModal(),
    0: () => choose(radios(form, 'ink').length - 1),
    ...further,
  };
  for (let digit = 1; digit <= 9; digit++) keys[digit] = () => choose(digit - 1);

  document.addEventListener('keydown', (event) => {
    if (document.querySelector('dialog[open]') || isTyping(event.target) || event.altKey) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (event.ctrlKey || event.metaKey) {
      if (key !== 'z' && key !== 'y') return;
      event.preventDefault();
      if (key === 'y' || event.shiftKey) board.redo();
      else board.undo();
    } else if (Object.hasOwn(keys, key)) {
      event.preventDefault();
      keys[key]();
    }
  });

  listShortcuts();
  read();
}

function listShortcuts() {
  const rows = SHORTCUTS.map(([keys, does]) => {
    const row = document.createElement('div');
    const term = document.createElement('dt');
    term.textContent = does;
    const names = document.createElement('dd');
    names.append(...keys.flatMap((key) => [keyCap(key), ' ']));
    row.append(term, names);
    return row;
  });
  element('shortcut-list').append(...rows);
}

function keyCap(name) {
  const cap = document.createElement('kbd');
  cap.textContent = name;
  return cap;
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 */
const radios = (form, name) => /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll(`input[name=${name}]`)]);

// Where keys mean text, no letter is a shortcut.
const isTyping = (target) => target instanceof Element && target.matches('input:not([type=radio], [type=checkbox], [type=range]), textarea, select, [contenteditable]');
