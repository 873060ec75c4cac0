import {
  appendFileSync,
  copyFileSync,
  existsSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { paths } from '../../../pipeline/run-dir/layout.ts';
import { keepFilesInMemory, long } from '../../oracle/runs.ts';
import { scratchFolder } from '../input/scratch.ts';
import { type Cut, digest, drive, finish, plan, refusal } from '../run/driven.ts';
import { writeQuotedRows } from '../run/quoted-data.ts';

keepFilesInMemory();
const test = suite('fault 45: input that changes under a run is refused');
const folder = scratchFolder();

const original = join(folder, 'original.csv');
writeQuotedRows(original, 1_200_000, 100);
const modifiedAt = new Date('2026-03-04T05:06:07Z');
const expected = drive({ ...cutOf(original, 'expected'), partitions: 1 }).then(({ result }) => statistics(result));

function cutOf(input: string, run: string, hash: 'sampled' | 'full' = 'sampled'): Cut & { out: string } {
  return { inputs: [input], partitions: 6, hash, out: join(folder, run), describe: { columns: ['value'] } };
}

const statistics = (result: string) => digest(result.slice(result.indexOf('"options"')));

/** A planned run on a copy of the original. */
async function planned(name: string, hash: 'sampled' | 'full' = 'sampled') {
  const input = join(folder, `${name}.csv`);
  restore(input);
  const { directory } = await plan(cutOf(input, name, hash));
  return { input, directory };
}

function restore(input: string): void {
  copyFileSync(original, input);
  utimesSync(input, modifiedAt, modifiedAt);
}

/** Changes a digit in place, where no sample is taken. */
function changeByte(input: string): void {
  const bytes = readFileSync(input);
  const at = bytes.indexOf('.', 100_000) + 1;
  bytes[at] = bytes[at] === 48 ? 49 : 48;
  writeFileSync(input, bytes);
}

const touch = (input: string) => utimesSync(input, new Date(), new Date());

const changes: Record<string, { change: (input: string) => void; says: RegExp }> = {
  'rows are appended': {
    change: (input) => appendFileSync(input, 'k1,"x",1\n'),
    says: /its size was \d+ bytes and is \d+/,
  },
  'it is cut off': { change: (input) => truncateSync(input, 1_000_000), says: /its size was \d+ bytes and is 1000000/ },
  'it is emptied': { change: (input) => truncateSync(input, 0), says: /its size was \d+ bytes and is 0/ },
  'a digit becomes another': { change: changeByte, says: /modified/ },
  'another file takes its place': {
    change: (input) => {
      writeQuotedRows(input, 1_200_000, 100, 2);
      truncateSync(input, statSync(original).size);
    },
    says: /modified|size/,
  },
  'it is removed': { change: (input) => rmSync(input), says: /it is gone/ },
};

for (const [name, { change, says }] of Object.entries(changes)) {
  for (const hash of long ? (['sampled', 'full'] as const) : (['sampled'] as const)) {
    test(`${name} between plan and run, known by its ${hash} hash`, async () => {
      const { input, directory } = await planned(`plan ${name} ${hash}`, hash);
      change(input);
      const error = await refusal(finish(directory));
      assert.equal([error.code, error.exitCode], ['input-changed', 1]);
      assert.match(error.message, /changed since the run was planned/);
      if (hash === 'sampled') assert.match(error.message, says);
      assert.ok(error.message.includes('.csv'), 'the file is named');
      assert.match(error.next ?? '', /put the file back as it was, or start a new run/);
      assert.not.ok(existsSync(paths.result(directory)));
      restore(input);
      assert.is(statistics((await finish(directory)).result), await expected, 'the file is put back, the run goes on');
    });
  }

  test(`${name} while it is read`, async () => {
    const { input, directory } = await planned(`run ${name}`);
    let changed = false;
    const onEvent = ({ type }: { type: string }) => {
      if (changed || type !== 'done') return;
      changed = true;
      change(input);
    };
    const error = await refusal(finish(directory, { workers: 1 }, { onEvent }));
    assert.ok(changed);
    assert.is(error.code, 'input-changed', error.message);
    assert.not.ok(existsSync(paths.result(directory)));
    restore(input);
    assert.is(statistics((await finish(directory)).result), await expected, 'nothing that was read of it counts');
  });
}

test('it changes after the last partition, before the result', async () => {
  const { input, directory } = await planned('late');
  const onEvent = ({ type }: { type: string }) => {
    if (type === 'combining') changeByte(input);
  };
  assert.is((await refusal(finish(directory, {}, { onEvent }))).code, 'input-changed');
  assert.not.ok(existsSync(paths.result(directory)));
  restore(input);
  assert.is(statistics((await finish(directory)).result), await expected);
});

test('it is only touched: refused if samples of it are known, accepted if all of it is', async () => {
  const sampled = await planned('touched sampled');
  touch(sampled.input);
  const error = await refusal(finish(sampled.directory));
  assert.is(error.code, 'input-changed');
  assert.match(error.message, /it was modified 20\d\d-/);
  const full = await planned('touched full', 'full');
  touch(full.input);
  assert.is(statistics((await finish(full.directory)).result), await expected);
});

test('it is small and touched: accepted, for the samples are all of it', async () => {
  const input = join(folder, 'small.csv');
  writeFileSync(input, 'key,note,value\na,"x",1\nb,"y",2\n');
  const { directory } = await plan(cutOf(input, 'small'));
  touch(input);
  assert.is(JSON.parse((await finish(directory)).result).rows, 2);
  const other = await plan(cutOf(input, 'small changed'));
  writeFileSync(input, 'key,note,value\na,"x",1\nb,"y",3\n');
  assert.is((await refusal(finish(other.directory))).code, 'input-changed');
});

test('it is touched while it is read', async () => {
  for (const hash of long ? (['sampled', 'full'] as const) : (['sampled'] as const)) {
    const { input, directory } = await planned(`touched in run ${hash}`, hash);
    let touched = false;
    const onEvent = ({ type }: { type: string }) => {
      if (!touched && type === 'done') touch(input);
      touched ||= type === 'done';
    };
    const run = finish(directory, { workers: 1 }, { onEvent });
    if (hash === 'full') assert.is(statistics((await run).result), await expected);
    else assert.is((await refusal(run)).code, 'input-changed');
  }
});

test('a change that hides behind the old time is found in a sample, or by a new full hash', async () => {
  const { input, directory } = await planned('hidden');
  const bytes = readFileSync(input);
  bytes[20] = (bytes[20] as number) ^ 1;
  writeFileSync(input, bytes);
  utimesSync(input, modifiedAt, modifiedAt);
  const error = await refusal(finish(directory));
  assert.is(error.code, 'input-changed');
  assert.match(error.message, /its content is not what it was/);
});

test('a finished run keeps its result, whatever becomes of its input', async () => {
  const { input, directory } = await planned('finished');
  const { result } = await finish(directory);
  rmSync(input);
  assert.is((await finish(directory)).result, result);
});

test.run();
