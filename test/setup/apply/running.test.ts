import process from 'node:process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { interrupted, runnerName, stoppable } from '../../../setup/apply/running.ts';

const test = suite('a run stops at Ctrl-C, and when another run takes a node over');

/** What is told on standard error while this works. */
async function told(work: () => Promise<void>): Promise<string> {
  const { write } = process.stderr;
  let text = '';
  process.stderr.write = (chunk: string | Uint8Array) => {
    text += chunk;
    return true;
  };
  try {
    await work();
  } finally {
    process.stderr.write = write;
  }
  return text;
}

test('a node that is taken over aborts it, and is named', async () => {
  const states: boolean[] = [];
  const text = await told(() =>
    stoppable(async (signal, onBroken) => {
      states.push(signal.aborted);
      onBroken('worker1');
      states.push(signal.aborted);
    }),
  );
  assert.equal(states, [false, true]);
  assert.is(text, 'worker1 was taken over by another run: stopping.\n');
});

test('the first Ctrl-C aborts it and says so; after it, and at the end, signals do what they did', async () => {
  const before = process.listenerCount('SIGINT');
  const states: (boolean | number)[] = [];
  const text = await told(() =>
    stoppable(async (signal) => {
      states.push(process.listenerCount('SIGINT') - before, signal.aborted);
      process.emit('SIGINT');
      states.push(process.listenerCount('SIGINT') - before, signal.aborted);
    }),
  );
  assert.equal(states, [1, false, 0, true]);
  assert.match(text, /^Stopping when what is being carried out has ended\. Ctrl-C again: at once\.\n$/);
  await stoppable(async () => {});
  assert.is(process.listenerCount('SIGINT'), before);
});

test('what was not tried any more ends with the exit code of Ctrl-C, and who runs it has a name and a machine', () => {
  const { exitCode, next, code } = interrupted('enjambre apply');
  assert.equal([exitCode, next, code], [130, 'enjambre apply', 'interrupted']);
  assert.match(runnerName(), /^[^@]+@[^@]+$/);
});

test.run();
