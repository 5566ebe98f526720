// watch runs a task for an element whenever it is asked to, but only while somebody can see the element, one run at a
// time. Between runs it rests as long as the last one took, so that half of the worker's time stays the page's own.

import { latest } from '../latest.js';

const LONGEST_REST_MS = 500;

/**
 * @param {Element} element
 * @param {() => Promise<void>} task reads the newest state itself
 * @returns {() => void} asks for a run, now or when the element comes into view
 */
export function watch(element, task) {
  let inView = false;
  let due = false;

  const run = latest(async () => {
    if (!due || !inView || document.hidden) return;
    due = false;
    const start = performance.now();
    await task();
    await rest(Math.min(performance.now() - start, LONGEST_REST_MS));
  });

  new IntersectionObserver((entries) => {
    inView = entries.at(-1)?.isIntersecting ?? false;
    run();
  }).observe(element);
  document.addEventListener('visibilitychange', run);

  return () => {
    due = true;
    run();
  };
}

/** @param {number} ms */
const rest = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
