// TeachPanel: corrects the network, gives it classes of its own, and lets it learn them in this tab. What it learnt can
// be taken back, downloaded, and remembered on this device.

import { confirmed } from './panel/confirm.js';
import { element } from './panel/element.js';
import { PanelNotice } from './panel/notice.js';
import { layOut, sheet } from './panel/sheet.js';
import { styles } from './panel/styles.js';
import { acceptWeights, download, EXTENSION, openButton } from './panel/weights.js';
import { Album } from './teach/album.js';
import { ExampleForm } from './teach/example-form.js';
import { Learning } from './teach/learning.js';
import { Memory } from './teach/memory.js';
import { thumbnail } from './teach/thumbnail.js';
import { teach as words } from './words.js';

await Promise.all([styles('panel/panel.css'), styles('teach.css')]);

/** @typedef {import('./resnet.js').ResNet} ResNet */
/** @typedef {import('./resnet.js').Classification} Classification */
/** @typedef {import('./teach/store.js').Saved} Saved */

export class TeachPanel {
  #page;
  #notice = new PanelNotice();
  #form = new ExampleForm();
  #said = element('p', { class: 'quiet', role: 'status' });
  #album = new Album();
  #learning = new Learning(() => this.#learn());
  #undo = element('button', { type: 'button', class: 'button', click: () => this.#takeBack() }, words.undo);
  #reset = element('button', { type: 'button', class: 'button', click: () => this.#forgetAll() }, words.reset);
  #export = element('button', { type: 'button', class: 'button', click: () => this.#download() }, words.export);
  #memory = new Memory({ current: () => this.#current(), restore: (saved) => this.#restore(saved), failed: (error) => this.#fail(error) });
  #sheets;
  #unteachable = element('p', { hidden: true }, words.unteachable);
  /** Examples of the network. @type {{label: string, count: number, taught: boolean}[]} */
  #examples = [];
  #learnt = 0; // times that it learned, to be taken back
  #met = false; // whether the form offers the classes of the network
  #busy = 0; // things to do with the network
  /** @type {Promise<unknown>} the last of them */
  #working = Promise.resolve();

