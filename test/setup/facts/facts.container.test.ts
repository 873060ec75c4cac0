import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FACT_NAMES, RESET_FACT_NAMES } from '../../../setup/facts/all.ts';
import type { FactContext } from '../../../setup/facts/fact.ts';
import type { Facts } from '../../../setup/facts/facts.ts';
import { readFacts } from '../../../setup/facts/read.ts';
import type { Host } from '../../../setup/host/host.ts';
import { shellWord } from '../../../setup/invocation.ts';
import { RELEASES } from '../../lab/board.ts';
import { type Lab, raiseLab } from '../../lab/lab.ts';
import { at, boardTests } from '../../lab/suite.ts';
import { factContext } from './inventory.ts';
import { localHost } from './local-host.ts';

const test = suite('facts are read from boards, which stay as they are');

const boards = await boardTests(test, 'container');

/** A board over SSH, by an account that sudo lets become root. */
function hostOf(lab: Lab, board: string): Host {
  return localHost(async (script) => {
    const { code, stdout, stderr } = await lab.ssh(board, `sudo sh -c ${shellWord(script)}`);
    return { code, stdout: Buffer.from(stdout), stderr };
  });
}

function contextOf(lab: Lab, board: string): FactContext {
  const { inventory } = factContext('manager', { share: { kind: 'existing', mount: '/mnt/shared' } });
  const nodes = inventory.nodes.map((node) => {
    const address = lab.boards.find(({ name }) => name === node.name)?.address ?? '';
    return { ...node, address };
  });
  const node = nodes.find(({ name }) => name === board);
  return { node: node!, inventory: { ...inventory, nodes } };
}

function read(lab: Lab, board: string): Promise<Facts> {
  return readFacts(hostOf(lab, board), contextOf(lab, board), RESET_FACT_NAMES);
}

/**
 * All that says what a board is: each file with its content's time, owner and mode, what is mounted, and what Docker tells, its
 * own counters apart. Docker writes the log of a Swarm's managers by itself.
 */
async function stateOf(lab: Lab, board: string): Promise<string> {
  const folders =
    '/etc /root /srv /mnt /home /var/lib/docker /var/lib/enjambre /var/lib/dpkg /var/lib/apt /var/cache /var/lib/nfs';
  const list = `find ${folders} -path '*/swarm/raft*' -prune -o -printf '%p %s %m %U %G %T@ %C@\\n' 2>/dev/null | sort`;
  const docker = "docker info --format '{{json .}}' | sed -E 's/\"(SystemTime|NGoroutines|NFd)\":[^,]*,//g'";
  const rest =
    'cut -d" " -f3- /proc/self/mountinfo | sort; lsmod 2>/dev/null | cut -d" " -f1 | sort; ls /run/systemd/system';
  return await at(lab, board, `sudo sh -c ${shellWord(`cd /; ${list}; ${docker}; ${rest}`)}`);
}

for (const release of RELEASES) {
  boards.test(`Debian ${release}: every fact of a Swarm's manager and worker, with nothing changed by it`, async () => {
    const lab = await raiseLab({ name: `facts${release}`, boards: [{ release }, { release }] });
    try {
      await joinSwarm(lab);
      for (const board of ['manager', 'worker1']) {
        const before = await stateOf(lab, board);
        const facts = await read(lab, board);
        assert.is(await stateOf(lab, board), before);
        meetsExpectations(lab, board, release, facts);
      }
    } finally {
      await lab.down();
    }
  });
}

boards.test('Docker that was stopped stays so, and apt writes no cache, when a bare board is read', async () => {
  const lab = await raiseLab({ name: 'facts-bare', boards: [{ release: '13' }] });
  try {
    await at(lab, 'manager', 'sudo systemctl stop docker.service');
    await at(lab, 'manager', 'sudo systemctl start docker.socket');
    await at(lab, 'manager', 'sudo rm -f /var/cache/apt/pkgcache.bin /var/cache/apt/srcpkgcache.bin');
    await at(lab, 'manager', 'sudo dpkg --force-depends --purge iptables');
    const { docker, swarmNodes, packages, units } = await read(lab, 'manager');
    assert.is(docker, null);
    assert.is(swarmNodes, null);
    assert.is(units['docker.service']?.active, 'inactive');
    assert.ok(packages.candidates.iptables !== undefined);
    assert.is(await at(lab, 'manager', 'systemctl is-active docker.service || :'), 'inactive');
    assert.is(await at(lab, 'manager', 'ls /var/cache/apt/*.bin 2>/dev/null || :'), '');
  } finally {
    await lab.down();
  }
});

async function joinSwarm(lab: Lab): Promise<void> {
  const address = lab.boards[0]?.address ?? '';
  await at(lab, 'manager', `sudo docker swarm init --advertise-addr ${address}`);
  const token = await at(lab, 'manager', 'sudo docker swarm join-token --quiet worker');
  await at(lab, 'worker1', `sudo docker swarm join --token ${token} ${address}:2377`);
  await at(lab, 'manager', "sudo docker node update --label-add 'destino=a b' worker1");
  await at(lab, 'manager', "echo 'id 1' >/mnt/shared/.enjambre-share");
}

function meetsExpectations(lab: Lab, board: string, release: string, facts: Facts): void {
  const address = lab.boards.find(({ name }) => name === board)?.address ?? '';
  const manager = board === 'manager';
  assert.equal(
    [facts.system.hostname, facts.system.osId, facts.system.osVersion, facts.system.architecture],
    [board, 'debian', release, 'amd64'],
  );
  assert.is(facts.network.reachedAt, address);
  assert.ok(facts.network.addresses.some((one) => one.address === address && one.prefixLength === 24));
  assert.ok(facts.packages.installed['docker.io'] !== undefined);
  assert.ok(facts.mounts.some(({ target }) => target === '/mnt/shared'));
  assert.equal(facts.share, { exported: null, mounted: 'id 1\n', answers: true });
  assert.is(facts.units['docker.service']?.active, 'active');
  assert.is(facts.docker?.swarm.state, 'active');
  assert.is(facts.docker?.swarm.isManager, manager);
  assert.is(facts.docker?.swarm.nodeAddress, address);
  const worker = facts.swarmNodes?.find(({ hostname }) => hostname === 'worker1');
  assert.equal(worker?.labels, manager ? { destino: 'a b' } : undefined);
  assert.ok(Math.abs(facts.clock.skewMs) <= facts.clock.uncertaintyMs + 100, JSON.stringify(facts.clock));
  assert.ok(FACT_NAMES.every((name) => facts[name] !== undefined));
}

test.run();
