/** A picture of normal noise, (1, size, size, 3): the same in every run, and as wide as normalised pixels are. */
export function noise(size) {
  let state = 1;
  const uniform = () => {
    // Mulberry32 (Tommy Ettinger, public domain).
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  // Box and Muller, Annals of Mathematical Statistics 29 (1958).
  return Float32Array.from({ length: size * size * 3 }, () =>
    Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
  );
}
