// Steady: keeps the headline from flickering while answers stream in. What it gives is the label to name, or null for
// "not sure"; the bars show every answer as it is.
//
//             first answer                    the same verdict again
//   empty ───────────────────▶ shown(verdict) ◀──────────────────────┐
//     ▲                          │    ▲                              │
//     │ reset                    │    │ leads by MARGIN, or          │
//     │                another   │    │ HOLD_MS without a break,     │
//     │                verdict   ▼    │ or the answers came to rest  │
//     └───────────────── challenged(verdict, rival, since) ──────────┘
//
// A verdict is the most probable label of an answer, or null where the network is not sure.

const MARGIN = 0.25; // of probability, over the label shown
const HOLD_MS = 300;

/** @typedef {string | null} Verdict */

export class Steady {
  /** @type {Verdict | undefined} undefined while there is none */
  #shown;
  /** @type {{ verdict: Verdict, since: number } | null} */
  #rival = null;

  /** Forgets everything: another picture comes. */
  reset() {
    this.#shown = undefined;
    this.#rival = null;
  }

  /**
   * The verdict to show after one more answer.
   * @param {{ classes: { label: string, probability: number }[], sure?: boolean }} answer most probable first
   * @param {number} now in milliseconds, of any clock
   * @returns {Verdict}
   */
  next({ classes, sure }, now) {
    const verdict = sure === false ? null : classes[0].label;
    if (this.#shown === undefined) this.#shown = verdict;
    if (verdict === this.#shown) {
      this.#rival = null;
      return verdict;
    }
    if (this.#rival?.verdict !== verdict) this.#rival = { verdict, since: now };
    if (leads(verdict, this.#shown, classes) || now - this.#rival.since >= HOLD_MS) return this.settle();
    return this.#shown;
  }

  /**
   * The verdict to show once no more answers come: the newest one's.
   * @returns {Verdict}
   */
  settle() {
    if (this.#rival) this.#shown = this.#rival.verdict;
    this.#rival = null;
    return this.#shown ?? null;
  }
}

// leads tells whether a verdict is so far before the one shown that nobody would call it flicker.
function leads(verdict, shown, classes) {
  if (verdict === null || shown === null) return false;
  const old = classes.find(({ label }) => label === shown);
  return !old || classes[0].probability - old.probability >= MARGIN;
}
