// The sample photos that the page offers: files beside this module, with the class CIFAR-10 gives each.
export const samples = [
  { file: 'airplane-0003.png', label: 'airplane' },
  { file: 'automobile-0006.png', label: 'automobile' },
  { file: 'bird-0025.png', label: 'bird' },
  { file: 'cat-0000.png', label: 'cat' },
  { file: 'deer-0022.png', label: 'deer' },
  { file: 'dog-0012.png', label: 'dog' },
  { file: 'frog-0004.png', label: 'frog' },
  { file: 'horse-0013.png', label: 'horse' },
  { file: 'ship-0001.png', label: 'ship' },
  { file: 'truck-0011.png', label: 'truck' },
  { file: 'airplane-0010.png', label: 'airplane' },
  { file: 'automobile-0009.png', label: 'automobile' },
  { file: 'bird-0035.png', label: 'bird' },
  { file: 'cat-0008.png', label: 'cat' },
  { file: 'deer-0026.png', label: 'deer' },
  { file: 'dog-0016.png', label: 'dog' },
];

/** The address of a sample, wherever the site is served from. */
export const sampleURL = ({ file }) => new URL(file, import.meta.url).href;
