/** (H, W, 3) → (3, H, W), the order of ONNX. */
export function channelsFirst(x) {
  const pixels = x.length / 3;
  return Float32Array.from(x, (_, i) => x[(i % pixels) * 3 + Math.floor(i / pixels)]);
}
