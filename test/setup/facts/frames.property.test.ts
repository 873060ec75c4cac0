import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { frameScript, parseFrames } from '../../../setup/facts/frames.ts';
import { runHere } from './local-host.ts';

const test = suite('scripts that run side by side get their bytes back as they were');

const boundary = '5f2c9a1e7b';
const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array).toString('latin1'));
/** What might be taken for a part of the frame. */
const tricky = fc.constantFrom(
  '',
  '\n',
  '\n\n',
  '\0',
  '0\n',
  `${boundary.slice(0, -1)} end`,
  '\n5f2c9a1e7',
  'end 1.00\n',
  '\r\n',
  "'\\'",
);
const output = fc.oneof(
  bytes,
  tricky,
  fc.tuple(tricky, bytes, tricky).map((parts) => parts.join('')),
);
const code = fc.integer({ min: 0, max: 255 });
const script = fc.record({ stdout: output, stderr: output, code }, { noNullPrototype: true });

/** Shell that prints bytes. */
function print(latin1: string): string {
  const octal = [...Buffer.from(latin1, 'latin1')].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`);
  return `printf '${octal.join('')}'`;
}

async function framed(scripts: readonly string[]) {
  const named = scripts.map((text, index) => ({ name: `fact${index}`, script: text }));
  const { stdout } = await runHere(frameScript(named, boundary));
  return parseFrames(stdout, boundary);
}

test('any bytes on either stream, and any exit code, come back', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(script, { minLength: 1, maxLength: 5 }), async (wanted) => {
      const frames = await framed(
        wanted.map(({ stdout, stderr, code }) => `${print(stdout)}\n${print(stderr)} >&2\nexit ${code}`),
      );
      const got = wanted.map((_, index) => {
        const { stdout, stderr, code } = frames.get(`fact${index}`) ?? {};
        return { stdout, stderr, code };
      });
      assert.equal(got, wanted);
    }),
    { numRuns: 60 },
  );
});

test('outputs far larger than a pipe holds come back; of errors, the end does', async () => {
  const large = "yes x | head -c 3000000; yes abc | head -c 100000 >&2; printf 'the end' >&2";
  const frames = await framed([large, large, 'echo small']);
  assert.equal(
    [...frames.values()].map(({ stdout }) => stdout.length).sort((a, b) => a - b),
    [6, 3_000_000, 3_000_000],
  );
  assert.match(frames.get('fact0')?.stderr ?? '', /^[abc\n]+the end$/);
});

test('a script that waits does not hold up the others, and one that reads gets nothing', async () => {
  const started = Date.now();
  const frames = await framed(['sleep 0.6; echo a', 'sleep 0.6; cat; echo b', 'sleep 0.6; echo c', 'true']);
  assert.ok(Date.now() - started < 1800, `${Date.now() - started} ms`);
  assert.is(frames.get('fact1')?.stdout, 'b\n');
  assert.ok((frames.get('fact3')?.afterMs ?? 0) >= 300);
});

test('a script that ends its shell, or is killed, hurts no other', async () => {
  const frames = await framed([
    'echo a',
    'exec false',
    "kill -9 $(sh -c 'echo $PPID')",
    'no-such-program-here',
    'echo e',
  ]);
  assert.equal(
    [0, 1, 3, 4].map((index) => frames.get(`fact${index}`)?.code),
    [0, 1, 127, 0],
  );
  assert.is(frames.get('fact4')?.stdout, 'e\n');
});

test('an answer that was cut off anywhere is refused', async () => {
  const { stdout } = await runHere(frameScript([{ name: 'fact0', script: 'echo a; echo b >&2' }], boundary));
  assert.is(parseFrames(stdout, boundary).size, 1);
  for (let length = 0; length < stdout.length; length++) {
    assert.throws(() => parseFrames(stdout.subarray(0, length), boundary), /incomplete/);
  }
});

test('what a login prints before the first frame is left out', async () => {
  const { stdout } = await runHere(frameScript([{ name: 'fact0', script: 'echo a' }], boundary));
  const frames = parseFrames(Buffer.concat([Buffer.from('Welcome\n'), stdout]), boundary);
  assert.is(frames.get('fact0')?.stdout, 'a\n');
});

test.run();
