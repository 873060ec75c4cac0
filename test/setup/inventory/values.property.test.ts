import { posix } from 'node:path';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { EnjambreError } from '../../../pipeline/errors.ts';
import type { Inventory } from '../../../setup/inventory/inventory.ts';
import { shellWord } from '../../../setup/invocation.ts';
import { changed, parsed } from './example.ts';

const test = suite('whatever an inventory lets in is harmless');

/** Where a text may stand, and whether it is only shown to people. */
const places: { path: (string | number)[]; around?: (text: string) => unknown; prose?: true }[] = [
  { path: ['nodes', 1, 'name'] },
  { path: ['nodes', 1, 'address'] },
  { path: ['nodes', 1, 'connection', 'user'] },
  { path: ['nodes', 1, 'connection', 'key'] },
  { path: ['nodes', 1, 'connection', 'jump'] },
  { path: ['nodes', 1, 'labels', 'type'] },
  { path: ['nodes', 1, 'labels'], around: (text) => ({ [text]: 'x' }) },
  { path: ['nodes', 1, 'notes'], prose: true },
  { path: ['share', 'export'] },
  { path: ['share', 'mount'] },
  { path: ['share', 'allow'], around: (text) => ['192.168.1.0/24', text] },
  { path: ['swarm', 'advertise'] },
  { path: ['docker', 'dataRoot'] },
];

const piece = fc.constantFrom(
  ...[
    'a',
    'b7',
    'worker',
    '/',
    '/srv',
    '/mnt/x',
    '~/',
    '.',
    '..',
    '-',
    '--',
    '_',
    ':',
    '@',
    '[',
    ']',
    '10.0.0.7',
    'fd00::1',
    '/24',
  ],
  ...[
    ' ',
    '\t',
    '\n',
    '\r',
    '\0',
    '\u001b',
    '\u0085',
    '\u200b',
    '\u202e',
    '\u2028',
    '\ud800',
    ';',
    '$(',
    '`',
    '|',
    '&',
    "'",
    '"',
  ],
  ...['\\', '#', '(', ')', '*', '?', ',', '%', '!', '=', 'ñ', '水', '😀'],
);
const awkward = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));
const anyText = fc.oneof(
  awkward,
  awkward,
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.ipV4(),
  fc.ipV6(),
  fc.domain(),
);

/** The inventory with a text somewhere; undefined if it is refused. */
function taken(text: string, { path, around }: (typeof places)[number]): Inventory | undefined {
  try {
    return parsed(changed(path, around === undefined ? text : around(text)));
  } catch (error) {
    assert.instance(error, EnjambreError);
    if (!(error instanceof EnjambreError)) throw error;
    assert.is(error.exitCode, 2);
    for (const line of error.message.split('\n').slice(1)) assert.match(line, /^ {2}line \d+: \S/);
    return undefined;
  }
}

/** Every text of a value, keys of labels too. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, held]) => [key, ...textsOf(held)])
    : [];
}

test('no text ends a line, hides a part of itself, or moves the cursor', () => {
  fc.assert(
    fc.property(anyText, fc.constantFrom(...places), (text, place) => {
      for (const value of textsOf(taken(text, place))) {
        assert.not.match(value, /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u, JSON.stringify(value));
      }
    }),
    { numRuns: 1000 },
  );
});

test('no text is read as an option', () => {
  fc.assert(
    fc.property(anyText, fc.constantFrom(...places.filter(({ prose }) => !prose)), (text, place) => {
      const inventory = taken(text, place);
      if (inventory === undefined) return;
      for (const value of textsOf({ ...inventory, path: '' })) assert.not.match(value, /^[-\s]/, JSON.stringify(value));
    }),
    { numRuns: 1000 },
  );
});

test('nothing but paths and notes needs the quotes of a shell; a blank in a label does', () => {
  const plain = ['name', 'address', 'user', 'jump', 'allow', 'advertise'];
  const bare = places.filter(({ path }) => plain.includes(String(path.at(-1))));
  fc.assert(
    fc.property(anyText, fc.constantFrom(...bare), (text, place) => {
      const inventory = taken(text, place);
      if (inventory === undefined || text === '') return;
      if (!/^\w*@?\[/.test(text)) assert.is(shellWord(text), text);
    }),
    { numRuns: 1000 },
  );
});

test('paths of directories are absolute and in their shortest form', () => {
  const paths = places.filter(({ path }) => ['export', 'mount', 'dataRoot'].includes(String(path.at(-1))));
  const below = awkward.map((text) => `/srv/${text}`);
  fc.assert(
    fc.property(fc.oneof(anyText, below), fc.constantFrom(...paths), (text, place) => {
      if (taken(text, place) === undefined) return;
      assert.is(posix.normalize(text), text);
      assert.not.match(text, /\/\/|\/\.\.?(\/|$)|\/$/);
      assert.match(text, /^\//);
    }),
    { numRuns: 1000 },
  );
});

test('what is taken is taken again as it came out', () => {
  fc.assert(
    fc.property(anyText, (address) => {
      const place = { path: ['nodes', 1, 'address'] };
      const once = taken(address, place)?.nodes[1]?.address;
      if (once !== undefined) assert.is(taken(once, place)?.nodes[1]?.address, once);
    }),
    { numRuns: 500 },
  );
});

test.run();
