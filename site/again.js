// Again: offers the network that was taught and kept on an earlier visit.

import { button, element } from './dom.js';
import { recall } from './teach/store.js';
import { again as words } from './words.js';

/** @import { Page } from './page.js' */
/** @import { Notice } from './notice.js' */

/**
 * Offers it in the page's head, if there is one, until any other network is loaded. What is returned withdraws the offer.
 * @param {Page} page
 * @param {Notice} notice for what went wrong
 * @returns {() => void}
 */
export function offerKept(page, notice) {
  const use = button('again-use');
  const withdrawn = new AbortController();
  const { signal } = withdrawn;
  signal.addEventListener('abort', () => (element('again').hidden = true));

  use.addEventListener(
    'click',
    async () => {
      try {
        const saved = await recall();
        if (saved) await page.useNetwork(saved.weights, saved.name, saved.pictures);
        else withdrawn.abort(); // forgotten in another tab
      } catch (error) {
        if (error.name !== 'AbortError') notice.show(error.message, words.tryAgain, () => use.click());
      }
    },
    { signal },
  );

  const offer = async () => {
    const saved = await recall().catch(() => undefined); // where nothing can be kept, nothing was
    if (!saved || signal.aborted) return;
    element('again-says').textContent = words.offer([...saved.pictures.keys()], saved.date);
    use.textContent = words.use;
    element('again').hidden = false;
    page.addEventListener('net', () => withdrawn.abort(), { once: true });
  };
  page.addEventListener('net', offer, { once: true });
  return () => withdrawn.abort();
}
