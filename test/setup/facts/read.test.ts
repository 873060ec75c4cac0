import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FACT_NAMES, RESET_FACT_NAMES } from '../../../setup/facts/all.ts';
import { readFacts } from '../../../setup/facts/read.ts';
import { mountUnit } from '../../../setup/facts/units.ts';
import { HostError } from '../../../setup/host/host.ts';
import { factContext } from './inventory.ts';
import { localHost, runHere } from './local-host.ts';

const test = suite('facts of a node are read in one round trip');

const about = factContext('worker1');

async function failure(read: Promise<unknown>): Promise<HostError> {
  const error = await read.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof HostError, String(error));
  return error;
}

test('facts of this machine come by one script', async () => {
  const host = localHost();
  const { system, mounts, clock, kernel } = await readFacts(host, about, ['system', 'mounts', 'clock', 'kernel']);
  assert.is(host.scripts.length, 1);
  assert.ok(system.cores > 0 && system.memoryBytes > 1e8 && system.kernelRelease !== '');
  assert.ok(mounts.some(({ target }) => target === '/'));
  assert.ok(Math.abs(clock.skewMs) <= clock.uncertaintyMs + 100, JSON.stringify(clock));
  assert.ok(kernel.modules.overlay !== undefined);
});

test('no facts need no script', async () => {
  const host = localHost();
  assert.equal(await readFacts(host, about, []), {});
  assert.is(host.scripts.length, 0);
});

test('a slow fact does not blur the clock', async () => {
  const slow = localHost((script) =>
    runHere(script.replace('cat /proc/self/mountinfo', 'sleep 1; cat /proc/self/mountinfo')),
  );
  const { clock } = await readFacts(slow, about, ['clock', 'mounts']);
  assert.ok(clock.uncertaintyMs < 300, JSON.stringify(clock));
  assert.ok(Math.abs(clock.skewMs) <= clock.uncertaintyMs + 100, JSON.stringify(clock));
});

test('a fact that is not what it should be is named, with its node and its first bytes', async () => {
  const broken = localHost((script) => runHere(script.replace('cat /proc/self/mountinfo', 'echo "no table"')));
  const { code, message, node, next } = await failure(readFacts(broken, about, ['mounts', 'journal']));
  assert.is(code, 'fact-unreadable');
  assert.is(node, 'worker1');
  assert.match(message, /^Cannot read the fact "mounts" of worker1: .*; it printed "no table\\n"$/);
  assert.is(next, 'enjambre status --node worker1');
});

test('an answer that ends too early is told with the exit code', async () => {
  const cut = localHost(async (script) => {
    const { stdout } = await runHere(script);
    return { code: 137, stdout: stdout.subarray(0, 100), stderr: 'Killed\n' };
  });
  const { code, message } = await failure(readFacts(cut, about, ['mounts']));
  assert.is(code, 'fact-unreadable');
  assert.match(message, /^Cannot read the facts of worker1: the answer is incomplete \(exit 137: Killed\)/);
});

test('what the host itself complains of passes through', async () => {
  const lost = new HostError('worker1', 'Cannot reach worker1', { code: 'connection-lost' });
  assert.is(
    await failure(
      readFacts(
        localHost(() => Promise.reject(lost)),
        about,
        FACT_NAMES,
      ),
    ),
    lost,
  );
});

test('backups are read for a reset alone', () => {
  assert.equal([...FACT_NAMES, 'backups'].sort(), [...RESET_FACT_NAMES].sort());
});

test('a mount point gives the name of its unit, as systemd-escape prints it', () => {
  assert.is(mountUnit('/mnt/shared'), 'mnt-shared.mount');
  assert.is(mountUnit('/mnt/con espacio'), 'mnt-con\\x20espacio.mount');
  assert.is(mountUnit('/mnt//a-b/'), 'mnt-a\\x2db.mount');
  assert.is(mountUnit('/mnt/año'), 'mnt-a\\xc3\\xb1o.mount');
  assert.is(mountUnit('/.hidden/.x'), '\\x2ehidden-.x.mount');
  assert.is(mountUnit('/'), '-.mount');
});

test.run();
