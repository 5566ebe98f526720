// styles adds a style sheet to the page, once, and resolves when it is there. A panel that waits for it is never seen
// without; if it cannot be had, the panel is plain, but works.

import { element } from './element.js';

/** @type {Map<string, Promise<void>>} */
const asked = new Map();

/**
 * @param {string} path from the site's folder
 * @returns {Promise<void>}
 */
export function styles(path) {
  const href = new URL(`../${path}`, import.meta.url).href;
  const known = asked.get(href);
  if (known) return known;
  /** @type {Promise<void>} */
  const there = new Promise((resolve) => {
    const done = () => resolve();
    document.head.append(element('link', { rel: 'stylesheet', href, load: done, error: done }));
  });
  asked.set(href, there);
  return there;
}
