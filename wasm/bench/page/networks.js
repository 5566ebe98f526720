// The networks of the zoo out of TensorFlow.js's operations: convolution, bias and ReLU fused, batch norm folded into
// the convolution before it. The names of the tensors tell the structure; resnet/blocks.go has the same in Go.

import { add, avgPool, fused, maxPool, mean, mul, pad, relu, reshape, tensor1d, tensor2d, tensor4d, tidy } from '@tensorflow/tfjs-core';
import { affine, dense, fold } from './fold.js';

/** Builds a network from a weight file: a function from (1, H, W, 3) to logits (1, classes). */
export function network({ metadata, tensors }) {
  const keras = metadata.model === 'keras-resnet34';
  const epsilon = keras ? 1e-3 : 1e-5;
  const has = (name) => tensors.has(`${name}.weight`);

  function conv(name, norm, strides, activation) {
    const { shape, filter, bias } = fold(tensors, name, norm, epsilon);
    const [size] = shape;
    const layer = {
      filter: tensor4d(filter, shape),
      bias: tensor1d(bias),
      strides,
      pad: keras ? 'same' : (size - 1) / 2,
      activation,
    };
    return (x) => fused.conv2d({ x, ...layer });
  }

  function linear(name, activation) {
    const { shape, weight, bias } = dense(tensors, name);
    const layer = { b: tensor2d(weight, shape), bias: tensor1d(bias), activation };
    return (x) => fused.matMul({ a: x, ...layer });
  }

  function stem() {
    const large = tensors.get('conv1.weight').shape[2] === 7;
    const first = conv('conv1', 'bn1', large ? 2 : 1, 'relu');
    if (!large) return [first];
    if (!keras) return [first, (x) => maxPool(x, 3, 2, 1)];
    const border = [[0, 0], [3, 3], [3, 3], [0, 0]];
    return [(x) => pad(x, border), first, (x) => maxPool(x, 3, 2, 'same')];
  }

  function block(name, stride) {
    const part = (i, strides, activation) => conv(`${name}.conv${i}`, `${name}.bn${i}`, strides, activation);
    const branch = has(`${name}.conv3`)
      ? [part(1, 1, 'relu'), part(2, stride, 'relu'), part(3, 1, 'linear')]
      : [part(1, stride, 'relu'), part(2, 1, 'linear')];
    const projected = has(`${name}.downsample.0`);
    const shortcut = projected
      ? conv(`${name}.downsample.0`, `${name}.downsample.1`, stride, 'linear')
      : (x) => x;
    return (x) => relu(add(inSequence(branch, x), shortcut(x)));
  }

  // Batch norm follows the pooling here, too late to be folded.
  function pooled(name) {
    const convolved = conv(`${name}.conv`, '', 1, 'linear');
    const { scale, shift } = affine(tensors, `${name}.bn`, 0, epsilon);
    const [s, b] = [tensor1d(scale), tensor1d(shift)];
    return (x) => relu(add(mul(maxPool(convolved(x), 2, 2, 0), s), b));
  }

  // canvasnet's transitions pool, all but the last.
  function stages() {
    const blocks = [];
    for (let stage = 1; has(`layer${stage}.0.conv1`); stage++) {
      const down = `layer${stage}.down`;
      const pools = has(`${down}.conv`);
      if (pools) blocks.push(stage < 3 ? pooled(down) : conv(`${down}.conv`, `${down}.bn`, 1, 'relu'));
      for (let i = 0; has(`layer${stage}.${i}.conv1`); i++) {
        blocks.push(block(`layer${stage}.${i}`, stage > 1 && i === 0 && !pools ? 2 : 1));
      }
    }
    return blocks;
  }

  function head() {
    if (!has('fc1')) return [(x) => mean(x, [1, 2]), linear('fc', 'linear')];
    const flat = (x) => reshape(avgPool(x, 2, 2, 'same'), [1, -1]);
    return [flat, linear('fc1', 'relu'), linear('fc', 'linear')];
  }

  const layers = [...stem(), ...stages(), ...head()];
  return (x) => tidy(() => inSequence(layers, x));
}

const inSequence = (layers, x) => layers.reduce((y, layer) => layer(y), x);
