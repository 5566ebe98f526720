// Tabs: a tablist after the ARIA Authoring Practices' tabs pattern. One tab is chosen and in the tab order; arrow
// keys, Home and End choose others.

export class Tabs extends EventTarget {
  /** @type {HTMLElement[]} */
  #tabs;

  /**
   * Dispatches "choose" (detail: the panel) whenever another tab is chosen.
   * @param {HTMLElement} list an element with the role tablist, whose tabs name their panels by aria-controls
   */
  constructor(list) {
    super();
    this.#tabs = [...list.querySelectorAll('[role=tab]')].map((tab) => /** @type {HTMLElement} */ (tab));
    list.addEventListener('click', ({ target }) => {
      const tab = /** @type {Element} */ (target).closest('[role=tab]');
      if (tab) this.#choose(/** @type {HTMLElement} */ (tab));
    });
    list.addEventListener('keydown', (event) => this.#key(event));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const count = this.#tabs.length;
    const now = this.#tabs.findIndex((tab) => tab.ariaSelected === 'true');
    const to = { ArrowLeft: now - 1, ArrowRight: now + 1, Home: 0, End: count - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const tab = this.#tabs[(to + count) % count];
    this.#choose(tab);
    tab.focus();
  }

  /** @param {HTMLElement} chosen */
  #choose(chosen) {
    if (chosen.ariaSelected === 'true') return;
    for (const tab of this.#tabs) {
      const is = tab === chosen;
      tab.ariaSelected = String(is);
      tab.tabIndex = is ? 0 : -1;
      panelOf(tab).hidden = !is;
    }
    this.dispatchEvent(new CustomEvent('choose', { detail: panelOf(chosen) }));
  }
}

/** @param {HTMLElement} tab */
function panelOf(tab) {
  const panel = document.getElementById(tab.getAttribute('aria-controls') ?? '');
  if (!panel) throw new Error(`The tab ${tab.id} controls no panel.`);
  return panel;
}
