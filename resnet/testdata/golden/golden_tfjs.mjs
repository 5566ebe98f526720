// Computes with TensorFlow.js what resnet/golden_test.go compares
// keras-resnet34 with. Run it where the package is:
//
//   npm install --ignore-scripts @tensorflow/tfjs@4.22.0   (in an empty folder)
//   node PATH_TO/golden_tfjs.mjs                           (in the same folder)
//
// It writes tfjs.safetensors beside itself, the same every time: the logits of
// two images, and in the metadata the numbers of parameters of model.summary().
// Parameters and images come from the formula of golden.py, which explains it.

import {createRequire} from 'node:module';
import {fileURLToPath} from 'node:url';
import {write} from '../../../nn/testdata/golden/goldenfile.mjs';

const tf = createRequire(process.cwd() + '/')('@tensorflow/tfjs');
await tf.setBackend('cpu');

function uniform(name, n) {
  let seed = 0x811C9DC5;
  for (const c of Buffer.from(name)) seed = Math.imul(seed ^ c, 0x01000193);
  const u = new Float32Array(n);
  for (let i = 0; i < n; i++) {
    let h = (Math.imul(i, 0x9E3779B9) + seed) | 0;
    h = Math.imul(h ^ h >>> 16, 0x85EBCA6B);
    h = Math.imul(h ^ h >>> 13, 0xC2B2AE35);
    h ^= h >>> 16;
    u[i] = (h >>> 8) * 2 ** -23 - 1;
  }
  return u;
}

// formula is the value of a parameter. shape is that in the file: filters are
// (O, I, KH, KW), dense weights (O, I).
function formula(name, shape) {
  const count = (s) => s.reduce((a, b) => a * b, 1);
  const u = uniform(name, count(shape));
  const scale = Math.fround(Math.sqrt(3 / count(shape.slice(1))));
  if (shape.length > 1) u.forEach((v, i) => { u[i] = v * scale; });
  else if (name.endsWith('running_var')) u.forEach((v, i) => { u[i] = 1 + 0.5 * v; });
  else if (name.endsWith('weight')) u.forEach((v, i) => { u[i] = 1 + 0.25 * v; });
  else u.forEach((v, i) => { u[i] = 0.125 * v; });
  return tf.tensor(u, shape);
}

const {layers} = tf;
const conv = (name, filters, kernelSize, strides, padding) => layers.conv2d({name, filters, kernelSize, strides, padding});
const norm = (name) => layers.batchNormalization({name});
const relu = () => layers.activation({activation: 'relu'});

function block(name, x, filters, stride) {
  let y = conv(`${name}.conv1`, filters, 3, stride, 'same').apply(x);
  y = relu().apply(norm(`${name}.bn1`).apply(y));
  y = conv(`${name}.conv2`, filters, 3, 1, 'same').apply(y);
  y = norm(`${name}.bn2`).apply(y);
  if (stride > 1) x = conv(`${name}.downsample.0`, filters, 1, stride, 'valid').apply(x);
  return relu().apply(layers.add().apply([y, x]));
}

function kerasResNet34() {
  const input = tf.input({shape: [32, 32, 3]});
  let x = layers.zeroPadding2d({padding: 3}).apply(input);
  x = conv('conv1', 64, 7, 2, 'same').apply(x);
  x = relu().apply(norm('bn1').apply(x));
  x = layers.maxPooling2d({poolSize: 3, strides: 2, padding: 'same'}).apply(x);
  [3, 4, 6, 3].forEach((blocks, stage) => {
    for (let i = 0; i < blocks; i++) {
      x = block(`layer${stage + 1}.${i}`, x, 64 << stage, stage > 0 && i === 0 ? 2 : 1);
    }
  });
  x = layers.averagePooling2d({poolSize: 2, padding: 'same'}).apply(x);
  x = layers.flatten().apply(x);
  x = layers.dense({name: 'fc1', units: 512, activation: 'relu'}).apply(x);
  x = layers.dense({name: 'fc', units: 10}).apply(x); // logits: the softmax is left out
  return tf.model({inputs: input, outputs: x});
}

// setWeights gives a layer the parameters of the formula, in Keras's layout.
function setWeights(layer) {
  const get = (param, shape) => formula(`${layer.name}.${param}`, shape);
  const shape = layer.weights[0]?.shape;
  if (shape?.length === 4) {
    const [kh, kw, i, o] = shape;
    layer.setWeights([get('weight', [o, i, kh, kw]).transpose([2, 3, 1, 0]), get('bias', [o])]);
  } else if (shape?.length === 2) {
    layer.setWeights([get('weight', [shape[1], shape[0]]).transpose(), get('bias', [shape[1]])]);
  } else if (shape) {
    layer.setWeights(['weight', 'bias', 'running_mean', 'running_var'].map((param) => get(param, shape)));
  }
}

const model = kerasResNet34();
model.layers.forEach(setWeights);
const images = tf.tensor(uniform('images', 2 * 32 * 32 * 3).map((v) => 2 * v), [2, 32, 32, 3]);
const logits = model.predict(images);
const trainable = model.trainableWeights.reduce((n, w) => n + w.read().size, 0);
write(fileURLToPath(new URL('tfjs.safetensors', import.meta.url)),
  {'keras-resnet34/logits': {shape: logits.shape, data: logits.dataSync()}},
  {total: String(model.countParams()), trainable: String(trainable)});
