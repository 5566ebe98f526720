// WorkerClient turns messages to and from worker.js into promises. Requests are answered in order; when the
// worker dies or is closed, every open and later call is rejected with the reason.

export class WorkerClient {
  #worker;
  #open = new Map(); // id → {resolve, reject, onProgress}
  #lastId = 0;
  #closed = null; // the Error that ended it

  constructor(url) {
    try {
      this.#worker = new Worker(url, { type: 'module', name: 'canvasnet' });
    } catch (cause) {
      throw new Error(
        `The worker ${url} could not start: ${cause.message}. Serve resnet.js and its files from the page's own origin.`,
        { cause },
      );
    }
    this.#worker.onmessage = ({ data }) => this.#receive(data);
    this.#worker.onerror = (event) => {
      event.preventDefault();
      const why = event.message ? `: ${event.message}` : '';
      this.close(new Error(`The worker ${url} failed${why}. Check that the site is complete and reload the page.`));
    };
  }

  /**
   * Sends a request; the promise settles with its answer.
   * @param {string} method
   * @param {unknown[]} args
   * @param {{ transfer?: Transferable[], onProgress?: (progress: any) => void }} [options]
   */
  call(method, args, { transfer = [], onProgress } = {}) {
    if (this.#closed) return Promise.reject(this.#closed);
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#worker.postMessage({ id, method, args }, transfer);
      this.#open.set(id, { resolve, reject, onProgress });
    });
  }

  /** Ends the worker; the first reason given is the one that callers see. */
  close(reason) {
    if (this.#closed) return;
    this.#closed = reason;
    this.#worker.terminate();
    for (const { reject } of this.#open.values()) reject(reason);
    this.#open.clear();
  }

  #receive({ id, value, progress, error, fatal }) {
    if (fatal !== undefined) {
      this.close(new Error(fatal));
      return;
    }
    const request = this.#open.get(id);
    if (!request) return;
    if (progress) {
      request.onProgress?.(progress);
      return;
    }
    this.#open.delete(id);
    if (error !== undefined) request.reject(new Error(error));
    else request.resolve(value);
  }
}
