// The page: the board and the photos on one side, the network and its answers on the other.

import { Board } from './board.js';
import { Notice } from './notice.js';
import { Page } from './page.js';
import { fillPanel } from './panels.js';
import { decodePicture } from './pixels.js';
import { Results } from './results.js';
import { sampleURL, samples } from './samples/index.js';
import { Tabs } from './tabs.js';
import { bytes, factsInWords } from './words.js';

const $ = (id) => document.getElementById(id);

// Another weight file, for trying out: ?weights=weights/other.safetensors
const weights = new URLSearchParams(location.search).get('weights') ?? 'weights/canvasnet.safetensors';

const board = new Board($('board'));
const page = new Page(board);
const results = new Results($('vocabulary').textContent.split(',').map((label) => label.trim()));
const networkError = new Notice($('network-error'));
const panelError = new Notice($('panel-error'));
const pictureError = new Notice($('picture-error'));

// --- the network ---

// Why it failed stands in the page: the promise has nothing to add.
const loadNetwork = () => page.useNetwork(weights).catch(() => {});

page.addEventListener('loading', () => {
  networkError.hide();
  setState('loading');
});
page.addEventListener('progress', ({ detail }) => showProgress(detail));
page.addEventListener('net', () => {
  showNetwork(page.net.info);
  setState('ready');
});
page.addEventListener('failed', ({ detail }) => {
  if (page.net) {
    setState('ready'); // whoever asked for another network says why there is none
    return;
  }
  setState('failed');
  networkError.show(detail.message, 'Load the network again', loadNetwork);
});
page.addEventListener('picture', waitForAnswer);
page.addEventListener('answer', ({ detail }) => {
  if (page.net.info.classes !== classesShown) showNetwork(page.net.info); // taught meanwhile
  results.show(detail);
});

function setState(state) {
  document.body.dataset.state = state;
  $('loading').hidden = state !== 'loading';
  $('detail').hidden = state === 'loading';
  waitForAnswer();
}

// waitForAnswer says what there is to wait for, if anything.
function waitForAnswer() {
  if (board.empty) results.reset();
  else if (page.net) return;
  else if (document.body.dataset.state === 'loading') results.wait('One moment…', '');
  else results.wait('No network', 'Load it again to get an answer.');
}

function showProgress({ phase, loaded, total }) {
  const what = phase === 'program' ? 'Loading the program' : 'Loading the weights';
  const progress = $('progress');
  if (total) {
    progress.max = total;
    progress.value = loaded;
  } else {
    progress.removeAttribute('value');
  }
  $('progress-text').textContent = `${what}: ${bytes(loaded)}${total ? ` of ${bytes(total)}` : ''}`;
}

let classesShown = null;

function showNetwork(info) {
  classesShown = info.classes;
  results.setLabels(info.classes);
  $('vocabulary').textContent = info.classes.join(', ');
  $('facts').textContent = factsInWords(info);
}

// --- the tabs ---

new Tabs($('tabs')).addEventListener('choose', ({ detail: panel }) => openPanel(panel));

async function openPanel(panel) {
  try {
    await fillPanel(panel, page);
    panelError.hide();
  } catch (error) {
    panelError.show(`Opening this view failed: ${error.message}.`, 'Try again', () => openPanel(panel));
  }
}

// --- the board ---

board.addEventListener('change', () => {
  pictureError.hide();
  $('undo').disabled = !board.canUndo;
  $('redo').disabled = !board.canRedo;
  $('clear').disabled = board.empty;
  $('hint').hidden = !board.empty;
  $('board').setAttribute('aria-label', board.empty ? 'Drawing board, empty' : 'Drawing board');
});

$('undo').addEventListener('click', () => board.undo());
$('redo').addEventListener('click', () => board.redo());
$('clear').addEventListener('click', () => board.clear());

document.addEventListener('keydown', (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  const key = event.key.toLowerCase();
  if (key !== 'z' && key !== 'y') return;
  event.preventDefault();
  if (key === 'y' || event.shiftKey) board.redo();
  else board.undo();
});

function readTools() {
  const { ink, size } = Object.fromEntries(new FormData($('tools')));
  board.brush = { colour: ink === 'custom' ? $('custom-colour').value : ink, size: Number(size) };
}
for (const type of ['click', 'input']) {
  $('custom-colour').addEventListener(type, () => {
    $('custom').checked = true;
    readTools();
  });
}
$('tools').addEventListener('change', readTools);
$('tools').addEventListener('submit', (event) => event.preventDefault());
readTools();

// --- photos ---

let lastPhoto = 0; // pictures decode at their own pace: the newest wins

async function openPhoto(getBlob, retryLabel, retry) {
  const turn = ++lastPhoto;
  try {
    const bitmap = await decodePicture(await getBlob());
    if (turn !== lastPhoto) {
      bitmap.close();
      return;
    }
    board.showPhoto(bitmap);
  } catch (error) {
    if (turn === lastPhoto) pictureError.show(error.message, retryLabel, retry);
  }
}

const chooseFile = () => $('file').click();
const openFile = (file) => openPhoto(() => file, 'Choose another', chooseFile);

$('file').addEventListener('change', ({ target }) => {
  const [file] = target.files;
  if (file) openFile(file);
  target.value = ''; // so that the same file can be chosen again
});

document.addEventListener('paste', ({ clipboardData }) => {
  const [file] = clipboardData.files;
  if (file) openFile(file);
});

document.addEventListener('dragover', (event) => {
  event.preventDefault();
  $('paper').classList.add('dropping');
});
document.addEventListener('dragleave', ({ relatedTarget }) => {
  if (!relatedTarget) $('paper').classList.remove('dropping');
});
document.addEventListener('drop', (event) => {
  event.preventDefault();
  $('paper').classList.remove('dropping');
  const [file] = event.dataTransfer.files;
  if (file) openFile(file);
  else pictureError.show('What was dropped is not a file. Drop a picture file, or open one.', 'Choose a file', chooseFile);
});

async function openSample(sample) {
  const fetchSample = async () => {
    const response = await fetch(sampleURL(sample));
    if (!response.ok) throw new Error(`Loading ${response.url} failed: HTTP ${response.status}. Try another photo.`);
    return response.blob();
  };
  await openPhoto(fetchSample, 'Try again', () => openSample(sample));
}

for (const sample of samples) {
  const button = $('sample-template').content.firstElementChild.cloneNode(true);
  button.dataset.label = sample.label;
  button.dataset.file = sample.file;
  button.querySelector('img').src = sampleURL(sample);
  button.querySelector('img').alt = `Sample photo: ${sample.label}`;
  button.addEventListener('click', () => openSample(sample));
  $('samples').append(button);
}

loadNetwork();
