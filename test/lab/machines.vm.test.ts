import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { RELEASES, type Release } from './board.ts';
import { type Lab, raiseLab } from './lab.ts';
import { at, boardTests } from './suite.ts';

const test = suite('VM boards are machines of their own, with the parts that a lab needs');

const boards = await boardTests(test, 'vm');

let seen: PromiseSettledResult<void>[] = [];

// Side by side: a board that boots keeps one processor busy.
boards.before(async () => {
  seen = await Promise.allSettled(RELEASES.map(look));
});

for (const [index, release] of RELEASES.entries()) {
  boards.test(`Debian ${release}`, async () => {
    const ended = seen[index];
    if (ended?.status !== 'fulfilled') throw ended?.reason;
  });
}

async function look(release: Release): Promise<void> {
  const request = { kind: 'vm', release, docker: true } as const;
  const lab = await raiseLab({ name: `machines${release}`, boards: [request, request] });
  try {
    await areRealMachines(lab, release);
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

test.run();
