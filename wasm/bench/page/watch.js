/** Watches a 10 ms timer. The function returned stops it and tells the longest time between two ticks, in ms. */
export function watch() {
  let last = performance.now();
  let longest = 0;
  const tick = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  };
  const timer = setInterval(tick, 10);
  return () => {
    clearInterval(timer);
    tick();
    return longest;
  };
}
