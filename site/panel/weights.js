// Weight files between the page and the user: dropped, opened and downloaded.

import { element } from './element.js';

export const EXTENSION = '.safetensors';

/**
 * Takes weight files that are dropped on an element; pictures are left to the page.
 * @param {HTMLElement} target
 * @param {(file: File) => void} use
 */
export function acceptWeights(target, use) {
  target.addEventListener('drop', (event) => {
    const file = [...(event.dataTransfer?.files ?? [])].find(({ name }) => name.toLowerCase().endsWith(EXTENSION));
    if (!file) return;
    event.preventDefault(); // the page leaves it alone then
    use(file);
  });
}

/**
 * A button that opens a weight file. Any file can be chosen: what is none is refused by those who read it.
 * @param {string} label
 * @param {(file: File) => void} use
 */
export function openButton(label, use) {
  const input = element('input', {
    type: 'file',
    class: 'unseen',
    change: () => {
      const file = input.files?.[0];
      if (file) use(file);
      input.value = ''; // so that the same file can be chosen again
    },
  });
  return element('label', { class: 'button open' }, input, label);
}

/**
 * @param {Uint8Array} bytes
 * @param {string} name
 */
export function download(bytes, name) {
  const href = URL.createObjectURL(new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (bytes)], { type: 'application/octet-stream' }));
  element('a', { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000); // the browser may take its time to ask where to
}
