// The networks that are shipped with the page, the default first. What each is good for stands in words.js.

/** @type {{name: string, file: string}[]} */
export const shipped = [
  { name: 'canvasnet', file: 'weights/canvasnet.safetensors' },
  { name: 'resnet20', file: 'weights/resnet20.safetensors' },
];
