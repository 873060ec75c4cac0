import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Release } from '../../lab/board.ts';
import { type Lab, raiseLab } from '../../lab/lab.ts';
import { at, boardTests, PATIENCE_MS } from '../../lab/suite.ts';
import { ended } from '../command.ts';
import { difference, dockerOf, editInventory, etcOf, expectOnLab, onLab, rootLines, startOnLab } from '../set-up.ts';

const test = suite('set-up makes a lab of two bare machines, which survives power cuts, and takes it back');

const MOUNT = '/mnt/shared';
const OTHER_MOUNT = '/mnt/class share';
const BOARDS = ['manager', 'worker1'] as const;

const boards = await boardTests(test, 'vm');
/** Both releases take twice as long. */
const releases: readonly Release[] = process.env.ENJAMBRE_LONG === '1' ? ['13', '12'] : ['13'];

for (const release of releases) boards.test(`Debian ${release}`, () => journey(release));

async function journey(release: Release): Promise<void> {
  const started = Date.now();
  const request = { kind: 'vm', release } as const;
  const lab = await raiseLab({ name: `real${release}`, boards: [request, request] });
  const tell = (what: string) =>
    console.log(`Debian ${release}: ${what} after ${Math.round((Date.now() - started) / 1000)} s`);
  try {
    const bare = await etcOfBoth(lab);
    await fromBareToLab(lab, bare);
    tell('a lab of bare machines');
    await changesNothingTwice(lab);
    await refusesStrangers(lab);
    tell('a second run changed nothing');
    await survivesPowerCut(lab);
    tell('the power cut is survived');
    await startsWithoutServer(lab);
    tell('the worker started without its server, and found the share by itself');
    await takesBack(lab, bare);
    tell('all is taken back');
  } finally {
    await lab.down();
  }
}

function etcOfBoth(lab: Lab): Promise<string[][]> {
  return Promise.all(BOARDS.map((board) => etcOf(lab, board)));
}

async function fromBareToLab(lab: Lab, bare: readonly string[][]): Promise<void> {
  const { stdout } = await expectOnLab(lab, ['plan'], 3);
  for (const expected of [
    'nfs-kernel-server',
    'docker.io',
    '/etc/exports',
    '/etc/fstab',
    'the join token is asked of',
  ]) {
    assert.ok(stdout.includes(expected), `the plan of bare machines names ${expected}`);
  }
  for (const [index, etc] of (await etcOfBoth(lab)).entries()) assert.equal(difference(bare[index] ?? [], etc), []);
  await expectOnLab(lab, ['apply', '--yes'], 0);
  assert.is(await at(lab, 'worker1', `findmnt -n -o FSTYPE ${MOUNT}`), 'nfs4');
  assert.is(
    await at(lab, 'worker1', `cat ${MOUNT}/.enjambre-share`),
    await at(lab, 'manager', 'cat /srv/nfs/shared/.enjambre-share'),
  );
  assert.equal(
    (await at(lab, 'manager', "sudo docker node ls --format '{{.Hostname}} {{.Status}}'")).split('\n').sort(),
    ['manager Ready', 'worker1 Ready'],
  );
}

async function changesNothingTwice(lab: Lab): Promise<void> {
  const state = async () => [await etcOfBoth(lab), await Promise.all(BOARDS.map((board) => dockerOf(lab, board)))];
  const once = await state();
  const { stderr } = await expectOnLab(lab, ['apply', '--yes'], 0);
  assert.match(stderr, 'Nothing to do on 2 nodes.');
  assert.equal(difference(once.flat(2), (await state()).flat(2)), []);
}

/** The manager itself is no address of the export's list: it has its share by a bind mount. */
async function refusesStrangers(lab: Lab): Promise<void> {
  const server = lab.boards[0]?.address;
  const { code, stderr } = await lab.ssh('manager', `sudo timeout 30 mount -t nfs4 ${server}:/srv/nfs/shared /media`, {
    timeoutMs: PATIENCE_MS,
  });
  assert.is(code, 32, stderr);
}

