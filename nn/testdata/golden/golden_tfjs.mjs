// Computes with TensorFlow.js what nn/golden_test.go compares padding 'same'
// and the batch norm of Keras with. Run it where the package is:
//
//   npm install --ignore-scripts @tensorflow/tfjs@4.22.0   (in an empty folder)
//   node PATH_TO/golden_tfjs.mjs                           (in the same folder)
//
// It writes tfjs.safetensors beside itself, the same every time. Tensors are
// named as golden.py says, activations (N, H, W, C), filters (O, I, KH, KW).

import {createRequire} from 'node:module';
import {fileURLToPath} from 'node:url';
import {write} from './goldenfile.mjs';

const tf = createRequire(process.cwd() + '/')('@tensorflow/tfjs');
await tf.setBackend('cpu');

const out = {};
const record = (name, t) => { out[name] = {shape: t.shape, data: t.dataSync()}; };

let seed = 1;
const random = (...shape) => tf.randomNormal(shape, 0, 1, 'float32', seed++);

// layer records f, of an input and parameters, and its gradients. store gives
// each parameter, by name, its value and its layout in the file.
function layer(name, shape, params, f) {
  const x = random(...shape);
  const values = Object.values(params).map((p) => p.value);
  const y = f(x, ...values);
  const dy = random(...y.shape);
  const [dx, ...grads] = tf.grads(f)([x, ...values], dy);
  for (const [key, t] of Object.entries({x, dy, y, dx})) record(`${name}/${key}`, t);
  Object.entries(params).forEach(([key, {value, layout, learned = true}], i) => {
    const stored = (t) => layout ? t.transpose(layout) : t;
    record(`${name}/before/${key}`, stored(value));
    record(`${name}/${learned ? 'grad' : 'after'}/${key}`, learned ? stored(grads[i]) : value);
  });
}

function conv(name, [n, h, w, c], size, filters, stride) {
  layer(name, [n, h, w, c], {
    weight: {value: random(size, size, c, filters), layout: [3, 2, 0, 1]},
    bias: {value: random(filters)},
  }, (x, weight, bias) => tf.conv2d(x, weight, stride, 'same').add(bias));
}

// avgPool is average pooling of padding 'same' that leaves the padding out. The
// gradient that TensorFlow.js has for its own avgPool divides by whole windows
// at the edges too, so this one is the sum over each window by its size.
function avgPool(x, size, stride) {
  const ones = tf.ones([size, size, x.shape[3], 1]);
  const sum = (t) => tf.depthwiseConv2d(t, ones, stride, 'same');
  const y = sum(x).div(sum(tf.onesLike(x)));
  const off = y.sub(tf.avgPool(x, size, stride, 'same')).abs().max().dataSync()[0];
  if (!(off < 1e-6)) throw new Error(`avgPool disagrees with TensorFlow.js by ${off}`);
  return y;
}

for (const [parity, h, w] of [['even', 6, 8], ['odd', 7, 9]]) {
  conv(`conv3x3_same_${parity}`, [2, h, w, 3], 3, 5, 1);
  conv(`conv3x3_stride2_same_${parity}`, [2, h, w, 3], 3, 5, 2);
  conv(`conv7x7_stride2_same_${parity}`, [2, h, w, 2], 7, 5, 2);
  conv(`conv1x1_stride2_same_${parity}`, [2, h, w, 3], 1, 5, 2);
  layer(`maxpool3x3_stride2_same_${parity}`, [2, h, w, 3], {}, (x) => tf.maxPool(x, 3, 2, 'same'));
  layer(`avgpool2x2_stride2_same_${parity}`, [2, h, w, 3], {}, (x) => avgPool(x, 2, 2));
  layer(`avgpool3x3_stride2_same_${parity}`, [2, h, w, 3], {}, (x) => avgPool(x, 3, 2));
}
layer('batchnorm_keras', [3, 4, 5, 7], {
  weight: {value: random(7)},
  bias: {value: random(7)},
  running_mean: {value: random(7), learned: false},
  running_var: {value: random(7).square().mul(0.01), learned: false}, // small, so that epsilon counts
}, (x, scale, offset, mean, variance) => tf.batchNorm(x, mean, variance, offset, scale, 1e-3));

write(fileURLToPath(new URL('tfjs.safetensors', import.meta.url)), out);
