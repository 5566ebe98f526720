// ResNet: a residual network that classifies pictures in the browser. The arithmetic is Go compiled to
// WebAssembly, in a worker of its own, so the calling page stays responsive. Nothing is kept in globals: load as
// many networks as you like, each with its own worker, and dispose() of them.
//
//   import { ResNet } from './resnet.js';
//   const net = await ResNet.load({ weights: 'weights/canvasnet.safetensors' });
//   const { classes, ms } = await net.classify(document.querySelector('canvas'), { topK: 3 });

import { pixelsOf } from './pixels.js';
import { compile } from './program.js';
import { WorkerClient } from './worker-client.js';

export class ResNet {
  #client;

  /** Name, classes and size of the network; frozen. */
  info;

  /** @private Use ResNet.load. */
  constructor(client, facts) {
    this.#client = client;
    this.info = infoOf(facts);
  }

  /** Starts a worker, and loads the Go program and the weights at the same time. */
  static async load({ weights, program, onProgress, signal } = {}) {
    const file = fileOf(weights) ?? absoluteURL('weights', weights, 'weights/canvasnet.safetensors');
    const programURL = absoluteURL('program', program, 'canvasnet.wasm');
    if (signal?.aborted) throw cancelled(signal);
    requireSIMD();

    const client = new WorkerClient(new URL('worker.js', import.meta.url));
    const cancel = () => client.close(cancelled(signal));
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      client.call('expect', [typeof file === 'string' ? file : null]).catch(() => {}); // load fails too, and says why
      const report = onProgress && ((loaded, total) => onProgress({ phase: 'program', loaded, total }));
      const module = await compile(programURL, { onProgress: report, signal });
      return new ResNet(client, await client.call('load', [module, file], { onProgress }));
    } catch (error) {
      client.close(error);
      throw signal?.aborted ? cancelled(signal) : error;
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  }

