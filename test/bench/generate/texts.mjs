// Text files for the job `words`: made-up words with the frequencies of a language (Zipf), a sixth of them with accents, with
// capitals, numbers and punctuation. The same arguments give the same bytes.
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const vocabularySize = 60_000;
const accents = { a: 'á', e: 'é', i: 'í', o: 'ó', n: 'ñ' };

/** @param {number} seed */
function random(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** @param {() => number} next */
function makeVocabulary(next) {
  const common = 'etaoinshrd';
  const letters = `${common}lcumwfgypbvk`;
  const words = new Set();
  while (words.size < vocabularySize) {
    const length = words.size < 100 ? 1 + Math.floor(next() * 4) : 2 + Math.floor((next() + next() + next()) * 4);
    let word = '';
    for (let i = 0; i < length; i++) {
      const from = next() < 0.6 ? common : letters;
      word += from[Math.floor(next() * from.length)];
    }
    words.add(next() < 1 / 6 ? word.replace(/[aeion]/, (letter) => accents[letter]) : word);
  }
  return [...words];
}

/**
 * Writes `fileCount` files of about `fileBytes` below `folder`, which appears when all are there.
 * @param {string} folder
 * @param {number} fileCount
 * @param {number} fileBytes
 */
export function writeTexts(folder, fileCount, fileBytes) {
  const part = `${folder}.part`;
  rmSync(part, { recursive: true, force: true });
  const next = random(20_240_229);
  const vocabulary = makeVocabulary(next);
  for (let file = 0; file < fileCount; file++) {
    const below = join(part, String(file % 100));
    if (file < 100) mkdirSync(below, { recursive: true });
    let text = '';
    for (let word = 0; text.length < fileBytes; word++) text += nextWord(next, vocabulary, word);
    writeFileSync(join(below, `${file}.txt`), `${text}\n`);
  }
  renameSync(part, folder);
}

/**
 * @param {() => number} next
 * @param {string[]} vocabulary
 * @param {number} index
 */
function nextWord(next, vocabulary, index) {
  if (index % 97 === 96) return `${Math.floor(next() * 3000)} `;
  // Rank r comes about as often as 1 / r.
  const rank = Math.floor(Math.exp(next() * Math.log(vocabularySize + 1))) - 1;
  const word = vocabulary[rank] ?? 'a';
  const shown = index % 14 === 0 ? (word[0] ?? '').toUpperCase() + word.slice(1) : word;
  const end = index % 17;
  return `${shown}${end === 5 ? ', ' : end === 11 ? '. ' : end === 16 ? '\n' : ' '}`;
}
