import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { connect } from '../../../setup/host/connect.ts';
import type { Host } from '../../../setup/host/host.ts';
import { KnownHosts } from '../../../setup/host/known-hosts-file.ts';
import { secretsFrom } from '../../../setup/host/secrets.ts';
import type { Node } from '../../../setup/inventory/inventory.ts';
import { readInventory } from '../../../setup/inventory/read.ts';
import { RELEASES } from '../../lab/board.ts';
import { type Lab, raiseLab } from '../../lab/lab.ts';
import { boardTests } from '../../lab/suite.ts';
import { hostError } from './at-server.ts';

const test = suite('boards are reached by SSH, with sudo and Docker as they come');
const boards = await boardTests(test, 'container');
const everyByte = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));

for (const release of RELEASES) {
  boards.test(`Debian ${release}: accounts with sudo of each kind`, () =>
    withLab(`host${release}`, [{ release }], async (lab) => {
      const { password } = lab.credentials;
      const admin = await open(lab, 'manager', { user: 'admin' });
      const { code, stdout } = await admin.sh('id -u; cat; exit 7', { input: everyByte });
      assert.equal([code, stdout.subarray(0, 2).toString(), stdout.subarray(2)], [7, '0\n', everyByte]);
      assert.is(admin.sessions, 1);
      await heldScript(admin);

      const known = await open(lab, 'manager', { user: 'teacher', sudo: password });
      const seen = await known.sh('id -u; ps -eo args; env', { args: ['visible'] });
      assert.match(seen.stdout.toString(), /^0\n/);
      assert.not.match(seen.stdout.toString(), password);
      assert.is(known.sessions, 1);

      const unknown = await open(lab, 'manager', { user: 'teacher' });
      assert.is((await hostError(unknown.sh('true'))).code, 'sudo-password-needed');
      const wrong = await open(lab, 'manager', { user: 'teacher', sudo: 'canary-wrong' });
      const refused = await hostError(wrong.sh('true'));
      assert.is(refused.code, 'sudo-refused');
      assert.not.match(`${refused.message} ${refused.next}`, 'canary');
      const student = await open(lab, 'manager', { user: 'student', sudo: password });
      assert.is((await hostError(student.sh('true'))).code, 'sudo-refused');
      await Promise.all([known, unknown, wrong, student].map((host) => host.close()));

      const said = await admin.sh('journalctl -q --no-pager; cat /var/log/auth.log 2>/dev/null; ls -R /tmp /root');
      assert.match(said.stdout.toString(), 'incorrect password attempt');
      for (const secret of [password, 'canary']) assert.not.match(said.stdout.toString(), secret);
      await admin.close();
    }),
  );

  boards.test(`Debian ${release}: engines are spoken to through SSH`, () =>
    withLab(`engine${release}`, [{ release }, { release }], async (lab) => {
      const [first, second] = lab.boards;
      const manager = await open(lab, 'manager', { user: 'admin' });
      const worker = await open(lab, 'worker1', { user: 'teacher', sudo: lab.credentials.password });
      await onSwarm(manager, worker, first!.address, second!.address);
      await manager.close();
      await worker.close();
    }),
  );
}

boards.test('a board whose cable is pulled, and one that stands still, end in errors', () =>
  withLab('hostlost', [{}, {}], async (lab) => {
    const worker = await open(lab, 'worker1', { user: 'admin', keepaliveMs: 500 });
    const manager = await open(lab, 'manager', { user: 'admin', keepaliveMs: 500 });
    const lost = [worker, manager].map((host) => hostError(host.sh('sleep 60')));
    await sleep(300);
    await lab.board('worker1').link(false);
    await lab.board('manager').pause();
    for (const error of await Promise.all(lost)) assert.is(error.code, 'connection-lost');
    const since = Date.now();
    const paused = await hostError(open(lab, 'manager', { user: 'admin', loginMs: 2_000 }));
    assert.is(paused.code, 'unreachable');
    const unplugged = await hostError(open(lab, 'worker1', { user: 'admin', loginMs: 2_000 }));
    assert.is(unplugged.code, 'unreachable');
    await Promise.all([worker.close(), manager.close()]);
    assert.ok(Date.now() - since < 8_000);
    await lab.board('manager').unpause();
    await lab.board('worker1').link(true);
    await lab.answers();
    const again = await open(lab, 'worker1', { user: 'admin' });
    assert.is((await again.sh('exit 4')).code, 4);
    await again.close();
  }),
);

