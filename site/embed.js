// All that a page of your own needs; embed.html shows it at work.

import { ResNet } from './resnet.js'; // from the package: import { ResNet } from 'canvasnet'

const answer = document.querySelector('#answer');
const net = ResNet.load();
document.querySelector('#file').onchange = async ({ target }) => {
  try {
    const { classes } = await (await net).classify(target.files[0], { topK: 3 });
    answer.textContent = classes.map(({ label, probability }) => `${label} ${Math.round(100 * probability)} %`).join(', ');
  } catch (error) {
    answer.textContent = error.message;
  }
};
