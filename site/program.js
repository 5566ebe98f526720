// The Go program as a module, compiled here, on the page that asks for a network: it downloads while the worker that
// will run it starts.

const MAKE_SITE = 'Run "make site" to build it, then reload the page.';

/** Fetches and compiles the WebAssembly at `url`. */
export async function compile(url, { onProgress, signal }) {
  let response;
  try {
    response = await fetch(url, { signal });
  } catch (cause) {
    throw new Error(`Loading ${url} failed: ${cause.message}. Check the connection and try again.`, { cause });
  }
  if (!response.ok) throw new Error(`Loading ${url} failed: HTTP ${response.status} ${response.statusText}. ${MAKE_SITE}`);

  const counted = onProgress ? countBytes(response, onProgress) : response;
  try {
    // Streaming compiles while it downloads, but insists on a MIME type that plain file servers may not know.
    if (response.headers.get('Content-Type') === 'application/wasm') return await WebAssembly.compileStreaming(counted);
    return await WebAssembly.compile(await counted.arrayBuffer());
  } catch (cause) {
    throw new Error(`Compiling ${url} failed: ${cause.message}. ${MAKE_SITE}`, { cause });
  }
}

// countBytes reports how much of a response has arrived.
function countBytes(response, onProgress) {
  let total = bodyLength(response.headers);
  let loaded = 0;
  const counter = new TransformStream({
    transform(chunk, controller) {
      loaded += chunk.byteLength;
      if (total !== null && loaded > total) total = null; // another site may hide that it compresses
      controller.enqueue(chunk);
      try {
        onProgress(loaded, total);
      } catch (error) {
        reportError(error); // the caller's mistake, not the download's
      }
    },
  });
  return new Response(response.body.pipeThrough(counter), { headers: response.headers });
}

// bodyLength is the size of a body after decompression, or null. Content-Length counts the bytes before it; our own
// server tells both.
function bodyLength(headers) {
  const name = headers.has('Content-Encoding') ? 'X-Uncompressed-Length' : 'Content-Length';
  return Number(headers.get(name)) || null;
}