  /** Names what is in a picture: the most probable classes first. */
  async classify(source, { topK, drawing = false } = {}) {
    if (topK !== undefined) requireCount('classify: topK', topK, Infinity);
    const { data, width, height, transfer } = await pixelsOf(source);
    const args = [data, width, height, Boolean(drawing)];
    const { probabilities, seen, ...rest } = await this.#client.call('classify', args, { transfer });
    return { classes: this.#ranked(probabilities).slice(0, topK), seen: this.#picture(seen), ...rest };
  }

  /** The logits of one or more normalised pictures: (N, H, W, 3) → (N, classes). */
  async forward(input) {
    if (!(input instanceof Float32Array)) {
      throw new TypeError('forward: the input is not a Float32Array; pass normalised pixels, (N, H, W, 3).');
    }
    const one = this.info.inputSize ** 2 * 3;
    if (input.length === 0 || input.length % one !== 0) {
      throw new RangeError(
        `forward: the input holds ${input.length} numbers, not a multiple of ${one}; ` +
          `pass whole pictures of ${this.info.inputSize}×${this.info.inputSize}×3.`,
      );
    }
    return this.#client.call('forward', [input]);
  }

  /** Times the forward pass of one picture inside the worker. */
  async benchmark({ runs = 50, warmup = 5 } = {}) {
    requireCount('benchmark: runs', runs, 10_000);
    if (warmup !== 0) requireCount('benchmark: warmup', warmup, 10_000);
    return { model: this.info.model, ...(await this.#client.call('benchmark', [runs, warmup])) };
  }

  /** The blocks of the network, in the order they compute. */
  async blocks() {
    return this.#client.call('blocks', []);
  }

  /** Classifies a picture and shows how: feature maps, heat maps of the classes, times; with blocks switched off. */
  async inspect(source, { drawing = false, layer, without = [] } = {}) {
    const { data, width, height, transfer } = await pixelsOf(source);
    const args = [data, width, height, Boolean(drawing), layer ? String(layer) : '', Array.from(without, String)];
    const { probabilities, seen, ...rest } = await this.#client.call('inspect', args, { transfer });
    return { classes: this.#ranked(probabilities), seen: this.#picture(seen), ...rest };
  }

  /** Stores a picture as an example of a class, known or new, for learn to learn from. */
  async teach(label, source, { drawing = false } = {}) {
    if (typeof label !== 'string') throw new TypeError('teach: the name of the class is not a string; pass one.');
    const { data, width, height, transfer } = await pixelsOf(source);
    return this.#client.call('teach', [label.trim().normalize(), data, width, height, Boolean(drawing)], { transfer });
  }

  /** What there is to learn from: exemplars that came with the weights, and what was taught. */
  async examples() {
    return this.#client.call('examples', []);
  }

  /** Trains the last layer on what was taught and on the exemplars. */
  async learn({ onProgress, signal } = {}) {
    if (signal?.aborted) throw stopped(signal);
    const stop = () => this.#client.call('stop', []).catch(() => {}); // learn fails too, and says why
    signal?.addEventListener('abort', stop, { once: true });
    try {
      const { info, ...result } = await this.#client.call('learn', [], { onProgress });
      this.info = infoOf(info);
      return { ...result, classes: this.info.classes };
    } catch (error) {
      throw signal?.aborted ? stopped(signal) : error;
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  }

  /** Takes back the last learn; false if there is none. Examples stay. */
  async undo() {
    const { undone, info } = await this.#client.call('undo', []);
    this.info = infoOf(info);
    return undone;
  }

  /** Back to the weights as they were loaded; what was taught is forgotten. */
  async reset() {
    this.info = infoOf(await this.#client.call('reset', []));
  }

  /** The network as it is now, as a safetensors file that load takes. */
  async export() {
    return this.#client.call('export', []);
  }

  /** Stops the worker and frees its memory. Calls still running are rejected. */
  dispose() {
    this.#client.close(new Error('The network was disposed of; call ResNet.load to get another.'));
  }

  #ranked(probabilities) {
    return this.info.classes
      .map((label, i) => ({ label, probability: probabilities[i] }))
      .sort((a, b) => b.probability - a.probability);
  }

  #picture(seen) {
    const size = this.info.inputSize;
    return new ImageData(seen, size, size);
  }
}

// Metadata that net.info has under names of its own.
const OWN = new Set(['format', 'model', 'classes', 'input', 'recipe', 'trained_on', 'eval']);

// infoOf turns what Go says of a network, and the metadata of its file, into net.info.
function infoOf({ metadata, ...facts }) {
  const others = Object.entries(metadata).filter(([key]) => !OWN.has(key));
  const card = {
    ...Object.fromEntries(others.map(([key, text]) => [key, parsed(text)])),
    recipe: metadata.recipe ?? '',
    trainedOn: metadata.trained_on ?? '',
    eval: metadata.eval ? parsed(metadata.eval) : null,
  };
  return Object.freeze({ ...facts, classes: Object.freeze(facts.classes), card: Object.freeze(card) });
}

// parsed is what a text is in JSON, or else the text itself.
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

// fileOf makes bytes a Blob, which the worker reads; it is undefined for an address.
function fileOf(weights) {
  if (weights instanceof Blob) return weights;
  return weights instanceof ArrayBuffer || weights instanceof Uint8Array ? new Blob([weights]) : undefined;
}

// WebAssembly with one v128 instruction: i32.const 0; i8x16.splat; drop.
const SIMD_PROBE = Uint8Array.of(
  0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, // magic, version
  0x01, 0x04, 0x01, 0x60, 0x00, 0x00, // type: () → ()
  0x03, 0x02, 0x01, 0x00, // one function of that type
  0x0a, 0x09, 0x01, 0x07, 0x00, 0x41, 0x00, 0xfd, 0x0f, 0x1a, 0x0b, // its body
);

function requireSIMD() {
  if (typeof WebAssembly === 'object' && WebAssembly.validate(SIMD_PROBE)) return;
  throw new Error(
    'This browser cannot run WebAssembly SIMD, which the network is compiled to. ' +
      'Use Chrome or Edge 91, Firefox 114, Safari 16.4 or newer.',
  );
}

// Like fetch, a relative address counts from the page; the worker would resolve it against its own.
function absoluteURL(option, address, usual) {
  if (address === undefined) return new URL(usual, import.meta.url).href;
  try {
    return new URL(address, globalThis.document?.baseURI ?? globalThis.location.href).href;
  } catch (cause) {
    throw new TypeError(
      `ResNet.load: ${option} is not an address: ${String(address)}; pass a URL, or a path from the page.`,
      { cause },
    );
  }
}

function requireCount(what, n, most) {
  if (Number.isInteger(n) && n >= 1 && n <= most) return;
  const range = most === Infinity ? '1 or more' : `from 1 to ${most}`;
  throw new RangeError(`${what} is ${String(n)}; pass a whole number, ${range}.`);
}

function cancelled(signal) {
  return signal.reason?.name === 'TimeoutError'
    ? new DOMException('Loading the network took too long; check the connection and try again.', 'TimeoutError')
    : new DOMException('Loading the network was cancelled; call ResNet.load to start again.', 'AbortError');
}

function stopped(signal) {
  return signal.reason?.name === 'TimeoutError'
    ? new DOMException('Learning took too long and was stopped; the network is as it was.', 'TimeoutError')
    : new DOMException('Learning was stopped; the network is as it was.', 'AbortError');
}
