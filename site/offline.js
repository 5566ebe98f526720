// Offline: the service worker that keeps the page on the device, and the notice that a newer one is there.

import { RELOAD, UPDATE_READY } from './words.js';

/** @import { Notice } from './notice.js' */

/**
 * Keeps the page for use without a connection, where the browser can. Without, it works as before.
 * @param {Notice} notice for updates
 */
export async function keepOffline(notice) {
  if (!('serviceWorker' in navigator)) return; // not over HTTPS
  let registration;
  try {
    registration = await navigator.serviceWorker.register('sw.js', { updateViaCache: 'none' });
  } catch {
    return; // forbidden, or not built: nothing that a visitor can change
  }
  const offer = (worker) => {
    if (!worker || !navigator.serviceWorker.controller) return; // the first visit is up to date
    notice.show(UPDATE_READY, RELOAD, () => worker.postMessage('take over'));
  };
  offer(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const worker = registration.installing;
    worker?.addEventListener('statechange', () => worker.state === 'installed' && offer(worker));
  });
  // A page without a controller stays as it came.
  if (navigator.serviceWorker.controller) {
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  }
}
