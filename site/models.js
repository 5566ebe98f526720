// ModelsPanel: which network is in use, what is known of it, and how to use another: a shipped one, or any weight file.

import { modelCard } from './models/card.js';
import { Chooser } from './models/chooser.js';
import { confirmed } from './panel/confirm.js';
import { element } from './panel/element.js';
import { PanelNotice } from './panel/notice.js';
import { layOut, sheet } from './panel/sheet.js';
import { styles } from './panel/styles.js';
import { acceptWeights, openButton } from './panel/weights.js';
import { models as words } from './words.js';

await Promise.all([styles('panel/panel.css'), styles('models.css')]);

export class ModelsPanel {
  #page;
  #notice = new PanelNotice();
  #chooser = new Chooser((file) => this.#use(file, file));
  #says = element('p', { class: 'quiet', role: 'status' });
  #card = element('div', { class: 'model-card' });

  /**
   * @param {HTMLElement} panel
   * @param {{page: import('./page.js').Page}} options the page, whose network is shown and replaced
   */
  constructor(panel, { page }) {
    this.#page = page;
    const open = (/** @type {File} */ file) => this.#use(file, file.name);
    layOut(
      panel,
      'models',
      this.#notice.element,
      sheet(words.choose, 'choose', this.#chooser.element, this.#says),
      sheet(words.open, 'open-own', element('div', { class: 'deeds' }, openButton(words.openFile, open), element('span', { class: 'quiet' }, words.drop))),
      sheet(words.card, 'about', this.#card),
    );
    acceptWeights(panel, open);
    for (const type of ['net', 'taught']) page.addEventListener(type, () => this.#show());
    this.#show();
  }

  /**
   * @param {string | File} weights
   * @param {string} name
   */
  async #use(weights, name) {
    this.#notice.hide();
    try {
      if ((await this.#holdsTaught()) && !(await confirmed(words.replaceTaught))) return;
      this.#says.textContent = words.loading(name);
      await this.#page.useNetwork(weights);
      this.#says.textContent = words.loaded(this.#page.name);
    } catch (error) {
      if (error.name === 'AbortError') return; // another one was chosen meanwhile
      this.#says.textContent = '';
      this.#notice.show(error.message, words.close, () => {});
    } finally {
      this.#chooser.mark(this.#page.name);
    }
  }

  // Whether somebody's work is lost with the present network.
  async #holdsTaught() {
    const { net } = this.#page;
    if (!net?.info.teachable) return false;
    return (await net.examples()).some(({ taught, count }) => taught && count > 0);
  }

  /** @type {unknown} what the card was made of */
  #shown = null;

  #show() {
    const info = this.#page.net?.info ?? null;
    this.#chooser.mark(this.#page.name);
    if (info === this.#shown) return;
    this.#shown = info;
    this.#card.replaceChildren(...(info ? modelCard(info, this.#page.name) : [element('p', { class: 'quiet' }, words.none)]));
  }
}
