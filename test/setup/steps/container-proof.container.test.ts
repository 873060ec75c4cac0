import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readFacts } from '../../../setup/facts/read.ts';
import type { Host } from '../../../setup/host/host.ts';
import { readInventory } from '../../../setup/inventory/read.ts';
import type { RunCommand } from '../../../setup/plan/command.ts';
import { containerProof } from '../../../setup/steps/container-proof.ts';
import type { StepPlan } from '../../../setup/steps/step.ts';
import { RELEASES, type Release } from '../../lab/board.ts';
import { type HeldLab, type Lab, raiseLab } from '../../lab/lab.ts';
import { boardTests } from '../../lab/suite.ts';
import { boardHost, printed } from '../apply/board-host.ts';
import { bareFacts } from './defaults.ts';

const test = suite('a container is seen to run, or it is said that none does');

const boards = await boardTests(test, 'container');
const labs = new Map<Release, HeldLab>();

boards.before(async () => {
  for (const release of RELEASES) {
    labs.set(release, await raiseLab({ name: `proof${release}`, boards: [{ kind: 'container', release }] }));
  }
});
boards.after(async () => {
  for (const lab of labs.values()) await lab.down();
});

const TRACES = 'docker image ls --all --quiet; docker container ls --all --quiet; ls /tmp; ls /var/lib/enjambre';

for (const release of RELEASES) {
  boards.test(`Debian ${release}: the proof leaves a note and nothing else, and is not asked for again`, async () => {
    const { lab, host } = labOf(release);
    const before = await printed(host, 'mkdir -p /var/lib/enjambre; rm -f /var/lib/enjambre/*; ls /tmp');
    assert.equal((await planOf(lab, host)).commands.length, 1);
    assert.is((await prove(lab, host)).code, 0);
    assert.is(await printed(host, TRACES), `${before}container-proof\n`);
    const { commands, because } = await planOf(lab, host);
    assert.equal(commands, []);
    assert.match(because, /^a container ran with Docker \d+\./);
  });

  boards.test(`Debian ${release}: a Docker that can run no container is told, and leaves no note`, async () => {
    const { lab, host } = labOf(release);
    await printed(host, 'rm -f /var/lib/enjambre/*; mv /usr/sbin/runc /usr/sbin/runc.away');
    try {
      const { code, stderr } = await prove(lab, host);
      assert.is.not(code, 0);
      assert.match(stderr, 'runc');
      assert.is((await printed(host, TRACES)).includes('container-proof'), false);
      assert.is(await printed(host, 'docker image ls --all --quiet; docker container ls --all --quiet'), '');
      assert.equal((await planOf(lab, host)).commands.length, 1);
    } finally {
      await printed(host, 'mv /usr/sbin/runc.away /usr/sbin/runc');
    }
  });

  boards.test(`Debian ${release}: a Docker that is stopped is started, and then proven`, async () => {
    const { lab, host } = labOf(release);
    await printed(host, 'rm -f /var/lib/enjambre/*; systemctl stop docker.socket docker.service');
    const { commands } = await planOf(lab, host);
    assert.is(commands.length, 2);
    for (const command of commands) assert.is((await runOn(host, command as RunCommand)).code, 0);
    assert.equal((await planOf(lab, host)).commands, []);
  });
}

function labOf(release: Release): { lab: Lab; host: Host } {
  const lab = labs.get(release);
  if (lab === undefined) throw new Error(`There is no lab for Debian ${release}.`);
  return { lab, host: boardHost(lab, 'manager') };
}

/** What the step plans for the board as it is now. */
async function planOf(lab: Lab, host: Host): Promise<StepPlan> {
  const inventory = await readInventory(lab.inventory);
  const [node] = inventory.nodes;
  if (node === undefined) throw new Error('The lab has no board.');
  const read = await readFacts(host, { node, inventory }, containerProof.reads);
  const facts = { ...bareFacts(node), ...read };
  return containerProof.plan({ node, inventory, facts, lab: new Map([[node.name, facts]]), mayLeaveSwarm: new Set() });
}

async function prove(lab: Lab, host: Host) {
  const [command] = (await planOf(lab, host)).commands;
  return runOn(host, command as RunCommand);
}

function runOn(host: Host, { argv, deadlineMs }: RunCommand) {
  return host.sh('exec "$@"', { args: argv, ...(deadlineMs === undefined ? {} : { deadlineMs }) });
}

test.run();
