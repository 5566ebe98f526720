// The page's English: whatever its scripts say. Two places have words of their own: index.html, for what stands there
// before any script runs, and the modules of resnet.js, whose errors reach other pages too.

export const DRAW_SOMETHING = { headline: 'Draw something', detail: 'or pick one of the photos.' };
export const ONE_MOMENT = { headline: 'One moment…', detail: '' };
export const NO_NETWORK = { headline: 'No network', detail: 'Load it again to get an answer.' };

export const LOAD_AGAIN = 'Load the network again';
export const TRY_AGAIN = 'Try again';
export const CHOOSE_ANOTHER = 'Choose another';
export const CHOOSE_FILE = 'Choose a file';
export const RELOAD = 'Reload';
export const UPDATE_READY = 'A newer version of this page is ready. Reloading clears the board.';

export const BOARD = 'Drawing board';
export const BOARD_EMPTY = 'Drawing board, empty';
export const NOT_A_FILE = 'What was dropped is not a file. Drop a picture file, or open one.';
export const FILE_NAME = 'canvasnet-drawing.png';

export const sampleFailed = (url, status) => `Loading ${url} failed: HTTP ${status}. Try another photo.`;
export const samplePhoto = (label) => `Sample photo: ${label}`;
export const panelFailed = (why) => `Opening this view failed: ${why}.`;
export const saveFailed = (why) => `Saving the picture failed: ${why}. Try again, or take a screenshot.`;
export const shareFailed = (why) => `Sharing the picture failed: ${why}. Save it and send the file.`;

/** Why there is no picture from the camera. @param {Error} error of getUserMedia */
export function cameraFailed({ name, message }) {
  if (name === 'NotAllowedError') return 'The camera may not be used. Allow it in the address bar of the browser, then try again.';
  if (name === 'NotFoundError') return 'No camera was found. Connect one, or open a picture file.';
  if (name === 'NotReadableError') return 'The camera is taken by another program. Close that, then try again.';
  return `The camera does not start: ${message}. Open a picture file in its place.`;
}

/** @param {{ phase: string, loaded: number, total: number | null }} progress */
export function progressInWords({ phase, loaded, total }) {
  const what = phase === 'program' ? 'Loading the program' : 'Loading the weights';
  return `${what}: ${bytes(loaded)}${total ? ` of ${bytes(total)}` : ''}`;
}

/**
 * What keys do, for the list of shortcuts.
 * @type {[keys: string[], does: string][]}
 */
export const SHORTCUTS = [
  [['B'], 'Brush'],
  [['E'], 'Eraser'],
  [['F'], 'Fill'],
  [['1', '…', '9'], 'Colours'],
  [['0'], 'Your own colour'],
  [['[', ']'], 'Thinner, thicker brush'],
  [['Ctrl', 'Z'], 'Undo'],
  [['Shift', 'Ctrl', 'Z'], 'Redo'],
  [['Delete'], 'Clear the board'],
  [['O'], 'Open a picture'],
  [['S'], 'Save the picture'],
  [['←', '↑', '→', '↓'], 'On the board: move the brush'],
  [['Space'], 'On the board: brush down or up'],
  [['?'], 'This list'],
];

const withArticle = (label) => `${/^[aeiou]/i.test(label) ? 'an' : 'a'} ${label}`;

/** @typedef {{ label: string, probability: number }[]} Classes most probable first */

/**
 * The guess as a headline: the surer the network, the plainer the words.
 * @param {string | null} verdict the label to name; null where the network is not sure
 * @param {Classes} classes
 */
export function guessInWords(verdict, classes) {
  if (verdict === null) return 'Not sure yet';
  const [first, second] = withFirst(verdict, classes);
  if (!second || first.probability >= 0.9) return `It’s ${withArticle(first.label)}`;
  if (first.probability >= 0.6) return `Looks like ${withArticle(first.label)}`;
  if (first.probability >= 0.4) return `Maybe ${withArticle(first.label)}`;
  return `${capital(first.label)} or ${second.label}?`;
}

/**
 * What stands below the headline.
 * @param {string | null} verdict
 * @param {Classes} classes
 */
