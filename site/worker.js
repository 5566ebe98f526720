// The worker that runs Go: it instantiates the program, which the page has compiled, with wasm_exec.js, which
// `make site` puts beside this file, and passes requests {id, method, args} to the functions that Go exports.
// Answers: {id, value}, {id, error}, any number of {id, progress} before them, or {fatal} when the program is gone
// for good.

const here = (file) => new URL(file, import.meta.url).href;

let go; // the functions that Go exports, once it runs

const methods = {
  // What load will need, known before the program is compiled.
  expect(report, url) {
    if (url) headStart(url);
    loadRuntime().catch(() => {}); // load will try again, and report
    return {};
  },
  async load(report, program, weights) {
    go ??= await start(program);
    const progress = (loaded, total) => report({ phase: 'weights', loaded, total: total < 0 ? null : total });
    if (typeof weights === 'string') return go.load(weights, progress);
    const bytes = new Uint8Array(await weights.arrayBuffer());
    progress(bytes.length, bytes.length);
    return go.open(bytes, weights.name ?? 'the bytes given');
  },
  classify: (report, pixels, width, height, drawing) => go.classify(pixels, width, height, drawing),
  forward: (report, input) => go.forward(input),
  benchmark: (report, runs, warmup) => go.benchmark(runs, warmup),
  blocks: () => go.blocks(),
  inspect: (report, ...args) => go.inspect(...args),
  teach: (report, ...args) => go.teach(...args),
  examples: () => go.examples(),
  learn: (report) => go.learn((step, steps, loss) => report({ step, steps, loss })),
  stop: () => go.stop(),
  undo: () => go.undo(),
  reset: () => go.reset(),
  export: () => go.export(),
};

self.onmessage = async ({ data: { id, method, args } }) => {
  try {
    const value = await methods[method]((progress) => self.postMessage({ id, progress }), ...args);
    if (value instanceof Error) throw value;
    self.postMessage({ id, value }, buffersOf(value));
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError) {
      self.postMessage({ fatal: `The network stopped in ${method}: ${error.message}. Load it again.` });
    } else {
      self.postMessage({ id, error: error.message });
    }
  }
};

// What can move to the page instead of being copied.
function buffersOf(value) {
  if (ArrayBuffer.isView(value)) return [value.buffer];
  return value && typeof value === 'object' ? Object.values(value).flatMap(buffersOf) : [];
}

// headStart asks for the weights now, to download while the program does; the next fetch, which is Go's for the same
// address, gets the answer.
function headStart(url) {
  const { fetch } = self;
  const answer = fetch(url);
  answer.catch(() => {}); // Go will report it
  self.fetch = () => {
    self.fetch = fetch;
    return answer;
  };
}

// loadRuntime defines self.Go.
async function loadRuntime() {
  try {
    await import('./wasm_exec.js');
  } catch (cause) {
    throw new Error(
      `Loading ${here('wasm_exec.js')} failed: ${cause.message}. Run "make site" to build it, then reload the page.`,
      { cause },
    );
  }
}

// start runs the Go program and resolves with its exports as soon as it is ready for calls.
async function start(program) {
  await loadRuntime();
  const runtime = new self.Go();
  // A small network loads in less time than it takes to collect its garbage; a large one shall not fill the memory.
  runtime.env = { GOGC: '400', GOMEMLIMIT: '256MiB' };
  const instance = await WebAssembly.instantiate(program, runtime.importObject);
  return new Promise((resolve, reject) => {
    self.canvasnetReady = resolve; // called by Go's main
    const gone = (why) => {
      const fatal = `The network's program ended${why}. Reload the page.`;
      reject(new Error(fatal));
      self.postMessage({ fatal });
    };
    runtime.run(instance).then(() => gone(''), (error) => gone(`: ${error.message}`));
  });
}
