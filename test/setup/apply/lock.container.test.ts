import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { breakLock, takeLock } from '../../../setup/apply/lock.ts';
import { HostError } from '../../../setup/host/host.ts';
import { RELEASES } from '../../lab/board.ts';
import { type HeldLab, raiseLab } from '../../lab/lab.ts';
import { boardTests } from '../../lab/suite.ts';
import { boardHost, printed } from './board-host.ts';

const test = suite('a node is changed by one run at a time');

const boards = await boardTests(test, 'container');
const NODES = ['manager', 'worker1'];
const ana = { by: 'ana@laptop', what: 'apply' };
const luis = { by: 'luis@sala', what: 'reset' };
let raised: HeldLab | undefined;

boards.before(async () => {
  raised = await raiseLab({ name: 'locks', boards: RELEASES.map((release) => ({ release, docker: false })) });
});
boards.after(async () => raised?.down());

for (const [index, release] of RELEASES.entries()) {
  const node = NODES[index] ?? '';
  const host = () => boardHost(raised!, node);
  const refusal = async (): Promise<HostError> => {
    const error = await takeLock(host(), luis).then(
      () => assert.unreachable('the lock was taken twice'),
      (cause: unknown) => cause,
    );
    if (error instanceof HostError) return error;
    throw error;
  };

  boards.test(
    `Debian ${release}: a second run is refused with the name of the first, and comes in when that has ended`,
    async () => {
      const held = await takeLock(host(), ana);
      const error = await refusal();
      assert.is(error.code, 'locked');
      assert.match(error.message, new RegExp(`^Cannot change ${node}: ana@laptop \\(enjambre apply, since 20\\d\\d-`));
      assert.match(error.next ?? '', 'enjambre reset --break-lock');
      await held.release();
      const next = await takeLock(host(), luis);
      assert.match((await takeLock(host(), ana).catch((cause: Error) => cause.message)) as string, 'luis@sala');
      await next.release();
    },
  );

  boards.test(`Debian ${release}: of many that come at once, one gets in`, async () => {
    const tries = await Promise.allSettled([1, 2, 3, 4].map(() => takeLock(host(), ana)));
    const taken = tries.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    assert.is(taken.length, 1);
    for (const one of tries) if (one.status === 'rejected') assert.match(one.reason.message, 'ana@laptop');
    await taken[0]?.release();
  });

  boards.test(`Debian ${release}: a run that is killed leaves no lock behind`, async () => {
    const held = (await takeLock(host(), ana)) as Awaited<ReturnType<typeof takeLock>> & { cut: () => void };
    held.cut();
    await held.ended;
    const waited = Date.now();
    for (;;) {
      const next = await takeLock(host(), luis).catch(() => undefined);
      if (next !== undefined) {
        await next.release();
        break;
      }
      assert.ok(Date.now() - waited < 10_000, 'the lock outlived its run');
    }
  });

  boards.test(`Debian ${release}: a lock is broken on purpose, and only its holder is ended`, async () => {
    await breakLock(host());
    const held = await takeLock(host(), ana);
    await breakLock(host());
    const output = await held.ended;
    assert.is.not(output.code, 0, 'the holder learns of it');
    const next = await takeLock(host(), luis);
    await next.release();
    // The number in the file is that of another process by now: it is let be.
    await printed(
      host(),
      'sleep 300 > /dev/null 2>&1 & printf "{}\\n%s\\n" $! > /run/enjambre.lock; echo $! > /run/bystander',
    );
    await breakLock(host());
    assert.is(
      await printed(host(), 'kill -0 "$(cat /run/bystander)" && kill "$(cat /run/bystander)" && echo alive'),
      'alive\n',
    );
  });

  boards.test(`Debian ${release}: accounts other than root can neither see nor take the lock`, async () => {
    const take = 'flock -n /run/enjambre.lock true || cat /run/enjambre.lock || rm -f /run/enjambre.lock';
    const { code } = await host().sh('su student -s /bin/sh -c "$1"', { args: [take] });
    assert.is.not(code, 0);
  });
}

test.run();
