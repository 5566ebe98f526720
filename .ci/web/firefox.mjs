// Walks the core path of the page in Firefox, through WebDriver BiDi, and prints what it saw as JSON:
//
//   node firefox.mjs FIREFOX URL

import { launch } from 'puppeteer-core';

const [executablePath, url] = process.argv.slice(2);
const browser = await launch({ browser: 'firefox', executablePath, headless: true });
try {
  const page = await browser.newPage();
  const errors = [];
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  page.on('pageerror', (error) => errors.push(error.message));
  const bars = () => page.$eval('#bars', ({ dataset }) => dataset.state);
  const answers = () => page.$eval('#bars', ({ dataset }) => Number(dataset.answers ?? 0));

  await page.setViewport({ width: 1280, height: 1000 });
  await page.goto(url);
  await page.waitForFunction(() => document.body.dataset.state === 'ready', { timeout: 90_000 });

  const { x, y, width } = await (await page.$('#board')).boundingBox();
  await page.mouse.move(x + width / 4, y + width / 4);
  await page.mouse.down();
  await page.mouse.move(x + width / 2, y + width / 2, { steps: 5 });
  await page.mouse.up();
  await page.waitForFunction(() => document.querySelector('#bars').dataset.state === 'full');
  const drawing = await bars();
  await page.click('#undo');
  const undone = await bars();

  const before = await answers();
  await page.click('.sample[data-file="ship-0001.png"]');
  await page.waitForFunction((n) => Number(document.querySelector('#bars').dataset.answers) > n, {}, before);
  const { label: top, probability } = await page.$eval('.bar[data-rank="0"]', ({ dataset }) => ({ ...dataset }));
  console.log(JSON.stringify({ drawing, undone, top, probability: Number(probability), errors }));
} finally {
  await browser.close();
}
