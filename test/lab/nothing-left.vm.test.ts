import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { raiseLab } from './lab.ts';
import { changesSince, machineState } from './machine-state.ts';
import { boardTests } from './suite.ts';

const test = suite('a lab of VM boards that has ended leaves nothing on the machine');

const boards = await boardTests(test, 'vm');

boards.test('after down, with a board paused and a disk added', async () => {
  // Bases and saved states are kept on purpose: they are there before.
  await (await raiseLab({ name: 'vmleft', boards: [{ kind: 'vm' }] })).down();
  const before = await machineState();
  const lab = await raiseLab({ name: 'vmleft', boards: [{ kind: 'vm' }, { kind: 'container' }] });
  assert.is((await lab.ssh('worker1', `ping -c 1 -W 5 ${lab.board('manager').plan.address}`)).code, 0);
  await lab.board('manager').addDisk(16);
  await lab.board('manager').pause();
  assert.ok(
    (await changesSince(before, 0)).some((line) => /qemu-system/.test(line)),
    'a board that is up can be seen',
  );
  await lab.down();
  assert.equal(await changesSince(before), []);
});

test.run();
