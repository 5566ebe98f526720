// PanelNotice: a message with one way out, hidden until there is one.

import { element } from './element.js';
import { Notice } from '../notice.js';

export class PanelNotice extends Notice {
  element;

  constructor() {
    const box = element('div', { class: 'notice', role: 'alert', hidden: true }, element('p'), element('button', { type: 'button', class: 'button' }));
    super(box);
    this.element = box;
  }
}
