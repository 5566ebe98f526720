// element: elements made in one expression.
//
//   element('p', { class: 'small' }, 'Hello ', element('b', {}, 'you'))

const SVG = 'http://www.w3.org/2000/svg';

/**
 * Makes an HTML element. A function under the name of an event listens to it, "style" sets custom properties, and
 * anything else is an attribute: true has no value, false, null and undefined leave it out.
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Record<string, unknown>} [attributes]
 * @param {...(Node | string | null | undefined)} children
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function element(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

/**
 * The same for SVG.
 * @template {keyof SVGElementTagNameMap} Name
 * @param {Name} name
 * @param {Record<string, unknown>} [attributes]
 * @param {...(Node | string | null | undefined)} children
 * @returns {SVGElementTagNameMap[Name]}
 */
export function shape(name, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

/**
 * @template {HTMLElement | SVGElement} Made
 * @param {Made} made
 * @param {Record<string, unknown>} attributes
 * @param {(Node | string | null | undefined)[]} children
 * @returns {Made}
 */
function fill(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') {
      made.addEventListener(name, /** @type {EventListener} */ (value));
    } else if (name === 'style') {
      for (const [property, v] of Object.entries(/** @type {object} */ (value))) made.style.setProperty(property, v);
    } else if (value !== false && value !== null && value !== undefined) {
      made.setAttribute(name, value === true ? '' : String(value));
    }
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}
