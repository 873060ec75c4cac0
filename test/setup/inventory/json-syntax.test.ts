import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { findJsonFault, lineFinder } from '../../../setup/inventory/json-syntax.ts';

const test = suite('a text that is no JSON is told with line, column and reason');

const rows: [text: string, line: number, column: number, message: RegExp][] = [
  ['', 1, 1, /file is empty/],
  [' \n ', 2, 2, /file is empty/],
  ['{', 1, 2, /ends too early/],
  ['{"a"', 1, 5, /":" is missing/],
  ['{"a":', 1, 6, /ends too early/],
  ['{"a":1', 1, 7, /ends too early/],
  ['{\n  "a": 1\n  "b": 2\n}', 3, 3, /"," or "}" is missing/],
  ['{\r\n  "a": 1\r\n  "b": 2\r\n}', 3, 3, /"," or "}" is missing/],
  ['{"a": 1,}', 1, 9, /comma before "}" is too much/],
  ['[1,\n2,\n]', 3, 1, /comma before "]" is too much/],
  ['[,]', 1, 2, /value is missing, or/],
  ['{"a": }', 1, 7, /value is missing before "}"/],
  ['{a: 1}', 1, 2, /key in double quotes/],
  ["{'a': 1}", 1, 2, /key in double quotes/],
  ['{"a": \'b\'}', 1, 7, /texts stand in double quotes/],
  ['{"a": b}', 1, 7, /value is missing, or a text is without/],
  ['{"a": "b\n"}', 1, 7, /no closing quote on its line/],
  ['{"a": "C:\\new\\x"}', 1, 7, /no closing quote on its line, or a wrong "\\"/],
  ['{"a": 1 // no\n}', 1, 9, /no comments/],
  ['/* no */ {}', 1, 1, /no comments/],
  ['{"a": 01}', 1, 8, /"," or "}" is missing/],
  ['{} {}', 1, 4, /more after the end/],
  ['{"a": 1,\n "a": 2}', 2, 2, /the key "a" is here twice/],
  ['{"a": 1,\n "\\u0061": 2}', 2, 2, /the key "a" is here twice/],
  ['{"__proto__": {}}', 1, 2, /not allowed/],
  ['['.repeat(5000), 1, 102, /nested too deep/],
];

for (const [text, line, column, message] of rows) {
  test(`${JSON.stringify(text.slice(0, 30))}`, () => {
    const fault = findJsonFault(text);
    assert.equal([fault?.line, fault?.column], [line, column]);
    assert.match(fault?.message ?? '', message);
  });
}

/** Whether JSON.parse takes a text. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

test('whatever is written as JSON is taken', () => {
  const written = fc.tuple(fc.json({ maxDepth: 5 }), fc.constantFrom(0, 2, '\t'));
  fc.assert(
    fc.property(written, ([text, indent]) => {
      fc.pre(!text.includes('"__proto__"'));
      assert.is(findJsonFault(JSON.stringify(JSON.parse(text), undefined, indent)), undefined);
    }),
  );
});

test('any text is taken if JSON.parse takes it, and only then', () => {
  const piece = fc.constantFrom(
    ...[
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"b"',
      '"',
      "'",
      '\\',
      '\\n',
      '\\u00e1',
      '\\x',
      '1',
      '-',
      '0',
      '.5',
      'e3',
      '+',
    ],
    ...[
      'true',
      'null',
      'nul',
      ' ',
      '\n',
      '\r',
      '\t',
      '\u000b',
      '\u00a0',
      '\u2028',
      '\u007f',
      '\u0001',
      '/',
      'ñ',
      '\ufeff',
    ],
  );
  const text = fc.array(piece, { maxLength: 9 }).map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(text, (text) => {
      const fault = findJsonFault(text);
      if (/here twice/.test(fault?.message ?? '')) return;
      assert.is(fault === undefined, isJson(text), JSON.stringify({ text, fault }));
    }),
    { numRuns: 3000 },
  );
});

test('a text with one character changed is taken if JSON.parse takes it, and only then', () => {
  const json = JSON.stringify({ a: [1, -2.5e3, 'x\n"ñ', { b: null, c: true }], d: {}, e: [] }, undefined, 1);
  const change = fc.tuple(
    fc.nat(json.length),
    fc.nat(2),
    fc.constantFrom('', ',', '"', '{', ']', '\\', '\n', '0', 'x'),
  );
  fc.assert(
    fc.property(change, ([at, length, put]) => {
      const text = json.slice(0, at) + put + json.slice(at + length);
      const fault = findJsonFault(text);
      if (/here twice/.test(fault?.message ?? '')) return;
      assert.is(fault === undefined, isJson(text), text);
    }),
    { numRuns: 1000 },
  );
});

test('the line of a value is known, or that of what is around it', () => {
  const lineOf = lineFinder('\n{ "a": [1,\n 2, {"b":\n 3}],\r\n\r\n "c": 4 }');
  assert.equal(
    [[], ['a'], ['a', 0], ['a', 1], ['a', 2, 'b'], ['a', 2, 'zzz'], ['a', 9], ['c'], ['zzz', 'y']].map(lineOf),
    [2, 2, 2, 3, 4, 3, 2, 6, 2],
  );
});

test.run();
