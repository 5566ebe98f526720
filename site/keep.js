// Keep: the picture on the board as a PNG file, saved or shared.

import { button, element } from './dom.js';
import { FILE_NAME, TRY_AGAIN, saveFailed, shareFailed } from './words.js';

/** @import { Notice } from './notice.js' */

/**
 * Makes the buttons for saving and sharing work; sharing shows only where the browser shares files.
 * @param {Notice} notice for what went wrong
 */
export function offerKeeping(notice) {
  const save = button('save');
  save.addEventListener('click', async () => {
    try {
      download(await boardFile());
    } catch (error) {
      notice.show(saveFailed(error.message), TRY_AGAIN, () => save.click());
    }
  });

  const share = button('share');
  share.hidden = !navigator.canShare?.({ files: [new File([], FILE_NAME, { type: 'image/png' })] });
  share.addEventListener('click', async () => {
    try {
      await navigator.share({ files: [await boardFile()] });
    } catch (error) {
      if (error.name === 'AbortError') return; // the user thought better of it
      notice.show(shareFailed(error.message), TRY_AGAIN, () => share.click());
    }
  });
}

/** @returns {Promise<File>} */
async function boardFile() {
  const canvas = /** @type {HTMLCanvasElement} */ (element('board'));
  const blob = await new Promise((done) => canvas.toBlob(done, 'image/png'));
  if (!blob) throw new Error('the browser made no file of it');
  return new File([blob], FILE_NAME, { type: 'image/png' });
}

/** @param {File} file */
function download(file) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // once it is surely saved
}
