import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { paths } from '../../../pipeline/run-dir/layout.ts';
import { keepFilesInMemory } from '../../oracle/runs.ts';
import { scratchFolder } from '../input/scratch.ts';
import { digest, drive, finish, plan, refusal } from '../run/driven.ts';
import { randomNumbers } from '../run/quoted-data.ts';

keepFilesInMemory();
const test = suite('fault 38: a full disk leaves no half partial, and says what to do');
const folder = scratchFolder();
const disk = join(folder, 'disk');
mkdirSync(disk);

const input = join(folder, 'distinct.csv');
const random = randomNumbers(3);
const rows = Array.from({ length: 60_000 }, () => `a,${random(10_000_000)}.5\n`);
writeFileSync(input, `k,v\n${rows.join('')}`);
const cut = { inputs: [input], partitions: 3, describe: { columns: ['v'], window: 10 } };

function mount(...options: string[]): string | undefined {
  const { status, stderr, error } = spawnSync('mount', options, { encoding: 'utf8' });
  return status === 0 ? undefined : (error?.message ?? stderr.trim());
}

/** Does something with a run on a disk of that size, which it may let grow; without the right to mount, nothing. */
async function onDisk(kibibytes: number, work: (directory: string, grow: () => void) => Promise<void>): Promise<void> {
  const refused = mount('-t', 'tmpfs', '-o', `size=${kibibytes}k`, 'tmpfs', disk);
  if (refused !== undefined) {
    console.log(`skipped: a small disk cannot be mounted here (${refused})`);
    return;
  }
  const unmount = () => spawnSync('umount', [disk]);
  process.once('exit', unmount);
  try {
    await work(join(disk, 'run'), () => assert.is(mount('-o', 'remount,size=16m', disk), undefined));
  } finally {
    process.off('exit', unmount);
    unmount();
  }
}

const expected = drive({ ...cut, out: join(folder, 'expected') }).then(({ result }) => digest(result));

/** Kibibytes of the disk: no partial fits on the first one, some fit on the others. Each partial takes about 60. */
for (const kibibytes of [64, 100, 160]) {
  test(`${kibibytes} KiB: the run ends, and goes on when there is room`, () =>
    onDisk(kibibytes, async (directory, grow) => {
      await plan({ ...cut, out: directory });
      const error = await refusal(finish(directory, { workers: 2, attempts: 2 }));
      assert.is(error.exitCode, 1);
      assert.match(error.message, /no space left/);
      assert.ok(error.message.includes(directory), `it says where: ${error.message}`);
      assert.not.match(error.message, /\n/, 'nobody wants to see a stack');
      assert.match(error.next ?? '', /free|room|space/, 'it says what to do');
      assert.ok(error.next?.includes(`enjambre resume ${directory}`), error.next);
      assert.not.ok(existsSync(paths.result(directory)));
      assert.not.ok(existsSync(paths.lock(directory)), 'the lock is given back');
      const partials = existsSync(paths.partials(directory)) ? readdirSync(paths.partials(directory)) : [];
      assert.ok(partials.filter((name) => name.endsWith('.json')).length < 3);
      grow();
      const { result, ledger } = await finish(directory, { workers: 2 });
      assert.is(digest(result), await expected);
      assert.ok(ledger.checks.every(({ holds }) => holds));
      const names = readdirSync(directory, { recursive: true }).map(String);
      assert.equal(
        names.filter((name) => name.includes('.tmp')),
        [],
        'nothing half written is left',
      );
    }));
}

test('a run that cannot even be planned is refused by its place', () =>
  onDisk(4, async (directory) => {
    writeFileSync(join(disk, 'filler'), 'x'.repeat(4096));
    const error = await refusal(plan({ ...cut, out: directory }));
    assert.is(error.exitCode, 1);
    assert.match(error.message, /no space left/);
    assert.ok(error.message.includes(directory), error.message);
  }));

test.run();
