// The panels whose code comes when they are first looked at: the page itself starts without it.

/** @import { Page } from './page.js' */

/** @type {Record<string, (element: HTMLElement, page: Page) => Promise<unknown>>} */
const makers = {
  'panel-inside': async (element, page) => new (await import('./inside.js')).InsidePanel(element, { page }),
  'panel-teach': async (element, page) => new (await import('./teach.js')).TeachPanel(element, { page }),
  'panel-model': async (element, page) => new (await import('./models.js')).ModelsPanel(element, { page }),
};

const made = new Set();

/**
 * Fills a panel if that is still to be done; after a failure it can be tried again.
 * @param {HTMLElement} element
 * @param {Page} page
 */
export async function fillPanel(element, page) {
  const make = makers[element.id];
  if (!make || made.has(element.id)) return;
  made.add(element.id);
  element.ariaBusy = 'true';
  try {
    await make(element, page);
  } catch (error) {
    made.delete(element.id);
    throw error;
  } finally {
    element.ariaBusy = 'false';
  }
}
