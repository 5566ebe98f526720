// latest(task) returns a function that runs task, one run at a time: asked again while it is running, it runs once
// more at the end, however often it was asked. The task reads the newest state itself.
export function latest(task) {
  let running = false;
  let again = false;
  return async function run() {
    again = true;
    if (running) return;
    running = true;
    try {
      while (again) {
        again = false;
        await task();
      }
    } finally {
      running = false;
    }
  };
}
