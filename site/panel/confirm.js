// confirmed asks a question in a dialog and resolves with whether the user agreed.

import { element } from './element.js';

/**
 * @param {{question: string, yes: string, no: string}} words
 * @returns {Promise<boolean>}
 */
export function confirmed({ question, yes, no }) {
  const dialog = element(
    'dialog',
    { class: 'confirm', 'aria-label': question },
    element(
      'form',
      { method: 'dialog' },
      element('p', {}, question),
      element('div', { class: 'deeds' }, element('button', { class: 'button', value: '' }, no), element('button', { class: 'button primary', value: 'yes' }, yes)),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
  });
}
