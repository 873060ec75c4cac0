import { setTimeout as sleep } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { RELEASES, type Release } from './board.ts';
import { type Lab, raiseLab } from './lab.ts';
import { at, boardTests, PATIENCE_MS } from './suite.ts';

const test = suite('a VM board mounts what another one exports, survives a power cut, and comes back');

const EXPORT = '/srv/nfs/shared';
const MOUNT = '/mnt/shared';

const boards = await boardTests(test, 'vm');

let journeys: PromiseSettledResult<void>[] = [];

// Side by side: a board that boots keeps one processor busy.
boards.before(async () => {
  journeys = await Promise.allSettled(RELEASES.map(journey));
});

for (const [index, release] of RELEASES.entries()) {
  boards.test(`Debian ${release}`, async () => {
    const ended = journeys[index];
    if (ended?.status !== 'fulfilled') throw ended?.reason;
  });
}

async function journey(release: Release): Promise<void> {
  const started = Date.now();
  const request = { kind: 'vm', release, docker: true } as const;
  const lab = await raiseLab({ name: `nfs${release}`, boards: [request, request] });
  const tell = (what: string) =>
    console.log(`Debian ${release}: ${what} after ${Math.round((Date.now() - started) / 1000)} s`);
  try {
    tell('two VM boards answer SSH');
    await areRealMachines(lab, release);
    await serve(lab);
    await mount(lab);
    tell('the share is mounted');
    await survivesPowerCut(lab);
    tell('back after the power cut, with the share');
    await outlivesItsServer(lab);
    tell('the server is back');
  } finally {
    await lab.down();
  }
}

async function areRealMachines(lab: Lab, release: Release): Promise<void> {
  const facts =
    'hostname; . /etc/os-release; echo $VERSION_ID; systemd-detect-virt; cat /etc/machine-id; od -An -N16 -tx1 /dev/urandom; sudo docker info --format {{.ID}}';
  const [manager = [], worker = []] = await Promise.all(
    ['manager', 'worker1'].map(async (board) => (await at(lab, board, facts)).split('\n')),
  );
  assert.equal(manager.slice(0, 2), ['manager', release]);
  assert.equal(worker.slice(0, 2), ['worker1', release]);
  assert.not.match(manager[2] ?? '', /none|container/);
  for (const [index, what] of ['machine-id', 'random numbers', "Docker's id"].entries()) {
    assert.is.not(manager[3 + index], worker[3 + index], `both have one ${what}`);
  }
  const asTeacher = { account: 'teacher', input: `${lab.credentials.password}\n` } as const;
  assert.is((await lab.ssh('worker1', "sudo -S -p '' id -u", asTeacher)).stdout, '0\n', 'sudo takes the password');
  const modules = 'for module in nfs nfsd overlay vxlan; do sudo modprobe $module || echo "no $module"; done';
  assert.is(await at(lab, 'worker1', modules), '');
  const cards = await at(lab, 'worker1', 'ip -brief -4 address');
  assert.match(cards, /eth0 +UP +10\.0\.2\.15/);
  assert.match(cards, new RegExp(`eth1 +UP +${lab.boards[1]?.address.replaceAll('.', '\\.')}/24`));
  assert.match(await at(lab, 'worker1', `ip route get ${lab.boards[0]?.address}`), 'dev eth1');
}

async function serve(lab: Lab): Promise<void> {
  const line = `${EXPORT} ${lab.boards[1]?.address}(rw,sync,root_squash,no_subtree_check)`;
  const steps = [
    `sudo mkdir --parents ${EXPORT}`,
    `sudo chmod 1777 ${EXPORT}`,
    `echo '${line}' | sudo tee /etc/exports`,
    'sudo systemctl enable --now nfs-server',
    'sudo exportfs -ra',
  ];
  await at(lab, 'manager', steps.join(' && '));
}

async function mount(lab: Lab): Promise<void> {
  const options = 'rw,hard,nosuid,nodev,nofail,_netdev,x-systemd.mount-timeout=120s';
  const line = `${lab.boards[0]?.address}:${EXPORT} ${MOUNT} nfs4 ${options} 0 0`;
  await at(lab, 'worker1', `sudo mkdir --parents ${MOUNT} && echo '${line}' | sudo tee --append /etc/fstab`);
  await at(lab, 'worker1', `sudo systemctl daemon-reload && sudo mount ${MOUNT}`);
  await at(lab, 'worker1', `echo before > ${MOUNT}/note && sync ${MOUNT}/note`);
  assert.is(await at(lab, 'manager', `cat ${EXPORT}/note`), 'before');
}

async function survivesPowerCut(lab: Lab): Promise<void> {
  const boot = await at(lab, 'worker1', 'cat /proc/sys/kernel/random/boot_id');
  await at(
    lab,
    'worker1',
    `echo kept | sudo tee /root/kept > /dev/null && sudo sync && echo lost | sudo tee /root/lost > /dev/null`,
  );
  const board = lab.board('worker1');
  await board.kill();
  assert.is(await board.state(), 'off');
  await board.start();
  await lab.answers(['worker1'], PATIENCE_MS);
  assert.is.not(await at(lab, 'worker1', 'cat /proc/sys/kernel/random/boot_id'), boot);
  assert.is(await at(lab, 'worker1', 'sudo cat /root/kept'), 'kept');
  // It was in memory alone when the power went.
  assert.is(await at(lab, 'worker1', 'sudo cat /root/lost 2> /dev/null || true'), '');
  await isMounted(lab);
  assert.is(await at(lab, 'worker1', `cat ${MOUNT}/note`), 'before');
}

async function isMounted(lab: Lab): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while ((await at(lab, 'worker1', `findmnt --noheadings --output FSTYPE ${MOUNT} || true`)) !== 'nfs4') {
    if (Date.now() > deadline) {
      const log =
        'sudo journalctl --boot --no-pager --unit mnt-shared.mount --unit systemd-networkd-wait-online --unit systemd-networkd';
      assert.unreachable(`the share is not mounted after the boot:\n${await at(lab, 'worker1', log)}`);
    }
    await sleep(1000);
  }
}

/** What is written while the server is off arrives when it is back. */
async function outlivesItsServer(lab: Lab): Promise<void> {
  const server = lab.board('manager');
  await server.kill();
  const writing = at(lab, 'worker1', `echo during > ${MOUNT}/late && sync ${MOUNT}/late`);
  await sleep(1000);
  await server.start();
  await writing;
  await lab.answers(['manager'], PATIENCE_MS);
  assert.is(await at(lab, 'manager', `cat ${EXPORT}/late`), 'during');
}

test.run();
