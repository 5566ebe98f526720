// From the layouts of torchvision, which weight files have, to those of TensorFlow.

/** A convolution with the batch norm after it, if there is one: {shape: [KH, KW, I, O], filter, bias}. */
export function fold(tensors, conv, norm, epsilon) {
  const { shape: [O, I, KH, KW], data } = tensors.get(`${conv}.weight`);
  const offset = tensors.get(`${conv}.bias`)?.data ?? new Float32Array(O);
  const { scale, shift } = affine(tensors, norm, O, epsilon);
  const taps = KH * KW;
  const filter = new Float32Array(data.length);
  for (let o = 0; o < O; o++) {
    for (let i = 0; i < I; i++) {
      for (let t = 0; t < taps; t++) filter[(t * I + i) * O + o] = data[(o * I + i) * taps + t] * scale[o];
    }
  }
  return { shape: [KH, KW, I, O], filter, bias: offset.map((b, o) => b * scale[o] + shift[o]) };
}

/** Batch norm as x·scale + shift, and nothing where there is none of that name. */
export function affine(tensors, norm, channels, epsilon) {
  const part = (name) => tensors.get(`${norm}.${name}`)?.data;
  const variance = part('running_var');
  if (!variance) return { scale: new Float32Array(channels).fill(1), shift: new Float32Array(channels) };
  const average = part('running_mean');
  const scale = part('weight').map((gamma, o) => gamma / Math.sqrt(variance[o] + epsilon));
  return { scale, shift: part('bias').map((beta, o) => beta - average[o] * scale[o]) };
}

/** A dense layer: {shape: [inputs, outputs], weight, bias}. */
export function dense(tensors, name) {
  const { shape: [outputs, inputs], data } = tensors.get(`${name}.weight`);
  const weight = new Float32Array(data.length);
  for (let o = 0; o < outputs; o++) {
    for (let i = 0; i < inputs; i++) weight[i * outputs + o] = data[o * inputs + i];
  }
  return { shape: [inputs, outputs], weight, bias: tensors.get(`${name}.bias`).data };
}
