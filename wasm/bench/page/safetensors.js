// https://github.com/huggingface/safetensors#format: the length of a JSON header, the header, the numbers.

const decoders = {
  F32: (bytes) => new Float32Array(bytes),
  F16: (bytes) => Float32Array.from(new Float16Array(bytes)),
};

/** Parses a file of float32 or float16 numbers into {metadata, tensors: Map of name → {shape, data}}. */
export function parse(buffer) {
  const length = Number(new DataView(buffer).getBigUint64(0, true));
  const start = 8 + length;
  const { __metadata__: metadata, ...header } = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, length)));
  const tensors = new Map();
  for (const [name, { dtype, shape, data_offsets: [from, to] }] of Object.entries(header)) {
    const decode = decoders[dtype];
    if (!decode) throw new Error(`tensor ${name} is ${dtype}; export the weights as f32 or f16`);
    tensors.set(name, { shape, data: decode(buffer.slice(start + from, start + to)) });
  }
  return { metadata, tensors };
}
