import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { en } from '../../../pipeline/report/text/en.ts';
import { es } from '../../../pipeline/report/text/es.ts';
import { formatsOf } from '../../../pipeline/report/text/formats.ts';
import { fromRoot } from '../../root.ts';

const test = suite('both languages say everything, each in its own way');

type Texts = { [key: string]: unknown };

/** What is right in both languages. */
const sameInBoth = ['percentile', 'histogramTitle', 'lane', 'problemByte', 'byteCount'];

/** Said of more than one alone: of what is drawn of many. */
const alwaysMany = ['boxesMore', 'resultGroupsCut', 'wordsFilesIntro'];

/** All keys, those of inner objects as `outer.inner`. */
function keysOf(texts: Texts, path = ''): string[] {
  return Object.entries(texts).flatMap(([key, text]) =>
    typeof text === 'object' ? keysOf(text as Texts, `${path}${key}.`) : [path + key],
  );
}

function textAt(texts: Texts, path: string): unknown {
  return path.split('.').reduce<unknown>((inner, key) => (inner as Texts)[key], texts);
}

/** A text with samples in place of what it is given: numbers above a million show how each language writes them. */
function said(text: unknown, count: number): string {
  return typeof text === 'function' ? String(text(count, count + 1, count + 2, count + 3)) : String(text);
}

test('the same keys, all of them used', () => {
  assert.equal(keysOf(es).sort(), keysOf(en).sort());
  const folder = fromRoot('pipeline/report');
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/^text[\\/](en|es)/.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
  const unused = Object.keys(en).filter((key) => !new RegExp(`\\bt\\.${key}\\b`).test(sources));
  assert.equal(unused, []);
});

test('no text is left in English', () => {
  const same = keysOf(en).filter((key) => {
    const [english, spanish] = [textAt(en, key), textAt(es, key)];
    return said(english, 2) === said(spanish, 2) && !sameInBoth.includes(key);
  });
  assert.equal(same, []);
});

test('one is one, in both languages', () => {
  for (const texts of [en, es]) {
    for (const key of keysOf(texts)) {
      const text = textAt(texts, key);
      if (typeof text !== 'function' || alwaysMany.includes(key)) continue;
      assert.not.match(
        said(text, 1),
        /(^|[^\d,.])1 (rows|partitions|filas|particiones|groups|grupos|files|archivos|words|palabras|values|valores)\b/,
        key,
      );
      assert.not.match(said(text, 2), /undefined|NaN|\[object/, key);
    }
  }
});

test('numbers, times and sizes follow the language', () => {
  const [english, spanish] = [formatsOf('en'), formatsOf('es')];
  assert.equal([english.number(1234567), spanish.number(1234567)], ['1,234,567', '1.234.567']);
  assert.equal([english.number(27.879662447), spanish.number(27.879662447)], ['27.8797', '27,8797']);
  assert.equal([english.number(1.5e-9), english.number(-2e20), english.number(0)], ['1.5E-9', '-2E20', '0']);
  assert.equal([english.bytes(999), english.bytes(1904310), spanish.bytes(1904310)], ['999 bytes', '1.9 MB', '1,9 MB']);
  assert.equal(
    [40, 2400, 200_000, 3_900_000].map((ms) => english.duration(ms)),
    ['40 ms', '2.4 sec', '3 min 20 sec', '1 hr 5 min'],
  );
  assert.equal([english.time('2024-05'), spanish.time('2024-05')], ['May 2024', 'may 2024']);
  assert.equal(
    [english.time('2024-05-31'), english.time('never'), english.time('2024-13')],
    ['May 31, 2024', 'never', '2024-13'],
  );
  assert.match(english.dateTime(Date.UTC(2026, 10, 21, 12, 43)), /November 21, 2026.*12:43.*PM UTC$/);
  assert.match(spanish.dateTime(Date.UTC(2026, 10, 21, 12, 43)), /21 de noviembre de 2026.*12:43 UTC$/);
});

test('a million takes "de" in Spanish', () => {
  const noun = { one: 'fila', other: 'filas' };
  assert.equal(
    [1, 2, 1_000_000, 1_000_001].map((count) => formatsOf('es').counted(count, noun)),
    ['1 fila', '2 filas', '1.000.000 de filas', '1.000.001 filas'],
  );
});

test.run();
