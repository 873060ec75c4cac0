import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readFacts } from '../../../setup/facts/read.ts';
import { shellWord } from '../../../setup/invocation.ts';
import { raiseLab } from '../../lab/lab.ts';
import { at, boardTests, PATIENCE_MS } from '../../lab/suite.ts';
import { factContext } from './inventory.ts';
import { localHost } from './local-host.ts';

const test = suite('a mount whose server is gone hides no other fact');

const boards = await boardTests(test, 'vm');

boards.test('the share does not answer, and all else is read', async () => {
  const lab = await raiseLab({ name: 'facts-dead', boards: [{ kind: 'vm', docker: true }] });
  try {
    const address = lab.boards[0]?.address ?? '';
    const prepare = [
      'mkdir -p /srv/nfs/shared /mnt/shared',
      'echo "id 1" >/srv/nfs/shared/.enjambre-share',
      `echo "/srv/nfs/shared ${address}(rw,sync,root_squash,no_subtree_check)" >/etc/exports`,
      'exportfs -ra',
      `mount -t nfs4 -o rw,hard,nosuid,nodev ${address}:/srv/nfs/shared /mnt/shared`,
    ];
    await at(lab, 'manager', `sudo sh -c ${shellWord(prepare.join(' && '))}`);
    const host = localHost(async (script) => {
      const { code, stdout, stderr } = await lab.ssh('manager', `sudo sh -c ${shellWord(script)}`, {
        timeoutMs: PATIENCE_MS,
      });
      return { code, stdout: Buffer.from(stdout), stderr };
    });
    const names = ['share', 'exports', 'mounts', 'directories', 'space', 'units', 'docker'] as const;
    const alive = await readFacts(host, factContext('manager'), names);
    assert.equal(alive.share, { exported: 'id 1\n', mounted: 'id 1\n', answers: true });
    assert.equal(
      alive.exports.map(({ path, client }) => [path, client]),
      [['/srv/nfs/shared', address]],
    );

    await at(lab, 'manager', 'sudo systemctl stop nfs-server');
    // What was read before is still in the client's cache.
    await at(lab, 'manager', 'echo 3 | sudo tee /proc/sys/vm/drop_caches');
    const dead = await readFacts(host, factContext('manager'), names);
    assert.equal(dead.share, { exported: 'id 1\n', mounted: null, answers: false });
    assert.equal(dead.exports, []);
    assert.equal(dead.mounts.find(({ target }) => target === '/mnt/shared')?.type, 'nfs4');
    assert.is(dead.directories['/srv/nfs/shared']?.empty, false);
    assert.is(dead.space.paths['/']?.fileSystem, 'ext4');
    assert.is(dead.units['nfs-server.service']?.active, 'inactive');
    assert.is(dead.docker?.swarm.state, 'inactive');
  } finally {
    await lab.down();
  }
});

test.run();