interface Way {
  user: string;
  sudo?: string;
  keepaliveMs?: number;
  loginMs?: number;
}

async function open(lab: Lab, name: string, { user, sudo, ...timing }: Way): Promise<Host> {
  const inventory = await readInventory(lab.inventory);
  const node = inventory.nodes.find((one) => one.name === name);
  assert.ok(node?.connection.type === 'ssh');
  const as: Node = { ...node, connection: { ...node.connection, user } };
  const knownHosts = await KnownHosts.read(join(lab.directory, 'none'), [join(lab.directory, 'known_hosts')]);
  return connect(as, { knownHosts, secrets: secretsFrom({ ENJAMBRE_SUDO_PASSWORD: sudo }), timing });
}

async function heldScript(host: Host): Promise<void> {
  const held = await host.hold('echo $$; cat >/dev/null; exit 3');
  const alive = `kill -0 ${held.firstLine}`;
  assert.is((await host.sh(alive)).code, 0);
  await held.release();
  assert.is((await held.ended).code, 3);
  assert.is((await host.sh(alive)).code, 1);
}

async function onSwarm(manager: Host, worker: Host, first: string, second: string): Promise<void> {
  const [managing, working] = [await manager.engine(), await worker.engine()];
  await managing.swarmInit({ advertise: first });
  await managing.setCertificateDays(365);
  const again = await hostError(managing.swarmInit({ advertise: first }));
  assert.is(again.code, 'engine-refused');
  assert.match(again.message, 'HTTP 503');
  const remote = `${first}:2377`;
  const token = await managing.workerToken();
  const wrong = `${token.slice(0, -8)}canary00`;
  const refused = await hostError(working.swarmJoin({ token: wrong, remote, advertise: second }));
  assert.is(refused.code, 'engine-refused');
  assert.not.match(`${refused.message} ${refused.next} ${refused.stack}`, /canary|SWMTKN/);
  await working.swarmJoin({ token, remote, advertise: second });
  const id = (await text(worker, 'docker info --format "{{.Swarm.NodeID}}"')).trim();
  const labels = () => text(manager, `docker node inspect --format "{{json .Spec.Labels}}" ${id}`);
  await managing.labelNode(id, { set: { destino: 'ñandú', kept: '1' }, remove: [] });
  await managing.labelNode(id, { set: { type: 'worker' }, remove: ['destino', 'absent'] });
  assert.equal(JSON.parse(await labels()), { kept: '1', type: 'worker' });
  assert.match(await text(manager, 'docker info'), 'Expiry Duration: 12 months');
  assert.is((await hostError(managing.removeNode(id))).code, 'engine-refused');
  await working.swarmLeave({ force: false });
  for (let tries = 0; !(await text(manager, `docker node inspect ${id}`)).includes('"down"') && tries < 100; tries++) {
    await sleep(200);
  }
  await managing.removeNode(id);
  await managing.swarmLeave({ force: true });
  assert.is((await text(manager, 'docker info --format "{{.Swarm.LocalNodeState}}"')).trim(), 'inactive');
  // The engine goes on speaking after Docker was restarted under it.
  assert.is((await manager.sh('systemctl reset-failed docker; systemctl restart docker')).code, 0);
  await managing.swarmInit({ advertise: first });
  await managing.swarmLeave({ force: true });
}

async function text(host: Host, script: string): Promise<string> {
  const { code, stdout, stderr } = await host.sh(script);
  assert.is(code, 0, `${script}: ${stderr}`);
  return stdout.toString();
}

async function withLab(
  name: string,
  plans: Parameters<typeof raiseLab>[0]['boards'],
  work: (lab: Lab) => Promise<void>,
): Promise<void> {
  const lab = await raiseLab({ name, boards: plans });
  try {
    assert.ok(readFileSync(join(lab.directory, 'known_hosts'), 'utf8') !== '');
    await work(lab);
  } finally {
    await lab.down();
  }
}

test.run();
