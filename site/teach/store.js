// store keeps one taught network on this device, in IndexedDB, until it is told to forget it.

/**
 * @typedef {object} Saved
 * @property {string} name what the network is called
 * @property {Uint8Array} weights as ResNet.export returns them
 * @property {Map<string, Blob[]>} pictures small pictures of the examples, by class
 * @property {Date} date
 */

const DATABASE = 'canvasnet';
const STORE = 'taught';
const KEY = 'network';

/** @param {Saved} saved */
export async function save(saved) {
  await inStore('readwrite', (store) => store.put(saved, KEY));
}

/** @returns {Promise<Saved | undefined>} */
export function recall() {
  return inStore('readonly', (store) => store.get(KEY));
}

/** Forgets it, and that there ever was anything. */
export async function forget() {
  await settled(indexedDB.deleteDatabase(DATABASE));
}

/**
 * @template T
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest<T>} act
 * @returns {Promise<T>}
 */
async function inStore(mode, act) {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
  const database = await settled(opening);
  try {
    return await settled(act(database.transaction(STORE, mode).objectStore(STORE)));
  } finally {
    database.close();
  }
}

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
