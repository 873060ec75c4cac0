import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Command, WriteFile } from '../../../setup/plan/command.ts';
import type { LabPlan } from '../../../setup/plan/make-plan.ts';
import { labScript } from '../../../setup/plan/shell.ts';
import { RELEASES } from '../../lab/board.ts';
import { type Lab, raiseLab } from '../../lab/lab.ts';
import { outputOf } from '../../lab/process.ts';
import { at, boardTests } from '../../lab/suite.ts';
import { nodePlan, plannedStep } from './planned.ts';

const test = suite("a plan's script brings boards to what the plan says, and can be run again");

const boards = await boardTests(test, 'container');
const DROP_IN = '/etc/systemd/system/docker.service.d/enjambre.conf';
const FOREIGN = '# by hand, without end \xff';

for (const release of RELEASES) {
  boards.test(`Debian ${release}: from two boards to a Swarm, twice`, async () => {
    const lab = await raiseLab({ name: `script${release}`, boards: [{ release }, { release }] });
    try {
      await runTwice(lab);
      await refusesForeignEdit(lab);
    } finally {
      await lab.down();
    }
  });
}

async function runTwice(lab: Lab): Promise<void> {
  await at(lab, 'worker1', 'printf "# by hand, without end \\377" | sudo tee /etc/fstab > /dev/null');
  const plan = planOf(lab);
  const run = async (node: string, environment = '') => {
    const command = `sudo ${environment} sh -s ${node}`;
    outputOf([node, command], await lab.ssh(node, command, { input: labScript(plan) }));
  };
  for (const time of ['first', 'second']) {
    await run('manager');
    const token = await at(lab, 'manager', 'sudo docker swarm join-token --quiet worker');
    await run('worker1', `JOIN_TOKEN=${token}`);
    const listed = await at(lab, 'manager', "sudo docker node ls --format '{{.Hostname}} {{.Status}}'");
    assert.equal(listed.split('\n').sort(), ['manager Ready', 'worker1 Ready'], time);
    assert.is(await at(lab, 'worker1', 'stat -c "%a %u:%g" /srv/nfs/shared'), '2775 1000:1000');
    assert.match(await at(lab, 'worker1', 'systemctl show -p DropInPaths docker'), DROP_IN);
    const text = await lab.board('worker1').exec(['base64', '-w', '0', '/etc/fstab']);
    assert.is(Buffer.from(text.stdout, 'base64').toString('latin1'), `${FOREIGN}\nnew line\n`);
    assert.is(await at(lab, 'worker1', 'sudo ls /var/lib/enjambre/backups | wc -l'), '1', `${time}: one old file`);
  }
  const days = await at(lab, 'manager', "sudo docker info --format '{{.Swarm.Cluster.Spec.CAConfig.NodeCertExpiry}}'");
  assert.is(days, '8760h0m0s');
}

/** What somebody has edited since the plan was made stays, and the script ends there. */
async function refusesForeignEdit(lab: Lab): Promise<void> {
  await at(lab, 'worker1', 'echo edited | sudo tee /etc/fstab > /dev/null');
  const { code, stderr } = await lab.ssh('worker1', 'sudo sh -s worker1', { input: labScript(planOf(lab)) });
  assert.is.not(code, 0);
  assert.match(stderr, '/etc/fstab was changed since this was planned');
  assert.is(await at(lab, 'worker1', 'cat /etc/fstab; ls -A /etc | grep enjambre || echo none'), 'edited\nnone');
}

function planOf(lab: Lab): LabPlan {
  const [manager = '', worker = ''] = lab.boards.map(({ address }) => address);
  const docker = (call: (Command & { kind: 'docker' })['call']): Command => {
    return { kind: 'docker', sentence: `Call ${call.name}`, call, undo: null };
  };
  const file = (details: Partial<WriteFile> & Pick<WriteFile, 'path' | 'before' | 'after'>): WriteFile => {
    return { kind: 'write-file', sentence: `Write ${details.path}`, ours: 'whole', activate: [], ...details };
  };
  const onWorker: Command[] = [
    { kind: 'install-packages', sentence: 'Install Docker', packages: ['docker.io'] },
    {
      kind: 'make-directory',
      sentence: 'Make the folder',
      path: '/srv/nfs/shared',
      owner: { user: 1000, group: 1000 },
      mode: '2775',
    },
    file({ path: '/etc/fstab', before: FOREIGN, after: `${FOREIGN}\nnew line\n`, check: ['test', '-s'] }),
    file({
      path: DROP_IN,
      before: null,
      after: '[Unit]\nDescription=Docker, after the share\n',
      activate: [['systemctl', 'daemon-reload']],
    }),
    docker({ name: 'swarm-join', manager: 'manager', remote: `${manager}:2377`, advertise: worker }),
  ];
  const onManager = [
    docker({ name: 'swarm-init', advertise: manager }),
    docker({ name: 'certificate-days', days: 365 }),
  ];
  return { nodes: [nodePlan('manager', [plannedStep(onManager)]), nodePlan('worker1', [plannedStep(onWorker)])] };
}

test.run();
