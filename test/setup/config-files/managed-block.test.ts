import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ConfigFileError } from '../../../setup/config-files/config-file-error.ts';
import { blockLines, outsideOfBlock, withBlock, withoutBlock } from '../../../setup/config-files/managed-block.ts';
import { anyBytes, anyLines } from './bytes.ts';

const test = suite('a managed block comes and goes, and every other byte stays');

const BEGIN = '# BEGIN enjambre (managed: edits inside are replaced)';
const END = '# END enjambre';
const path = '/etc/fstab';

function add(text: string | null, lines: readonly string[]): string {
  return withBlock(text, lines, path) ?? assert.unreachable('there is no text') ?? '';
}

test('a file without a block gets one at its end', () => {
  assert.is(add('a\nb\n', ['x', 'y']), `a\nb\n${BEGIN}\nx\ny\n${END}\n`);
});

test('a file that is absent or empty becomes the block alone', () => {
  assert.is(add(null, ['x']), `${BEGIN}\nx\n${END}\n`);
  assert.is(add('', ['x']), `${BEGIN}\nx\n${END}\n`);
});

test('a block is replaced where it stands', () => {
  const text = `a\n${BEGIN}\nx\n${END}\nb\n`;
  assert.is(add(text, ['y', 'z']), `a\n${BEGIN}\ny\nz\n${END}\nb\n`);
});

test('no lines take the block away, and leave a file without one alone', () => {
  assert.is(withBlock(`a\n${BEGIN}\nx\n${END}\nb\n`, [], path), 'a\nb\n');
  assert.is(withBlock('a\n', [], path), 'a\n');
  assert.is(withBlock(null, [], path), null);
});

test('a last line without an end gets one, and loses it again with the block', () => {
  const edited = add('a\nb', ['x']);
  assert.match(edited, /^a\nb\n# BEGIN enjambre .*added an end to the line above.*\nx\n# END enjambre\n$/);
  assert.is(withoutBlock(edited, path), 'a\nb');
  assert.is(add(edited, ['x']), edited);
});

test('a line that somebody added below the block keeps the one above apart', () => {
  assert.is(withoutBlock(`${add('a', ['x'])}mine\n`, path), 'a\nmine\n');
});

test('a block that an editor gave other ends of lines is still found', () => {
  const text = add('a\n', ['x']).replaceAll('\n', '\r\n');
  assert.is(withoutBlock(text, path), 'a\r\n');
  assert.is(add(text, ['x']), `a\r\n${BEGIN}\nx\n${END}\n`);
});

test('what a block holds can be read, and be left out with the numbers of lines kept', () => {
  const text = `a\n${BEGIN}\nx\ny\n${END}\nb\n`;
  assert.equal(blockLines(text, path), ['x', 'y']);
  assert.is(blockLines('a\n', path), undefined);
  assert.is(outsideOfBlock(text, path), 'a\n\n\n\n\nb\n');
});

const damaged: [string, string, number][] = [
  ['no end', `a\n${BEGIN}\nx\n`, 2],
  ['no beginning', `a\nb\n${END}\n`, 3],
  ['a second one', `${BEGIN}\n${END}\na\n${BEGIN}\n${END}\n`, 4],
  ['a beginning inside', `${BEGIN}\nx\n${BEGIN}\n${END}\n`, 1],
];

for (const [what, text, line] of damaged) {
  test(`a block with ${what} is refused, and its line named`, () => {
    const thrown = errorOf(() => withBlock(text, ['x'], path));
    assert.is(thrown.code, 'damaged-block');
    assert.is(thrown.line, line);
    assert.match(thrown.message, `${path}: the managed block in line ${line} is damaged`);
    assert.throws(
      () => withoutBlock(text, path),
      (error: unknown) => error instanceof ConfigFileError,
    );
  });
}

test('editing twice is editing once, whatever the file holds', () => {
  fc.assert(
    fc.property(anyBytes, anyLines, anyLines, (text, first, lines) => {
      const once = add(text, lines);
      assert.is(add(once, lines), once);
      assert.is(add(add(text, first), lines), once);
    }),
  );
});

test('every byte that is not ours stays, whatever it is', () => {
  fc.assert(
    fc.property(anyBytes, anyBytes, anyLines, anyLines, (above, below, first, lines) => {
      const text = `${add(above, first)}${below}`;
      const edited = add(text, lines);
      assert.ok(edited.startsWith(above));
      assert.ok(edited.endsWith(below));
    }),
  );
});

test('taking the block out gives the file back, whatever it held', () => {
  fc.assert(
    fc.property(anyBytes, anyLines, (text, lines) => {
      assert.is(withoutBlock(add(text, lines), path), text);
    }),
  );
});

function errorOf(run: () => unknown): ConfigFileError {
  try {
    run();
  } catch (error) {
    if (error instanceof ConfigFileError) return error;
    throw error;
  }
  throw new Error('It did not throw.');
}

test.run();
