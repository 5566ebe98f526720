// The service worker: keeps the files of the page, each under the hash of its content, so that a new version downloads
// only what changed. cache.js, which `make site` writes, says what there is: self.SITE = {version, files: {path: hash}}.

importScripts('cache.js');

const worker = /** @type {ServiceWorkerGlobalScope & { SITE: { version: string, files: Record<string, string> } }} */ (
  /** @type {unknown} */ (self)
);

const CACHE = 'canvasnet';
const { files } = worker.SITE;

// Large, and needed by few: kept once they are asked for.
const waits = (path) => path.endsWith('-slim.wasm') || (path.startsWith('weights/') && path !== 'weights/canvasnet.safetensors');

const keyOf = (path) => new URL(`${path}?${files[path]}`, worker.registration.scope).href;

worker.addEventListener('install', (event) => {
  event.waitUntil(Promise.all(Object.keys(files).filter((path) => !waits(path)).map(obtain)));
});

worker.addEventListener('activate', (event) => event.waitUntil(forgetOthers()));

worker.addEventListener('message', ({ data }) => {
  if (data === 'take over') worker.skipWaiting();
});

worker.addEventListener('fetch', (event) => {
  const path = pathOf(event.request);
  if (path !== null) event.respondWith(obtain(path));
});

// pathOf names the file that a request is for, or null if it is not one of ours.
function pathOf({ method, url }) {
  const { scope } = worker.registration;
  const { origin, pathname } = new URL(url);
  const address = origin + pathname;
  if (method !== 'GET' || !address.startsWith(scope)) return null;
  const path = address.slice(scope.length) || 'index.html';
  return Object.hasOwn(files, path) ? path : null;
}

// obtain gives a file from the cache, or from the server into the cache.
async function obtain(path) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(keyOf(path));
  if (kept) return kept;
  const response = await fetch(new URL(path, worker.registration.scope), { cache: 'no-cache' });
  if (response.ok) await cache.put(keyOf(path), response.clone());
  else if (!waits(path)) throw new Error(`Keeping ${path} failed: HTTP ${response.status}.`);
  return response;
}

// forgetOthers deletes what belongs to other versions.
async function forgetOthers() {
  const cache = await caches.open(CACHE);
  const ours = new Set(Object.keys(files).map(keyOf));
  const keys = await cache.keys();
  await Promise.all(keys.filter(({ url }) => !ours.has(url)).map((key) => cache.delete(key)));
}
