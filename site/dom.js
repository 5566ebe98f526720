// Elements of the page, which are known to be there.

/**
 * The element with an id.
 * @param {string} id
 * @returns {HTMLElement}
 */
export function element(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no element #${id}.`);
  return found;
}

/**
 * @param {string} id
 * @returns {HTMLInputElement}
 */
export const field = (id) => /** @type {HTMLInputElement} */ (element(id));

/**
 * @param {string} id
 * @returns {HTMLButtonElement}
 */
export const button = (id) => /** @type {HTMLButtonElement} */ (element(id));

/**
 * @param {string} id
 * @returns {HTMLDialogElement}
 */
export const dialog = (id) => /** @type {HTMLDialogElement} */ (element(id));
