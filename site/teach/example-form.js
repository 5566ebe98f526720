// ExampleForm: what the network makes of the present picture, and what it should have said: one of its classes, or a
// new one.

import { context, put } from '../panel/canvas.js';
import { element } from '../panel/element.js';
import { teach as words } from '../words.js';

const NEW = '\n'; // the value of "something new", which no class is called
const LONGEST_NAME = 40;

export class ExampleForm extends EventTarget {
  /** The picture files that were chosen last. @type {File[]} */
  files = [];

  #seen = element('canvas', { width: 32, height: 32, class: 'pixels', role: 'img', 'aria-label': words.seen });
  #guess = element('p', { class: 'guessed' });
  #select = element('select', { name: 'label', change: () => this.#showName() });
  #name = element('input', { name: 'name', maxlength: LONGEST_NAME, autocomplete: 'off', spellcheck: 'false' });
  #nameField = element('label', { class: 'field', hidden: true }, words.newName, this.#name);
  #add = element('button', { class: 'button primary' }, words.add);
  #file = element('input', { type: 'file', class: 'unseen', accept: 'image/*', multiple: true, change: () => this.#choose() });

  element = element(
    'form',
    { class: 'example', autocomplete: 'off', submit: (/** @type {Event} */ event) => this.#submit(event) },
    element('div', { class: 'present' }, this.#seen, this.#guess),
    element('div', { class: 'fields' }, element('label', { class: 'field' }, words.itIs, this.#select), this.#nameField),
    element('div', { class: 'deeds' }, this.#add, element('label', { class: 'button open' }, this.#file, words.addFiles)),
  );

  /** The class that was named, "" if there is none. */
  get label() {
    return this.#select.value === NEW ? this.#name.value.trim() : this.#select.value;
  }

  /** Offers classes, and keeps what was chosen. @param {readonly string[]} labels */
  offer(labels) {
    const { label } = this;
    const { value } = this.#select;
    this.#select.replaceChildren(
      element('option', { value: '' }, words.choose),
      ...labels.map((label) => element('option', { value: label }, label)),
      element('option', { value: NEW }, words.somethingNew),
    );
    if (labels.includes(label)) this.#select.value = label; // a new one is known by now
    else if (value === NEW) this.#select.value = NEW;
    this.#showName();
  }

  /**
   * Shows what the network says; dispatches "add" and "files" when there is an example of a class.
   * @param {import('../resnet.js').Classification | null} answer
   */
  show(answer) {
    this.#guess.textContent = answer ? words.says(answer.classes[0]) : words.noPicture;
    if (answer) put(this.#seen, answer.seen);
    else context(this.#seen).clearRect(0, 0, this.#seen.width, this.#seen.height);
  }

  /** @param {{picture: boolean, files: boolean}} can whether there is a picture to add, and whether files can be */
  allow({ picture, files }) {
    this.#add.disabled = !picture;
    this.#file.disabled = !files;
  }

  #showName() {
    const wasHidden = this.#nameField.hidden;
    this.#nameField.hidden = this.#select.value !== NEW;
    if (this.#nameField.hidden) this.#name.value = '';
    else if (wasHidden && document.activeElement === this.#select) this.#name.focus();
  }

  /** @param {Event} event */
  #submit(event) {
    event.preventDefault();
    if (this.#named()) this.dispatchEvent(new Event('add'));
  }

  #choose() {
    this.files = [...(this.#file.files ?? [])];
    this.#file.value = ''; // so that the same files can be chosen again
    if (this.files.length > 0 && this.#named()) this.dispatchEvent(new Event('files'));
  }

  // named asks for the class where it is missing.
  #named() {
    const missing = this.label === '';
    const input = this.#nameField.hidden ? this.#select : this.#name;
    input.setCustomValidity(missing ? words.nameFirst : '');
    input.reportValidity();
    input.addEventListener('input', () => input.setCustomValidity(''), { once: true });
    return !missing;
  }
}