  /**
   * @param {HTMLElement} panel
   * @param {{page: import('./page.js').Page}} options the page, whose network is taught
   */
  constructor(panel, { page }) {
    this.#page = page;
    const open = openButton(words.open, (file) => this.#open(file));
    this.#sheets = [
      sheet(words.correct, 'correct', this.#form.element, this.#said),
      sheet(words.taught, 'taught', this.#album.element, this.#learning.element),
      sheet(words.keep, 'keep', element('div', { class: 'deeds' }, this.#undo, this.#reset, this.#export, open), this.#memory.element),
    ];
    layOut(panel, 'teach', this.#notice.element, this.#memory.offer, this.#unteachable, ...this.#sheets);
    acceptWeights(panel, (file) => this.#open(file));

    this.#form.addEventListener('add', () => this.#addPicture());
    this.#form.addEventListener('files', () => this.#addFiles());
    page.addEventListener('net', () => this.#meet());
    page.addEventListener('picture', () => this.#showAnswer(null));
    page.addEventListener('answer', (event) => this.#showAnswer(/** @type {CustomEvent} */ (event).detail));
    this.#showAnswer(null);
    this.#meet();
    page.classify(); // the newest answer came before this panel
  }

  // --- the network ---

  /** Begins anew with the network that the page has now. */
  #meet() {
    const { net, kept } = this.#page;
    this.#met = false;
    this.#album.restore(kept ?? new Map());
    if (kept) this.#memory.resume();
    this.#learnt = 0;
    this.#learning.clear();
    this.#said.textContent = '';
    this.#allow();
    this.#refresh().catch((error) => net === this.#page.net && this.#fail(error));
  }

  async #refresh() {
    const { net } = this.#page;
    const teachable = net?.info.teachable ?? false;
    this.#unteachable.hidden = !net || teachable;
    for (const part of this.#sheets) part.hidden = Boolean(net) && !teachable;
    if (teachable) {
      this.#examples = await net.examples();
      if (net !== this.#page.net) return;
    } else {
      this.#examples = [];
    }
    const taught = this.#examples.filter((example) => example.taught).map(({ label }) => label);
    this.#met = Boolean(net);
    this.#form.offer([...new Set([...(net?.info.classes ?? []), ...taught])]);
    this.#album.show(this.#examples);
    this.#allow();
  }

  // allow enables what makes sense now.
  #allow() {
    const ready = this.#met && this.#busy === 0;
    const some = this.#examples.some(({ taught, count }) => taught && count > 0);
    this.#form.allow({ picture: ready && this.#page.source() !== null, files: ready });
    this.#learning.allow(ready && some);
    this.#undo.disabled = !ready || this.#learnt === 0;
    this.#reset.disabled = !ready || !(some || this.#learnt > 0);
    this.#export.disabled = !ready;
    this.#memory.allow(ready);
  }

  /** @param {Classification | null} answer */
  #showAnswer(answer) {
    if (answer || !this.#page.source()) this.#form.show(answer);
    this.#allow();
  }

  // --- examples ---

  async #addPicture() {
    const { label } = this.#form;
    const { picture, drawing } = this.#page.source();
    const now = await createImageBitmap(picture); // the drawing may go on meanwhile
    await this.#work(async (net) => {
      const small = await thumbnail(now);
      const { examples } = await net.teach(label, now, { drawing });
      this.#album.add(label, small);
      this.#said.textContent = words.added(label, examples);
      await this.#refresh();
    });
    now.close();
  }

  async #addFiles() {
    const { label, files } = this.#form;
    /** @type {string[]} */
    const refused = [];
    await this.#work(async (net) => {
      for (const [i, file] of files.entries()) {
        this.#said.textContent = words.adding(i + 1, files.length);
        try {
          await net.teach(label, file, { drawing: false });
          this.#album.add(label, await thumbnail(file));
        } catch (error) {
          refused.push(error.message);
        }
      }
      this.#said.textContent = words.addedFiles(label, files.length - refused.length, files.length);
      await this.#refresh();
    });
    if (refused.length > 0) this.#fail(new Error(refused.join(' ')));
  }

  // --- learning ---

  async #learn() {
    await this.#work(async (net) => {
      if (!(await this.#learning.run(net))) return;
      this.#learnt++;
      await this.#changed();
    });
  }

  async #takeBack() {
    await this.#work(async (net) => {
      await net.undo();
      this.#learnt--;
      this.#learning.clear(words.undone);
      await this.#changed();
    });
  }

  async #forgetAll() {
    if (!(await confirmed(words.confirmReset))) return;
    await this.#work(async (net) => {
      await net.reset();
      this.#learnt = 0;
      this.#album.restore(new Map());
      this.#learning.clear(words.wasReset);
      await this.#changed();
    });
  }

  // changed tells everybody that the network answers differently now.
  async #changed() {
    await this.#refresh();
    await this.#memory.update();
    await this.#page.taught();
  }

  // --- keeping ---

  async #download() {
    await this.#work(async (net) => download(await net.export(), `${this.#title()}-taught${EXTENSION}`));
  }

  /** @param {File} file */
  async #open(file) {
    await this.#work(() => this.#page.useNetwork(file));
  }

  /** What is to be remembered. @returns {Promise<Saved>} */
  async #current() {
    const weights = await this.#page.net.export();
    return { name: this.#title(), weights, pictures: this.#album.pictures, date: new Date() };
  }

  /** @param {Saved} saved */
  async #restore({ weights, name, pictures }) {
    await this.#work(() => this.#page.useNetwork(weights, name, pictures));
  }

  // title is what the network is called, without what this page put there.
  #title() {
    return this.#page.name.replace(new RegExp(`(-taught)?(\\${EXTENSION})?$`), '');
  }

  // --- care ---

  /**
   * Does something with the network, after what was begun before, and shows what goes wrong.
   * @param {(net: ResNet) => Promise<unknown>} task
   */
  #work(task) {
    this.#busy++;
    this.#notice.hide();
    this.#allow();
    this.#working = this.#working
      .then(() => this.#page.net && task(this.#page.net))
      .catch((error) => this.#fail(error))
      .finally(() => {
        this.#busy--;
        this.#allow();
      });
    return this.#working;
  }

  /** @param {Error} error */
  #fail(error) {
    if (error.name !== 'AbortError') this.#notice.show(error.message, words.close, () => {});
  }
}
