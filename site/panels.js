// The panels whose code comes when they are first looked at: the page itself starts without it.

/** @import { Page } from './page.js' */

/** @type {Record<string, [module: string, name: string]>} */
const code = {
  'panel-inside': ['./inside.js', 'InsidePanel'],
  'panel-teach': ['./teach.js', 'TeachPanel'],
  'panel-model': ['./models.js', 'ModelsPanel'],
};

const made = new Set();

/**
 * Fills a panel if that is still to be done; after a failure it can be tried again.
 * @param {HTMLElement} element
 * @param {Page} page
 */
export async function fillPanel(element, page) {
  if (!Object.hasOwn(code, element.id) || made.has(element)) return;
  made.add(element);
  element.ariaBusy = 'true';
  try {
    const [module, name] = code[element.id];
    const { [name]: Panel } = await import(module);
    new Panel(element, { page });
  } catch (error) {
    made.delete(element);
    throw error;
  } finally {
    element.ariaBusy = 'false';
  }
}
