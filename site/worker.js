// The worker that runs Go. It loads wasm_exec.js and canvasnet.wasm, which `make site` puts beside it, and passes
// requests {id, method, args} to the functions that Go exports. Answers: {id, value}, {id, error}, any number of
// {id, progress} before them, or {fatal} when the program is gone for good.

const here = (file) => new URL(file, import.meta.url).href;
const MAKE_SITE = 'Run "make site" to build it, then reload the page.';

let go; // the functions that Go exports, once it runs

const methods = {
  async load(report, url) {
    go ??= await start((loaded, total) => report({ phase: 'program', loaded, total }));
    return go.load(url, (loaded, total) => report({ phase: 'weights', loaded, total: total < 0 ? null : total }));
  },
  classify: (report, pixels, width, height) => go.classify(pixels, width, height),
  forward: (report, input) => go.forward(input),
  benchmark: (report, runs, warmup) => go.benchmark(runs, warmup),
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
  const parts = ArrayBuffer.isView(value) ? [value] : Object.values(value);
  return parts.filter(ArrayBuffer.isView).map((view) => view.buffer);
}

// start runs the Go program and resolves with its exports as soon as it is ready for calls.
async function start(onProgress) {
  try {
    await import('./wasm_exec.js');
  } catch (cause) {
    throw new Error(`Loading ${here('wasm_exec.js')} failed: ${cause.message}. ${MAKE_SITE}`, { cause });
  }
  const runtime = new self.Go();
  const { instance } = await instantiate(here('canvasnet.wasm'), runtime.importObject, onProgress);
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

async function instantiate(url, imports, onProgress) {
  let response;
  try {
    response = await fetch(url);
  } catch (cause) {
    throw new Error(`Loading ${url} failed: ${cause.message}. Check the connection and try again.`, { cause });
  }
  if (!response.ok) throw new Error(`Loading ${url} failed: HTTP ${response.status} ${response.statusText}. ${MAKE_SITE}`);

  const counted = countBytes(response, onProgress);
  try {
    // Streaming compiles while it downloads, but insists on a MIME type that plain file servers may not know.
    if (response.headers.get('Content-Type') === 'application/wasm') {
      return await WebAssembly.instantiateStreaming(counted, imports);
    }
    return await WebAssembly.instantiate(await counted.arrayBuffer(), imports);
  } catch (cause) {
    throw new Error(`Compiling ${url} failed: ${cause.message}. ${MAKE_SITE}`, { cause });
  }
}

function countBytes(response, onProgress) {
  // With a Content-Encoding, Content-Length counts compressed bytes, and we see the others.
  const declared = response.headers.has('Content-Encoding') ? 0 : Number(response.headers.get('Content-Length'));
  const total = declared > 0 ? declared : null;
  let loaded = 0;
  const counter = new TransformStream({
    transform(chunk, controller) {
      loaded += chunk.byteLength;
      onProgress(loaded, total);
      controller.enqueue(chunk);
    },
  });
  return new Response(response.body.pipeThrough(counter), { headers: response.headers });
}