/**
 * One board is dead, and the power goes while the other's system files are being edited: each is the old one or the new one, the
 * machine starts, and the work is finished on both.
 */
async function survivesPowerCut(lab: Lab): Promise<void> {
  await editInventory(lab, ({ share }) => {
    share.mount = OTHER_MOUNT;
    share.allow = [lab.boards[1]?.address, '192.0.2.7'];
  });
  const fstab = await rootLines(lab, 'manager', 'cat /etc/fstab');
  await lab.board('worker1').pause();
  const apply = startOnLab(lab, ['apply', '--yes', '--only', 'exports', '--only', 'share-mount']);
  const done = ended(apply);
  await new Promise<void>((resolve) => {
    let said = '';
    apply.stderr?.on('data', (text: string) => {
      said += text;
      if (/manager: (exports|share-mount): .*…/.test(said)) resolve();
    });
    done.then(() => resolve());
  });
  await at(lab, 'manager', 'echo lost | sudo tee /root/lost > /dev/null');
  await lab.board('manager').kill();
  assert.is.not((await done).code, 0);
  await lab.board('manager').start();
  await lab.answers(['manager'], PATIENCE_MS);
  const root = (lines: readonly string[]) => lines.filter((line) => line.includes(' / '));
  assert.equal(root(await rootLines(lab, 'manager', 'cat /etc/fstab')), root(fstab));
  // It was a real power cut: what was in memory alone is gone.
  assert.is(await at(lab, 'manager', 'sudo cat /root/lost 2> /dev/null || true'), '');
  const partly = await expectOnLab(lab, ['apply', '--yes'], 4);
  assert.match(partly.stderr, /worker1: ✖ Cannot reach worker1/);
  await lab.board('worker1').unpause();
  // It stood still, and its clock with it: a board that is off has one that goes on, or a time server.
  await lab.board('worker1').setClock(0);
  await expectOnLab(lab, ['apply', '--yes', '--only-failed'], 0);
  await expectOnLab(lab, ['plan'], 0);
  assert.is(await at(lab, 'worker1', `findmnt -n -o FSTYPE '${OTHER_MOUNT}'`), 'nfs4');
}

/** A classroom's power comes back, and the manager is late, or dead: the others start, answer, and find the share when it is there. */
async function startsWithoutServer(lab: Lab): Promise<void> {
  await Promise.all(BOARDS.map((board) => lab.board(board).kill()));
  const started = Date.now();
  await lab.board('worker1').start();
  await lab.answers(['worker1'], PATIENCE_MS);
  console.log(`worker1 answered ${Math.round((Date.now() - started) / 1000)} s after its start, without a server`);
  await lab.board('manager').start();
  await lab.answers(['manager'], PATIENCE_MS);
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const { code, stdout, stderr } = await onLab(lab, ['plan']);
    if (code === 0) break;
    assert.ok(Date.now() < deadline, `the lab did not come back by itself:\n${stdout}\n${stderr}`);
    await sleep(5000);
  }
  assert.is(await at(lab, 'worker1', `findmnt -n -o FSTYPE '${OTHER_MOUNT}'`), 'nfs4');
}

/** What packages leave for good: accounts, what is made of all that is installed, and what containerd and Docker 20.10 make as they run. */
const LEFT_BY_PACKAGES =
  /^[-+] (\.\/|[0-9a-f]{64} {2}\.\/)((group|gshadow|passwd|shadow|subuid|subgid)-?|cni|cni\/net\.d|docker(?= d )|docker\/key\.json|ld\.so\.cache|\.pwd\.lock)( |$)/;

async function takesBack(lab: Lab, bare: readonly string[][]): Promise<void> {
  await expectOnLab(lab, ['reset', '--yes'], 0);
  for (const [index, etc] of (await etcOfBoth(lab)).entries()) {
    const changed = difference(bare[index] ?? [], etc).filter((line) => !LEFT_BY_PACKAGES.test(line));
    assert.equal(changed, [], BOARDS[index]);
  }
  assert.is(await at(lab, 'manager', 'ls -A /srv/nfs/shared 2> /dev/null || true'), '');
}

test.run();
