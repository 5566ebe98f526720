import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Steady } from '../steady.js';

// answer makes one of probabilities, such as {cat: 0.6, dog: 0.4}.
const answer = (probabilities, sure = true) => ({
  classes: Object.entries(probabilities)
    .map(([label, probability]) => ({ label, probability }))
    .sort((a, b) => b.probability - a.probability),
  sure,
});

const cat = answer({ cat: 0.5, dog: 0.4 });
const dog = answer({ cat: 0.4, dog: 0.5 });
const surelyDog = answer({ cat: 0.1, dog: 0.8 });
const unsure = answer({ cat: 0.2, dog: 0.1 }, false);

// [answer, milliseconds, what is shown then]
const cases = {
  'the first answer shows at once': [[cat, 0, 'cat']],
  'so does not being sure': [[unsure, 0, null]],
  'answers that alternate do not flicker': [
    [cat, 0, 'cat'], [dog, 50, 'cat'], [cat, 100, 'cat'], [dog, 200, 'cat'], [cat, 290, 'cat'], [dog, 400, 'cat'], [cat, 650, 'cat'],
  ],
  'a clear lead shows at once': [[cat, 0, 'cat'], [surelyDog, 16, 'dog']],
  'a small lead has to hold': [[cat, 0, 'cat'], [dog, 100, 'cat'], [dog, 399, 'cat'], [dog, 400, 'dog'], [cat, 500, 'dog']],
  'another rival begins anew': [[cat, 0, 'cat'], [dog, 100, 'cat'], [unsure, 350, 'cat'], [dog, 450, 'cat'], [dog, 750, 'dog']],
  'becoming unsure has to hold, and sure again too': [
    [cat, 0, 'cat'], [unsure, 10, 'cat'], [unsure, 310, null], [cat, 320, null], [surelyDog, 330, null], [surelyDog, 630, 'dog'],
  ],
  'a label that is no class any more gives way': [[answer({ owl: 1 }), 0, 'owl'], [cat, 1, 'cat']],
};

for (const [name, steps] of Object.entries(cases)) {
  test(name, () => {
    const steady = new Steady();
    for (const [given, now, shown] of steps) assert.equal(steady.next(given, now), shown, `at ${now} ms`);
  });
}

test('at rest, the newest answer is the one to show', () => {
  const steady = new Steady();
  steady.next(cat, 0);
  steady.next(dog, 10);
  assert.equal(steady.settle(), 'dog');
  assert.equal(steady.next(cat, 20), 'dog', 'and it is the one to beat');
});

test('after a reset, the next answer is a first one', () => {
  const steady = new Steady();
  steady.next(cat, 0);
  steady.reset();
  assert.equal(steady.settle(), null);
  assert.equal(steady.next(dog, 1), 'dog');
});

test('an answer that tells nothing of being sure counts as sure', () => {
  assert.equal(new Steady().next({ classes: cat.classes }, 0), 'cat');
});