export function detailInWords(verdict, classes) {
  if (verdict === null) {
    const closest = classes.slice(0, 2).map(({ label, probability }) => `${label} ${percent(probability)}`);
    return `Closest: ${closest.join(', ')}.`;
  }
  const [first, second] = withFirst(verdict, classes);
  const sure = `${percent(first.probability)} sure.`;
  return second && first.probability < 0.9 ? `${sure} Next: ${second.label}, ${percent(second.probability)}.` : sure;
}

/** What a network is, in a line. @param {import('./resnet.js').Info} info */
export function factsInWords({ model, inputSize, parameters, macs, simd }) {
  const arithmetic = simd ? 'with SIMD' : 'without SIMD';
  return `${model}: ${millions(parameters)} parameters, ${inputSize}×${inputSize} pixels in, ${millions(macs)} multiply-adds, ${arithmetic}.`;
}

/** @param {number} p */
export function percent(p) {
  if (p > 0.995 && p < 1) return '>99%';
  if (p > 0 && p < 0.005) return '<1%';
  return `${Math.round(p * 100)}%`;
}

/** @param {number} n */
export function bytes(n) {
  return n < 1e6 ? `${Math.round(n / 1e3)} kB` : `${(n / 1e6).toFixed(1)} MB`;
}

/** @param {number} ms */
export const milliseconds = (ms) => `${ms.toFixed(1)} ms`;

/** @param {number} n */
export function millions(n) {
  return n < 1e6 ? n.toLocaleString('en') : `${(n / 1e6).toLocaleString('en', { maximumFractionDigits: 1 })} million`;
}

/**
 * @param {string} verdict
 * @param {Classes} classes
 */
function withFirst(verdict, classes) {
  return [...classes.filter(({ label }) => label === verdict), ...classes.filter(({ label }) => label !== verdict)];
}

const capital = (text) => text[0].toUpperCase() + text.slice(1);

// --- A network kept on an earlier visit ---

export const again = {
  offer: (labels, date) => `On ${date.toLocaleDateString('en', { day: 'numeric', month: 'long' })} you taught a network ${list(labels) || 'here'}.`,
  use: 'Use your network',
  tryAgain: TRY_AGAIN,
};

// --- Look inside ---

const HE = { name: 'He et al. 2015, arXiv 1512.03385', url: 'https://arxiv.org/abs/1512.03385' };
const VEIT = { name: 'Veit et al. 2016, arXiv 1605.06431', url: 'https://arxiv.org/abs/1605.06431' };
const ZHOU = { name: 'Zhou et al. 2015, arXiv 1512.04150', url: 'https://arxiv.org/abs/1512.04150' };
const ZEILER = { name: 'Zeiler and Fergus 2013, arXiv 1311.2901', url: 'https://arxiv.org/abs/1311.2901' };

const KINDS = {
  stem: 'Stem',
  identity: 'Identity block',
  projection: 'Projection block',
  extended: 'Extending block',
  transition: 'Transition',
  head: 'Head',
};

