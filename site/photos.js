// Photos: the ways in which a picture comes onto the board: the picker, dropping, pasting, the samples, the camera.

import { button, element, field } from './dom.js';
import { Notice } from './notice.js';
import { decodePicture } from './pixels.js';
import { sampleURL, samples } from './samples/index.js';
import { CHOOSE_ANOTHER, CHOOSE_FILE, NOT_A_FILE, TRY_AGAIN, cameraFailed, sampleFailed, samplePhoto } from './words.js';

/** @import { Board } from './board.js' */

/** What a dropped file may be that is no picture: other parts of the page take it. */
const WEIGHTS = '.safetensors';

export class Photos {
  #board;
  #error = new Notice(element('picture-error'));
  #last = 0; // pictures decode at their own pace: the newest wins

  /**
   * @param {Board} board
   * @param {(file: File) => void} takeWeights called with a dropped weight file
   */
  constructor(board, takeWeights) {
    this.#board = board;
    board.addEventListener('change', () => this.#error.hide());
    this.#listenToPicker();
    this.#listenToDrops(takeWeights);
    document.addEventListener('paste', ({ clipboardData }) => {
      const file = clipboardData?.files[0];
      if (file) this.#openFile(file);
    });
    this.#listSamples();
    this.#offerCamera();
  }

  /** Asks for a picture file. */
  choose() {
    field('file').click();
  }

  #openFile(file) {
    this.#open(() => file, CHOOSE_ANOTHER, () => this.choose());
  }

  async #open(getBlob, retryLabel, retry) {
    const turn = ++this.#last;
    try {
      const bitmap = await decodePicture(await getBlob());
      if (turn === this.#last) this.#board.showPhoto(bitmap);
      else bitmap.close();
    } catch (error) {
      if (turn === this.#last) this.#error.show(error.message, retryLabel, retry);
    }
  }

  #listenToPicker() {
    const picker = field('file');
    picker.addEventListener('change', () => {
      const file = picker.files?.[0];
      if (file) this.#openFile(file);
      picker.value = ''; // so that the same file can be chosen again
    });
  }

  #listenToDrops(takeWeights) {
    const paper = element('paper');
    document.addEventListener('dragover', (event) => {
      event.preventDefault();
      paper.classList.add('dropping');
    });
    document.addEventListener('dragleave', ({ relatedTarget }) => {
      if (!relatedTarget) paper.classList.remove('dropping');
    });
    document.addEventListener('drop', (event) => {
      paper.classList.remove('dropping');
      if (event.defaultPrevented) return; // a panel took it
      event.preventDefault();
      const file = event.dataTransfer?.files[0];
      if (!file) this.#error.show(NOT_A_FILE, CHOOSE_FILE, () => this.choose());
      else if (file.name.endsWith(WEIGHTS)) takeWeights(file);
      else this.#openFile(file);
    });
  }

  #listSamples() {
    const template = /** @type {HTMLTemplateElement} */ (element('sample-template'));
    for (const sample of samples) {
      const choice = /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
      const image = /** @type {HTMLImageElement} */ (choice.querySelector('img'));
      choice.dataset.label = sample.label;
      choice.dataset.file = sample.file;
      image.src = String(sampleURL(sample));
      image.alt = samplePhoto(sample.label);
      choice.addEventListener('click', () => this.#openSample(sample));
      element('samples').append(choice);
    }
  }

  #openSample(sample) {
    const fetchSample = async () => {
      const response = await fetch(sampleURL(sample));
      if (!response.ok) throw new Error(sampleFailed(response.url, response.status));
      return response.blob();
    };
    return this.#open(fetchSample, TRY_AGAIN, () => this.#openSample(sample));
  }

  #offerCamera() {
    const open = button('camera');
    open.disabled = !navigator.mediaDevices?.getUserMedia;
    open.addEventListener('click', async () => {
      try {
        const { takePhoto } = await import('./camera.js');
        const bitmap = await takePhoto();
        if (bitmap) this.#board.showPhoto(bitmap);
      } catch (error) {
        this.#error.show(cameraFailed(error), TRY_AGAIN, () => open.click());
      }
    });
  }
}
