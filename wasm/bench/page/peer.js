/** Opens another runtime in a worker of its own, so that contenders share nothing. */
export async function open(script, options) {
  const call = connect(new Worker(script, { type: 'module' }));
  const threads = await call('load', options);
  return {
    threads,
    forward: (input) => call('forward', input),
    time: (passes) => call('time', passes),
  };
}

// Turns messages to and from a worker that runs serve (see serve.js) into promises.
function connect(worker) {
  const waiting = []; // answers come in the order of the calls
  worker.onmessage = ({ data: { value, error } }) => {
    const { resolve, reject } = waiting.shift();
    if (error === undefined) resolve(value);
    else reject(new Error(error));
  };
  worker.onerror = (event) => {
    for (const { reject } of waiting.splice(0)) reject(new Error(`the worker failed: ${event.message ?? 'a script did not load'}`));
  };
  return (method, argument) =>
    new Promise((resolve, reject) => {
      waiting.push({ resolve, reject });
      worker.postMessage({ method, argument });
    });
}
