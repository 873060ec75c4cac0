import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { JOURNAL, parseJournal, unfinished } from '../../../setup/apply/journal.ts';
import { runnerName } from '../../../setup/apply/running.ts';
import { type HeldLab, raiseLab } from '../../lab/lab.ts';
import { boardTests } from '../../lab/suite.ts';
import { difference, editInventory, etcOf, expectOnLab, onLab, rootLines } from '../set-up.ts';
import { converges, hasNothingToDo, watch } from './watched.ts';

const test = suite('runs that are killed, meet another run or a hand edit leave a lab that converges');

const boards = await boardTests(test, 'container');
const NAMES = ['manager', 'worker1'] as const;
const SETTINGS = '/etc/docker/daemon.json';
let raised: HeldLab | undefined;
let bare: string[][] = [];

const lab = () => raised!;
const etcOfBoth = () => Promise.all(NAMES.map((name) => etcOf(lab(), name)));

boards.before(async () => {
  raised = await raiseLab({ name: 'runs', boards: [{}, {}] });
  bare = await etcOfBoth();
});
boards.after(async () => raised?.down());

/** The line that tells of a command before it is carried out, of a step that is none of these. */
function commandBeside(steps: ReadonlySet<string>): RegExp {
  return new RegExp(`^[a-z0-9]+: (?!(?:${[...steps].join('|')}):)([a-z-]+): .* …$`, 'm');
}

boards.test('killed at a command of one step after the other, the next run goes on', async () => {
  const killed = new Set(['none']);
  for (;;) {
    const running = watch(lab(), ['apply', '--yes']);
    const said = await running.says(commandBeside(killed));
    if (said === undefined) {
      const { code, stderr } = await running.done;
      assert.is(code, 0, `after ${[...killed].join()}:\n${stderr}`);
      break;
    }
    // Before the command has reached the board, or in the midst of it.
    await new Promise((resolve) => setTimeout(resolve, (killed.size % 2) * 100));
    running.child.kill('SIGKILL');
    killed.add(said[1] ?? '');
    assert.is((await running.done).code, null);
  }
  // What was under way may have come to its end on the board: then the next run does not come to it again.
  assert.ok(killed.size > 5, `it was killed at ${[...killed].join()}`);
  await converges(lab());
  await expectOnLab(lab(), ['plan'], 0);
  for (const name of NAMES) {
    const journal = parseJournal((await rootLines(lab(), name, `cat ${JOURNAL}`)).join('\n'));
    // A call to Docker that came to its end is not repeated to note that; a reset takes it back all the same.
    const edits = unfinished(journal).filter(({ change }) => change.kind === 'file');
    assert.equal(edits, [], name);
  }
});

boards.test('a hand edit after the plan, and one while it is carried out, are both kept', async () => {
  await editInventory(lab(), (inventory) => Object.assign(inventory, { docker: { logMegabytes: 20 } }));
  await expectOnLab(lab(), ['plan'], 3);
  await rootLines(lab(), 'worker1', edit('"debug": false'));
  // The new text is about to be laid beside the file: from here on it is not what it was when that was planned.
  const standIn = `#!/bin/sh
rm /usr/local/sbin/mktemp
${edit('"shutdown-timeout": 16')} > /dev/null
exec mktemp "$@"`;
  await rootLines(
    lab(),
    'worker1',
    `tee /usr/local/sbin/mktemp << 'END'\n${standIn}\nEND\nchmod +x /usr/local/sbin/mktemp`,
  );
  await expectOnLab(lab(), ['apply', '--yes'], 0);
  const settings = JSON.parse((await rootLines(lab(), 'worker1', `cat ${SETTINGS}`)).join('\n')) as object;
  assert.equal(settings, {
    'shutdown-timeout': 16,
    debug: false,
    'log-driver': 'local',
    'log-opts': { 'max-size': '20m' },
  });
  assert.equal(await rootLines(lab(), 'worker1', 'ls /usr/local/sbin'), ['']);
  await hasNothingToDo(lab());
});

/** Puts a member into Docker's settings, as a person with an editor does. */
function edit(member: string): string {
  return `sed -i '0,/{/s//{\\n  ${member},/' ${SETTINGS}; cat ${SETTINGS}`;
}

/** A run that has changed something, holds the locks, and stands still: a laptop that sleeps. */
async function asleep(logMegabytes: number) {
  await editInventory(lab(), (inventory) => Object.assign(inventory, { docker: { logMegabytes } }));
  for (const name of NAMES) await rootLines(lab(), name, 'rm -f /etc/systemd/system/docker.service.d/enjambre.conf');
  const running = watch(lab(), ['apply', '--yes']);
  assert.ok(await running.says(/docker-order: /), 'it changes something');
  running.child.kill('SIGSTOP');
  const wake = () => {
    running.child.kill('SIGCONT');
    return running.done;
  };
  return { done: running.done, wake };
}

boards.test('a second run at the same time names the first and changes nothing; the first ends well', async () => {
  const first = await asleep(30);
  try {
    const before = await etcOfBoth();
    const second = await onLab(lab(), ['apply', '--yes']);
    assert.is(second.code, 1, second.stderr);
    assert.match(second.stderr, `${runnerName()} (enjambre apply, since 20`);
    assert.match(second.stderr, 'apply --break-lock');
    for (const [index, etc] of (await etcOfBoth()).entries()) {
      const others = difference(before[index] ?? [], etc).filter((line) => !/docker\.service\.d/.test(line));
      assert.equal(others, [], 'only what the first had under way');
    }
  } finally {
    await first.wake();
  }
  const { code, stderr } = await first.done;
  assert.is(code, 0, stderr);
  await hasNothingToDo(lab());
});

boards.test('a run that is gone and left its locks is taken over on purpose, and stops if it comes back', async () => {
  const first = await asleep(40);
  try {
    await expectOnLab(lab(), ['apply', '--yes', '--break-lock'], 0);
  } finally {
    await first.wake();
  }
  const { code, stderr } = await first.done;
  assert.is.not(code, 0, stderr);
  assert.match(stderr, 'was taken over by another run: stopping.');
  assert.not.match(stderr, /docker-settings: done/);
  await hasNothingToDo(lab());
});

boards.test('after all of that a reset brings back what was there, but for what was edited by hand', async () => {
  await expectOnLab(lab(), ['reset', '--yes'], 0);
  const [manager, worker] = await etcOfBoth();
  assert.equal(difference(bare[0] ?? [], manager ?? []), []);
  const left = difference(bare[1] ?? [], worker ?? []).filter((line) => !/\.\/docker( |\/daemon\.json)/.test(line));
  assert.equal(left, []);
  const settings = JSON.parse((await rootLines(lab(), 'worker1', `cat ${SETTINGS}`)).join('\n')) as object;
  assert.equal(settings, { 'shutdown-timeout': 16, debug: false });
  assert.equal(await rootLines(lab(), 'manager', 'ls -A /mnt/shared'), [''], 'the share is as it was');
});

test.run();
