// The networks that are shipped with the page, the default first. What each is good for stands in words.js.

/** @type {{name: string, file: string, curves: string}[]} */
export const shipped = ['canvasnet', 'resnet20'].map((name) => ({
  name,
  file: `weights/${name}.safetensors`,
  curves: `weights/${name}.svg`,
}));
