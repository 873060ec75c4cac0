import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { runAgain, typedAgain } from '../../../pipeline/run-dir/again.ts';

const test = suite('the command that starts a run again can be typed');

test('the words are those that were typed, quoted for a shell', () => {
  const words = ['run', './my job.ts', '../año/data.csv', '--x', "it's", '--min=-1'];
  assert.is(
    typedAgain('enjambre', words, ['../año/data.csv']),
    `enjambre run './my job.ts' ../año/data.csv --x 'it'\\''s' --min=-1`,
  );
});

test('but for the directory, which holds a run by then', () => {
  const again = (...words: string[]) => typedAgain('e', words, []);
  assert.is(again('--out', 'runs/a'), 'e --out runs/a-2');
  assert.is(again('--out=a-2/'), 'e --out=a-3');
  assert.is(again('--out', '2026-11-21-9999'), 'e --out 2026-11-21-9999-2');
});

test('very many files are cut off', () => {
  const inputs = Array.from({ length: 1000 }, (_, index) => `${index}.csv`);
  const again = typedAgain('e', ['run', './a.ts', ...inputs, '--x', 'y'], inputs);
  assert.match(again, /^e run \.\/a\.ts 0\.csv .* 19\.csv … --x y$/);
});

test('where nobody typed anything, the input is a word to replace', () => {
  const code = { name: 'my job.ts', kind: 'fold', sha256: '' } as const;
  assert.is(runAgain({ code }), "enjambre run './my job.ts' FILE…");
  assert.is(runAgain({ code, again: 'enjambre run x' }), 'enjambre run x');
});

test.run();