export const inside = {
  map: {
    title: 'From picture to answer, block by block',
    text:
      'The picture enters on the left; on the right, one number for each class comes out. A residual block sends what it ' +
      'gets two ways: through its convolutions, and past them over the arc, the skip connection. It adds both, so the ' +
      'convolutions need to learn only what to change.',
    paper: HE,
  },
  kind: (kind) => KINDS[kind] ?? capital(kind),
  parameters: (count) => `${count} parameters`,
  branch: 'Branch',
  branchOf: (block) => `Residual branch of ${block}`,

  without: {
    title: 'Take a branch away',
    text:
      'Switch off the branch of a block in the map, and only its skip connection is left. A chain of plain layers would ' +
      'break with one of them missing. Here the picture still gets through, and often the answer stands: each block ' +
      'only refines what it is given.',
    paper: VEIT,
  },
  class: 'Class',
  whole: 'Whole network',
  switchedOff: 'Branches off',
  switchAllOn: 'Switch all on',
  allOn: 'All branches are on.',
  compared(was, is, blocks) {
    const without = `Without ${blocks.length > 2 ? `${blocks.length} branches` : blocks.join(' and ')}`;
    return was.label === is.label
      ? `${without}, still ${withArticle(is.label)}: ${percent(is.probability)} instead of ${percent(was.probability)}.`
      : `${without}, ${withArticle(is.label)} (${percent(is.probability)}) instead of ${withArticle(was.label)}.`;
  },

  where: {
    title: 'Where it looks',
    text:
      'The last feature maps, each weighed as the class weighs it, give one map for each class. Orange places speak for the ' +
      'class, blue ones against it. Their mean, plus a constant, is exactly the class’s score.',
    paper: ZHOU,
  },
  heatOf: 'Class',
  guess: 'Its guess',
  against: 'against',
  pro: 'for',
  heat(label, x, y, value) {
    const place = placeInWords(x, y);
    return value > 0 ? `Most speaks for “${label}” ${place}.` : `Nothing speaks for “${label}”; least against it ${place}.`;
  },
  noHeat: 'This network ends in more than one dense layer, so it has no such map.',

  maps: {
    title: 'What a layer sees',
    text:
      'Each square is a channel: how strongly one filter answers at each place of the picture. Early filters find edges ' +
      'and colours; later ones, with fewer and coarser places, answer to whole parts. Choose another block in the map.',
    paper: ZEILER,
  },
  time: (ms) => (ms === 0 ? '–' : `${ms.toFixed(ms < 0.095 ? 3 : 2)} ms`),
  layers: 'Layers of the block',
  channels: 'Channels',
  channel: (number) => `Channel ${number || '–'}`,
  response: (value) => value.toFixed(1),
  responses: (mean, most) => `mean ${mean.toFixed(2)}, strongest ${most.toFixed(2)}`,
  noMaps: 'The last layer’s numbers are the answer itself.',
  noPicture: 'Draw something or pick a photo.',
  again: 'Try again',
};

// --- Teach ---

export const teach = {
  correct: {
    title: 'Is it wrong? Say what it is',
    text: 'Choose what the picture shows, or name something new, and add it as an example. Ten or so of each, all a little different, are enough.',
  },
  seen: 'The picture as the network sees it',
  says: ({ label, probability }) => `It says: ${withArticle(label)}, ${percent(probability)}.`,
  noPicture: 'Draw something or pick a photo first.',
  itIs: 'It is a',
  choose: 'Choose…',
  somethingNew: 'Something new…',
  newName: 'Name of the new class',
  nameFirst: 'Say what it is first.',
  add: 'Add this example',
  addFiles: 'Add picture files…',
  added: (label, count) => `Added. ${capital(label)} now has ${examples(count)}.`,
  adding: (number, count) => `Adding picture ${number} of ${count}…`,
  addedFiles: (label, count, all) =>
    count === all ? `Added ${pictures(count)} of ${label}.` : `Added ${count} of ${pictures(all)} of ${label}; the others could not be read.`,

  taught: {
    title: 'Let it learn',
    text:
      'Real training, in this tab: the last layer is trained on your examples by gradient descent, together with stored ' +
      'ones of what the network knew, so that it does not forget.',
    paper: { name: 'Rebuffi et al. 2016, arXiv 1611.07725', url: 'https://arxiv.org/abs/1611.07725' },
  },
  noExamples: 'No examples yet.',
  examples,
  learn: 'Learn',
  learning: 'Learning…',
  cancel: 'Cancel',
  notYet: 'It has learnt nothing from you yet.',
  stopped: 'Stopped; the network is as it was.',
  learnt: (accuracy, seconds) => `Learnt in ${seconds.toFixed(1)} s. It names ${percent(accuracy)} of what it was taught right. Draw another one to try.`,
  loss: (first, last) => (first === undefined ? 'Loss: –' : `Loss: ${first.toFixed(2)} at first, now ${last.toFixed(2)}`),

  keep: {
    title: 'Keep it, or take it back',
    text: 'The download is a network of its own: open or drop it here, or give it to somebody else.',
  },
  undo: 'Undo learning',
  undone: 'The network is as it was before it learnt last.',
  reset: 'Reset…',
  wasReset: 'The network is as it was loaded; your examples are gone.',
  confirmReset: { question: 'Take back all that was learnt and throw the examples away?', yes: 'Reset', no: 'Keep them' },
  export: 'Download',
  open: 'Open…',
  unteachable: 'This network cannot be taught: it does not end in a dense layer on pooled features. Choose another one under Model.',
  close: 'Close',

  remember: 'Remember on this device',
  remembered: 'Kept in this browser, and nowhere else.',
  notRemembered: 'Off: what it learns is gone when you close the page.',
  offer: (labels, date) => `${again.offer(labels, date)} Use it again?`,
  useAgain: 'Use it',
  forget: 'Forget it',
  cannotRemember: (why) => `The network cannot be kept in this browser: ${why}. Download it instead.`,
  cannotForget: (why) => `The kept network could not be removed: ${why}. Clear this site’s data in the browser’s settings.`,
};

