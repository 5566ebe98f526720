// The page: the board and the photos on one side, the network and its answers on the other.

import { offerKept } from './again.js';
import { Board } from './board.js';
import { button, element } from './dom.js';
import { offerKeeping } from './keep.js';
import { Notice } from './notice.js';
import { keepOffline } from './offline.js';
import { Page } from './page.js';
import { fillPanel } from './panels.js';
import { drawByKeyboard, drawByPointer } from './pens.js';
import { Photos } from './photos.js';
import { Results } from './results.js';
import { Tabs } from './tabs.js';
import { useTools } from './tools.js';
import * as words from './words.js';

/** @import { Classification, Progress } from './resnet.js' */

// Another weight file, for trying out: ?weights=weights/other.safetensors
const weights = new URLSearchParams(location.search).get('weights') ?? 'weights/canvasnet.safetensors';

const canvas = /** @type {HTMLCanvasElement} */ (element('board'));
const board = new Board(canvas);
const page = new Page(board);
const results = new Results((element('vocabulary').textContent ?? '').split(',').map((label) => label.trim()));
const networkError = new Notice(element('network-error'));
const trouble = new Notice(element('trouble')); // of everything else

// --- the network ---

// Why it failed stands in the page: the promise has nothing to add.
const loadNetwork = () => void page.useNetwork(weights).catch(() => {});

let classesShown = '';

function showNetwork() {
  const info = page.net?.info;
  if (!info) return;
  element('facts').textContent = words.factsInWords(info);
  const classes = info.classes.join(', ');
  if (classes === classesShown) return;
  classesShown = classes;
  results.setLabels(info.classes);
  element('vocabulary').textContent = classes;
}

page.addEventListener('loading', () => {
  networkError.hide();
  setState('loading');
});
page.addEventListener('progress', (event) => showProgress(/** @type {CustomEvent<Progress>} */ (event).detail));
page.addEventListener('net', () => {
  showNetwork();
  setState('ready');
});
// Not before the page's own downloads are done.
page.addEventListener('net', () => keepOffline(new Notice(element('update'))), { once: true });
page.addEventListener('failed', (event) => {
  setState(page.net ? 'ready' : 'failed');
  if (page.net) return; // whoever asked for another network says why there is none
  networkError.show(/** @type {CustomEvent<Error>} */ (event).detail.message, words.LOAD_AGAIN, loadNetwork);
});
page.addEventListener('taught', showNetwork);
page.addEventListener('answer', (event) => {
  results.show(/** @type {CustomEvent<Classification>} */ (event).detail);
});

/** @param {'loading' | 'ready' | 'failed'} state */
function setState(state) {
  document.body.dataset.state = state;
  element('loading').hidden = state !== 'loading' || page.net !== null;
  element('detail').hidden = !element('loading').hidden;
  awaitAnswer();
}

// awaitAnswer says what there is to wait for, if anything.
function awaitAnswer() {
  if (board.empty) results.reset();
  else if (page.net) return;
  else results.wait(document.body.dataset.state === 'loading' ? words.ONE_MOMENT : words.NO_NETWORK);
}

/** @param {Progress} progress */
function showProgress(progress) {
  const bar = /** @type {HTMLProgressElement} */ (element('progress'));
  if (progress.total) {
    bar.max = progress.total;
    bar.value = progress.loaded;
  } else {
    bar.removeAttribute('value');
  }
  element('progress-text').textContent = words.progressInWords(progress);
}

/** @param {File} file */
async function useWeights(file) {
  try {
    await page.useNetwork(file);
  } catch (error) {
    if (error.name !== 'AbortError') trouble.show(error.message, words.TRY_AGAIN, () => useWeights(file));
  }
}

// --- the views beside the board ---

const withdrawKept = offerKept(page, trouble);
new Tabs(element('tabs')).addEventListener('choose', (event) => openPanel(/** @type {CustomEvent} */ (event).detail));

/** @param {HTMLElement} panel */
async function openPanel(panel) {
  if (panel.id === 'panel-teach') withdrawKept(); // there it is offered, or to be forgotten
  try {
    await fillPanel(panel, page);
    trouble.hide();
  } catch (error) {
    trouble.show(words.panelFailed(error.message), words.TRY_AGAIN, () => openPanel(panel));
  }
}

// --- the board ---

page.addEventListener('picture', () => {
  button('undo').disabled = !board.canUndo;
  button('redo').disabled = !board.canRedo;
  for (const id of ['clear', 'save', 'share']) button(id).disabled = board.empty;
  element('hint').hidden = !board.empty;
  canvas.ariaLabel = board.empty ? words.BOARD_EMPTY : words.BOARD;
  if (board.picture !== canvas) results.turn(); // a photo, not one more stroke
  awaitAnswer();
});

// The style sheet holds them in view beside a long panel; it cannot know how high they are.
const pictures = element('pictures');
new ResizeObserver(() => pictures.style.setProperty('--height', `${pictures.offsetHeight}px`)).observe(pictures);

drawByPointer(canvas, board);
drawByKeyboard(canvas, board, element('cross'));
offerKeeping(trouble);
const photos = new Photos(board, useWeights);
useTools(board, { o: () => photos.choose(), s: () => button('save').click() });

loadNetwork();
