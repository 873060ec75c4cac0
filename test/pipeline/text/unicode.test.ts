import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { classOf, DIGIT, FOLDS_AWAY, foldOf, LETTER, MARK, SPACE, unicode } from '../../../pipeline/text/unicode.ts';
import { foldedCharacter } from '../../oracle/words.ts';

const test = suite('every code point is what the Unicode Character Database says');

const known = unicode();

/** Planes that the runtime may know better or less: of what it has not assigned, or got after Unicode 15.0, nothing is said. */
function* assigned(): Generator<[number, string]> {
  const isOld = /^\p{Assigned}$/u;
  for (let codePoint = 0; codePoint < 0x110000; codePoint++) {
    if (codePoint >= 0xd800 && codePoint < 0xe000) continue;
    const character = String.fromCodePoint(codePoint);
    if (isOld.test(character) && !newer(codePoint)) yield [codePoint, character];
  }
}

/** Blocks and characters that came, or changed, with Unicode 15.1 to 17.0. */
function newer(codePoint: number): boolean {
  const ranges = [
    [0x0897, 0x0897],
    [0x088f, 0x088f],
    [0x0c5c, 0x0c5c],
    [0x0cdc, 0x0cdc],
    [0x1acf, 0x1aff],
    [0x1b4e, 0x1b7f],
    [0x1c80, 0x1c8f],
    [0x1fd3, 0x1fd3],
    [0x1fe3, 0x1fe3],
    [0x2c2f, 0x2c2f],
    [0xa7c0, 0xa7ff],
    [0xfb05, 0xfb05],
    [0xfbc3, 0xfd91],
    [0x105c0, 0x105ff],
    [0x10940, 0x1095f],
    [0x10d40, 0x10eff],
    [0x11380, 0x113ff],
    [0x116d0, 0x116e3],
    [0x11b60, 0x11bff],
    [0x11db0, 0x11fff],
    [0x13460, 0x143fa],
    [0x16100, 0x1613f],
    [0x16d40, 0x16eff],
    [0x16ff2, 0x18dff],
    [0x1ccd0, 0x1d000],
    [0x1e5d0, 0x1e6ff],
    [0x2a6e0, 0x2ebff],
    [0x2ebf0, 0x2ee5d],
    [0x323b0, 0x33479],
  ];
  return ranges.some(([from = 0, to = 0]) => codePoint >= from && codePoint <= to);
}

test('its class: letter, mark, digit, white space or none', () => {
  const wrong: string[] = [];
  let seen = 0;
  for (const [codePoint, character] of assigned()) {
    const expected =
      (/\p{L}/u.test(character) ? LETTER : 0) |
      (/\p{M}/u.test(character) ? MARK : 0) |
      (/\p{Nd}/u.test(character) ? DIGIT : 0) |
      (/\p{White_Space}/u.test(character) ? SPACE : 0);
    if ((classOf(known, codePoint) & ~FOLDS_AWAY) !== expected) wrong.push(codePoint.toString(16));
    seen++;
  }
  assert.equal(wrong, []);
  assert.ok(seen > 200_000, `${seen} looked at`);
});

test('its simple case folding', () => {
  const wrong: string[] = [];
  let folding = 0;
  for (const [codePoint, character] of assigned()) {
    const folded = String.fromCodePoint(foldOf(known, codePoint));
    const folds = folded !== character;
    if (folds) folding++;
    if (folds !== ((classOf(known, codePoint) & FOLDS_AWAY) !== 0)) wrong.push(codePoint.toString(16));
    if (codePoint !== 0x2019 && folded !== foldedCharacter(character)) wrong.push(codePoint.toString(16));
    if (foldOf(known, foldOf(known, codePoint)) !== foldOf(known, codePoint)) wrong.push(codePoint.toString(16));
  }
  assert.equal(wrong, []);
  assert.ok(folding > 1400, `${folding} fold`);
});

test('without case: those that fold alike, no others', () => {
  for (const [a, b] of ['Kk', 'Åå', 'ſs', 'ςσ', 'ẞß', 'ΩΩ', 'ꭰᎠ', '𐐀𐐨', 'Ǆǆ', 'ǅǆ'].map((pair) => [...pair])) {
    const [one, other] = [a, b].map((character) => foldOf(known, character?.codePointAt(0) ?? 0));
    assert.is(one, other, `${a} and ${b}`);
  }
  for (const [a, b] of ['ıi', 'İi', 'ßs', 'éE'].map((pair) => [...pair])) {
    const [one, other] = [a, b].map((character) => foldOf(known, character?.codePointAt(0) ?? 0));
    assert.is.not(one, other, `${a} and ${b}`);
  }
});

test.run();
