import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { carryOut } from '../../../setup/apply/carry-out.ts';
import { breakLock, takeLock } from '../../../setup/apply/lock.ts';
import { connect } from '../../../setup/host/connect.ts';
import { type Host, HostError } from '../../../setup/host/host.ts';
import { KnownHosts } from '../../../setup/host/known-hosts-file.ts';
import { secretsFrom } from '../../../setup/host/secrets.ts';
import { readInventory } from '../../../setup/inventory/read.ts';
import { type HeldLab, raiseLab } from '../../lab/lab.ts';
import { boardTests } from '../../lab/suite.ts';

const test = suite("locks and edits work through the product's own connection");

const boards = await boardTests(test, 'container');
let raised: HeldLab | undefined;

boards.before(async () => {
  raised = await raiseLab({ name: 'overssh', boards: [{ docker: false }] });
});
boards.after(async () => raised?.down());

boards.test('a large file with all bytes is written in one session', async () => {
  const host = await open();
  const bytes = Array.from({ length: 300_000 }, (_, place) => String.fromCharCode((place * 7) % 256)).join('');
  const errand = { host, hosts: new Map(), step: 'exports', by: 'ana@laptop' };
  const command = {
    kind: 'write-file',
    sentence: 'Write it',
    path: '/etc/new/large',
    ours: 'whole',
    activate: [],
  } as const;
  await carryOut({ ...command, before: null, after: bytes }, errand);
  assert.is(host.sessions, 1);
  await carryOut({ ...command, before: bytes, after: 'short' }, errand);
  assert.is((await host.sh('cat /etc/new/large')).stdout.toString(), 'short');
  await host.close();
});

boards.test('a lock goes with its connection, and is broken from another one', async () => {
  const [first, second] = [await open(), await open()];
  await takeLock(first, { by: 'ana@laptop', what: 'apply' });
  const refused = await takeLock(second, { by: 'luis@sala', what: 'reset' }).catch((error: unknown) => error);
  assert.instance(refused, HostError);
  assert.match((refused as HostError).message, 'ana@laptop (enjambre apply, since ');
  await first.close();
  const held = await untilFree(second);
  const third = await open();
  await breakLock(third);
  assert.is.not((await held.ended).code, 0);
  const own = await takeLock(third, { by: 'ana@laptop', what: 'apply' });
  await own.release();
  await (await takeLock(second, { by: 'luis@sala', what: 'reset' })).release();
  await Promise.all([second.close(), third.close()]);
});

async function untilFree(host: Host) {
  const deadline = Date.now() + 10_000;
  for (;;) {
    try {
      return await takeLock(host, { by: 'luis@sala', what: 'reset' });
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}

async function open(): Promise<Host> {
  const lab = raised!;
  const inventory = await readInventory(lab.inventory);
  return connect(inventory.nodes[0]!, {
    knownHosts: await KnownHosts.read(join(lab.directory, 'none'), [join(lab.directory, 'known_hosts')]),
    secrets: secretsFrom({}),
  });
}

test.run();
