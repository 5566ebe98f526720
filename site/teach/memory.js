// Memory: keeps the taught network on this device if the user says so, and offers it again on the next visit.

import { element } from '../panel/element.js';
import { teach as words } from '../words.js';
import { forget, recall, save } from './store.js';

/** @typedef {import('./store.js').Saved} Saved */

export class Memory {
  #current;
  #restore;
  #failed;
  #box = element('input', { type: 'checkbox', change: () => this.#choose() });
  #says = element('p', { class: 'quiet', role: 'status' }, words.notRemembered);
  #question = element('p');

  element = element('div', { class: 'memory' }, element('label', { class: 'tick' }, this.#box, words.remember), this.#says);

  /** What was remembered on an earlier visit. */
  offer = element(
    'div',
    { class: 'offer', hidden: true },
    this.#question,
    element(
      'div',
      { class: 'deeds' },
      element('button', { type: 'button', class: 'button primary', click: () => this.#accept() }, words.useAgain),
      element('button', { type: 'button', class: 'button', click: () => this.#forget() }, words.forget),
    ),
  );

  /**
   * @param {object} hooks
   * @param {() => Promise<Saved>} hooks.current what there is to remember
   * @param {(saved: Saved) => Promise<void>} hooks.restore
   * @param {(error: Error) => void} hooks.failed
   */
  constructor({ current, restore, failed }) {
    this.#current = current;
    this.#restore = restore;
    this.#failed = failed;
    this.#ask();
  }

  /** @param {boolean} can */
  allow(can) {
    this.#box.disabled = !can;
  }

  /** Goes on remembering: the network in use is the one that was. */
  resume() {
    this.offer.hidden = true;
    this.#box.checked = true;
    this.#says.textContent = words.remembered;
  }

  /** Remembers the newest state, if the user wants that. */
  async update() {
    if (!this.#box.checked) return;
    try {
      await save(await this.#current());
      this.#says.textContent = words.remembered;
    } catch (cause) {
      this.#box.checked = false;
      this.#says.textContent = words.notRemembered;
      this.#failed(new Error(words.cannotRemember(cause.message), { cause }));
    }
  }

  async #ask() {
    const saved = await recall().catch(() => undefined); // where nothing can be kept, nothing was
    if (!saved || this.#box.checked) return;
    this.#question.textContent = words.offer([...saved.pictures.keys()], saved.date);
    this.offer.hidden = false;
  }

  async #choose() {
    if (this.#box.checked) await this.update();
    else await this.#forget();
  }

  async #accept() {
    const saved = await recall();
    this.offer.hidden = true;
    if (!saved) return; // forgotten in another tab
    await this.#restore(saved);
  }

  async #forget() {
    this.offer.hidden = true;
    this.#box.checked = false;
    try {
      await forget();
      this.#says.textContent = words.notRemembered;
    } catch (cause) {
      this.#failed(new Error(words.cannotForget(cause.message), { cause }));
    }
  }
}
