// Writes golden tensors as safetensors (https://github.com/huggingface/safetensors).

import {writeFileSync} from 'node:fs';

// write writes tensors, an object of {shape, data: Float32Array}, to path as
// F32 in the order given, with metadata, an object of strings.
export function write(path, tensors, metadata = {}) {
  const header = {__metadata__: metadata};
  const blobs = [];
  let at = 0;
  for (const [name, {shape, data}] of Object.entries(tensors)) {
    header[name] = {dtype: 'F32', shape, data_offsets: [at, at + data.byteLength]};
    blobs.push(Buffer.from(data.buffer, data.byteOffset, data.byteLength));
    at += data.byteLength;
  }
  let head = Buffer.from(JSON.stringify(header));
  head = Buffer.concat([head, Buffer.alloc((8 - head.length % 8) % 8, ' ')]);
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(head.length));
  writeFileSync(path, Buffer.concat([size, head, ...blobs]));
}