function examples(count) {
  return `${count} ${count === 1 ? 'example' : 'examples'}`;
}

function pictures(count) {
  return `${count} ${count === 1 ? 'picture' : 'pictures'}`;
}

const list = (labels) => new Intl.ListFormat('en').format(labels.map((label) => `“${label}”`));

// --- Model ---

export const models = {
  choose: { title: 'Choose a network' },
  shipped: {
    canvasnet: 'Our own residual network and the page’s default: it knows photos and drawings. 3.0 MB.',
    resnet20: 'The smallest network of He et al. for 32×32 pixels, with nine residual blocks. 0.6 MB.',
  },
  present: 'in use',
  loading: (name) => `Loading ${name}…`,
  loaded: (name) => `${name} is in use.`,
  open: {
    title: 'Use your own',
    text: 'Open or drop a .safetensors file: one you taught here, trained with the command line, or brought over from PyTorch. It may have classes and a picture size of its own.',
  },
  openFile: 'Open a file…',
  drop: 'or drop it here',
  close: 'Close',
  replaceTaught: { question: 'You taught the present network something that is not downloaded. Replace it?', yes: 'Replace it', no: 'Keep it' },

  card: { title: 'Model card' },
  none: 'No network is loaded.',
  name: 'Network',
  file: 'File',
  input: 'Picture',
  pixels: (size) => `${size}×${size} pixels`,
  parameters: 'Parameters',
  macs: 'Multiply-adds',
  trainedOn: 'Trained on',
  evaluatedOn: 'Measured on',
  accuracy: 'Right answers',
  top5: 'Right among the first 5',
  calibration: 'Calibration error',
  tenths: (share) => `${(100 * share).toFixed(1)}%`,
  classes: (count) => `${count} ${count === 1 ? 'class' : 'classes'}`,
  perClass: 'Right answers by class',
  sources: 'Sources',
  /** By kind of data, as the file names it. */
  data: {
    cifar10: { name: 'CIFAR-10, A. Krizhevsky 2009', url: 'https://www.cs.toronto.edu/~kriz/cifar.html' },
    cifar100: { name: 'CIFAR-100, A. Krizhevsky 2009', url: 'https://www.cs.toronto.edu/~kriz/cifar.html' },
    drawings: { name: 'Quick, Draw! by Google, CC BY 4.0', url: 'https://github.com/googlecreativelab/quickdraw-dataset' },
  },
  curves: 'Its training',
  curvesShow: 'Accuracy, loss and learning rate by epoch, and how often answers of each confidence are right',
  recipe: 'Recipe',
  command: 'Command',
  source: 'How it was made and measured',
  unmeasured: 'The file holds no measurements.',
};

// placeInWords names a place in a picture, given from 0 to 1 across and down.
function placeInWords(x, y) {
  const third = (at, ...names) => names[Math.min(Math.floor(at * 3), 2)];
  const across = third(x, 'left', 'middle', 'right');
  const down = third(y, 'top', 'middle', 'bottom');
  if (down === 'middle') return across === 'middle' ? 'in the middle' : `on the ${across}`;
  return across === 'middle' ? `at the ${down}` : `at the ${down} ${across}`;
}
