import { mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readEvents } from '../../../pipeline/run-dir/events.ts';
import { paths } from '../../../pipeline/run-dir/layout.ts';
import { keepFilesInMemory } from '../../oracle/runs.ts';
import { gzipOf } from '../input/gzip-samples.ts';
import { scratchFolder, writeFiles } from '../input/scratch.ts';
import { drive, finish, partitionsOf, plan, refusal } from '../run/driven.ts';
import { smallCsv, smallRun } from '../runs/small-runs.ts';

keepFilesInMemory();
const test = suite('fault 34: a partition that always fails ends the run, and nothing else');
const folder = scratchFolder();

/** A run in which these partitions cannot be processed: where their attempts should lie, a link leads nowhere. */
async function sabotaged(name: string, ...partitions: number[]): Promise<string> {
  const { directory } = await smallRun(folder, name, 600, 5);
  mkdirSync(join(directory, 'attempts'));
  for (const index of partitions) symlinkSync(join(folder, 'nowhere', 'at all'), paths.attempts(directory, index));
  return directory;
}

const whole = smallRun(folder, 'whole', 600, 5).then(({ directory }) => finish(directory));

test('it is tried as often as asked, and named with the reason; the others are kept', async () => {
  const directory = await sabotaged('one', 2);
  const error = await refusal(finish(directory, { workers: 2, attempts: 3 }));
  assert.equal([error.code, error.exitCode], ['partitions-failed', 1]);
  assert.match(error.message, /^Partition 2 failed/);
  assert.match(error.message, /The others are kept/);
  assert.ok(error.message.includes(paths.attempts(directory, 2)), `the reason is told: ${error.message}`);
  assert.not.match(error.message, /\n/, 'in one line');
  assert.ok(error.next?.endsWith(`enjambre resume ${directory}`), error.next);
  const events = readEvents(directory);
  assert.equal(partitionsOf(events, 'failed'), [2, 2, 2]);
  assert.equal(
    events.flatMap((event) => (event.type === 'failed' ? [event.attempt] : [])),
    [1, 2, 3],
  );
  assert.equal(readdirSync(paths.partials(directory)).sort(), ['0.json', '1.json', '3.json', '4.json']);
});

test('when it can be processed, resume does it alone, to the same bytes', async () => {
  const directory = await sabotaged('mended', 2);
  await refusal(finish(directory, { attempts: 1 }));
  const before = readEvents(directory).length;
  rmSync(paths.attempts(directory, 2));
  const { result, events } = await finish(directory);
  assert.equal(partitionsOf(events.slice(before), 'attempt'), [2]);
  assert.is(result, (await whole).result);
});

test('several are counted, the first is named', async () => {
  const directory = await sabotaged('several', 1, 3, 4);
  const { message } = await refusal(finish(directory, { workers: 1, attempts: 2 }));
  assert.match(message, /^Partition 1 failed/);
  assert.match(message, /and 2 more: see .*events\.jsonl/);
  assert.equal(partitionsOf(readEvents(directory), 'failed').sort(), [1, 1, 3, 3, 4, 4]);
});

test('fault 35: partition 0 is one like any other, when it fails and when it is done', async () => {
  const directory = await sabotaged('zero', 0);
  const { message } = await refusal(finish(directory, { attempts: 1 }));
  assert.match(message, /^Partition 0 failed/);
  rmSync(paths.attempts(directory, 0));
  const { result, ledger } = await finish(directory);
  assert.is(ledger.partitions[0]?.index, 0);
  assert.ok((ledger.partitions[0]?.rows ?? 0) > 100);
  assert.is(result, (await whole).result);
});

test('what failed and then went well is no failure', async () => {
  const directory = await sabotaged('once', 1, 4);
  const { result, events } = await finish(
    directory,
    { attempts: 2 },
    {
      onEvent: (event) => {
        if (event.type === 'failed') rmSync(paths.attempts(directory, event.partition));
      },
    },
  );
  assert.equal(partitionsOf(events, 'failed').sort(), [1, 4]);
  assert.is(result, (await whole).result);
});

test('what cannot go better is not tried again', async () => {
  const text = smallCsv(60_000);
  const bytes = gzipOf(text.slice(0, 500_000), text.slice(500_000, 1_000_000), text.slice(1_000_000));
  bytes[bytes.length - 60] = (bytes[bytes.length - 60] as number) ^ 1;
  writeFiles(folder, { 'damaged.csv.gz': bytes });
  const input = join(folder, 'damaged.csv.gz');
  const { directory } = await plan({ inputs: [input], partitions: 3, out: join(folder, 'damaged') });
  const error = await refusal(finish(directory, { attempts: 5 }));
  assert.is(error.code, 'partitions-failed');
  assert.match(error.message, /^Partition 2 failed.*damaged\.csv\.gz/);
  assert.equal(partitionsOf(readEvents(directory), 'failed'), [2]);
  assert.equal(readdirSync(paths.partials(directory)).sort(), ['0.json', '1.json']);
});

test('text that is refused is told once, with its place, and is no failure of a partition', async () => {
  const rows = Array.from({ length: 300 }, (_, index) => `a,${index === 222 ? 'oops' : index}\n`);
  writeFiles(folder, { 'strict.csv': `k,v\n${rows.join('')}` });
  const inputs = [join(folder, 'strict.csv')];
  for (const partitions of [1, 4]) {
    const out = join(folder, `strict-${partitions}`);
    const error = await refusal(drive({ inputs, partitions, out, describe: { columns: ['v'], strict: true } }));
    const byte = 4 + rows.slice(0, 222).join('').length + 2;
    assert.is(error.code, 'invalid-value');
    assert.ok(error.message.includes(`strict.csv: at line 224, byte ${byte}, "oops"`), error.message);
    assert.equal(partitionsOf(readEvents(out), 'failed'), []);
  }
});

test.run();
