// Numbers and guesses in words.

const withArticle = (label) => `${/^[aeiou]/i.test(label) ? 'an' : 'a'} ${label}`;

/** The guess as a headline: the surer the network, the plainer the words. */
export function guessInWords([first, second]) {
  if (!second || first.probability >= 0.9) return `It’s ${withArticle(first.label)}`;
  if (first.probability >= 0.6) return `Looks like ${withArticle(first.label)}`;
  if (first.probability >= 0.4) return `Maybe ${withArticle(first.label)}`;
  return `${capital(withArticle(first.label))} or ${withArticle(second.label)}?`;
}

/** What stands below the headline. */
export function detailInWords([first, second]) {
  const sure = `${percent(first.probability)} sure.`;
  return second && first.probability < 0.9 ? `${sure} Next: ${second.label}, ${percent(second.probability)}.` : sure;
}

/** What a network is, in a line. */
export function factsInWords({ model, inputSize, parameters, macs, simd }) {
  const arithmetic = simd ? 'with SIMD' : 'without SIMD';
  return `${model}: ${millions(parameters)} parameters, ${inputSize}×${inputSize} pixels in, ${millions(macs)} multiply-adds, ${arithmetic}.`;
}

export function percent(p) {
  if (p > 0.995 && p < 1) return '>99%';
  if (p > 0 && p < 0.005) return '<1%';
  return `${Math.round(p * 100)}%`;
}

export function bytes(n) {
  return n < 1e6 ? `${Math.round(n / 1e3)} kB` : `${(n / 1e6).toFixed(1)} MB`;
}

export function millions(n) {
  return n < 1e6 ? n.toLocaleString('en') : `${(n / 1e6).toLocaleString('en', { maximumFractionDigits: 1 })} million`;
}

const capital = (text) => text[0].toUpperCase() + text.slice(1);
