import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { TextScanner } from '../../../pipeline/text/scan-text.ts';
import { TermTable } from '../../../pipeline/text/term-table.ts';
import { termsOf } from '../../../pipeline/text/terms-of.ts';

const test = suite('a text is scanned for words, letters, lines and terms');

function counts(text: string | Uint8Array, encoding: 'utf-8' | 'latin1' = 'utf-8'): [number, number, number] {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const scanner = new TextScanner(null, bytes.length);
  scanner.begin(encoding);
  scanner.buffer.set(bytes);
  assert.is(scanner.scan(0, bytes.length, true), bytes.length);
  return [scanner.words, scanner.letters, scanner.lineFeeds];
}

test('a word is what stands between white space, of Unicode', () => {
  assert.equal(counts('uno, dos -- tres\n'), [4, 10, 1]);
  assert.equal(counts('a\u00a0b\u0085c\u3000d\u2028e'), [5, 5, 0]);
  assert.equal(counts('a\u200bb\u001cc'), [1, 3, 0]);
  assert.equal(counts(' \t\r\n '), [0, 0, 1]);
  assert.equal(counts(''), [0, 0, 0]);
});

test('a letter is a code point of category L: no mark, no digit', () => {
  assert.equal(counts('e\u0301 é 4 Ⅷ ª 漢 𝐀'), [7, 5, 0]);
});

test('a byte that is no UTF-8 is a character, but no letter and no space', () => {
  assert.equal(counts(Uint8Array.of(0x61, 0xff, 0x62, 0x20, 0xc3)), [2, 2, 0]);
  assert.equal(counts(Uint8Array.of(0xe2, 0x80, 0x20, 0xf0, 0x9f, 0x98, 0x0a)), [2, 0, 1]);
});

test('Latin-1 has a character in each byte', () => {
  assert.equal(counts(Uint8Array.of(0x61, 0xf1, 0x6f, 0xa0, 0xbf), 'latin1'), [2, 3, 0]);
});

test('a term is letters, marks and digits, case folded', () => {
  assert.equal(termsOf('Año 2024: AÑO-luz, x1_y2; ΣΊΣΥΦΟΣ e\u0301L'), [
    '2024',
    'año',
    'e\u0301l',
    'luz',
    'x1',
    'y2',
    'σίσυφοσ',
  ]);
  assert.equal(termsOf('Straße STRASSE ẞ İ ı'), ['strasse', 'straße', 'ß', 'İ', 'ı']);
});

test('an apostrophe between letters belongs to the term, however it is written', () => {
  assert.equal(termsOf("Don't DON’T 'n' l' d'e\u0301l'a"), ["d'e\u0301l'a", "don't", 'l', 'n']);
  assert.equal(termsOf("1'a a'1 a''b e\u0301'a"), ['1', 'a', 'b', "e\u0301'a"]);
});

test('a term of more than 256 bytes is cut after a character', () => {
  assert.equal(termsOf('x'.repeat(256)), ['x'.repeat(256)]);
  assert.equal(termsOf('X'.repeat(257)), [`${'x'.repeat(256)}…`]);
  assert.equal(termsOf(`${'x'.repeat(255)}éxxx`), [`${'x'.repeat(255)}…`]);
  assert.equal(termsOf('漢'.repeat(86)), [`${'漢'.repeat(85)}…`]);
});

test('what is left for the next piece is never more than six bytes', () => {
  const text = new TextEncoder().encode('a’é aé😀’漢字’ x');
  for (let cut = 0; cut <= text.length; cut++) {
    const table = new TermTable(0);
    const scanner = new TextScanner(table, text.length + 6);
    scanner.begin('utf-8');
    scanner.buffer.set(text.subarray(0, cut));
    const stopped = scanner.scan(0, cut, false);
    assert.ok(cut - stopped <= 6);
    scanner.buffer.set(text.subarray(stopped));
    scanner.scan(0, text.length - stopped, true);
    assert.is(table.occurrences, 4, `cut at ${cut}`);
    assert.equal([scanner.words, scanner.letters], [3, 7], `cut at ${cut}`);
  }
});

test.run();
