import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Ended, inFolder, runCommand } from '../command.ts';

const test = suite('each command on a lab that does not answer says so at once, and what to do');

/** Runs commands on two nodes at ports where nothing listens. */
function atDeadLab(
  work: (run: (...words: string[]) => Promise<Ended>, folder: string) => Promise<void>,
): Promise<void> {
  return inFolder(async (folder) => {
    const nodeOf = (name: string, role: string, address: string) => ({
      ...{ name, role, address },
      connection: { type: 'ssh', user: 'admin', port: 1 },
    });
    const nodes = [nodeOf('manager', 'manager', '127.0.0.1'), nodeOf('worker1', 'worker', '127.0.0.2')];
    const share = { export: '/srv/nfs/shared', mount: '/mnt/shared', owner: '1000:1000' };
    const inventory = { nodes, share, swarm: { advertise: '192.168.1.20' } };
    writeFileSync(join(folder, 'my lab.json'), JSON.stringify(inventory));
    const env = { HOME: folder, ENJAMBRE_HOME: join(folder, 'state') };
    const run = (...words: string[]) => runCommand([...words, '--inventory', 'my lab.json'], { cwd: folder, env });
    await work(run, folder);
  });
}

const REFUSED = /Cannot reach worker1 at 127\.0\.0\.2:1: it refuses connections\n +Next: see that its SSH server runs/;

test('plan, apply, status and reset fail, name each node once with its next step, and then what to type', () =>
  atDeadLab(async (run) => {
    const next: Record<string, string> = {
      plan: "then: .* plan --inventory 'my lab\\.json'",
      apply: "then: .* apply --inventory 'my lab\\.json' --only-failed",
      status: "Next: .* plan --inventory 'my lab\\.json'",
      reset: "then: .* reset --inventory 'my lab\\.json' --node manager --node worker1",
    };
    const ends = await Promise.all(Object.keys(next).map((command) => run(command)));
    for (const [index, [command, last]] of Object.entries(next).entries()) {
      const { code, stdout, stderr } = ends[index] as Ended;
      assert.is(code, 1, command);
      const text = stdout + stderr;
      assert.match(text, REFUSED, command);
      assert.is(text.split('Cannot reach worker1').length, 2, command);
      assert.match(stderr.trimEnd(), new RegExp(`${last}$`), command);
    }
  }));

test('JSON goes to standard output, with an error for each node', () =>
  atDeadLab(async (run) => {
    const lines = [['plan'], ['apply', '--yes'], ['status'], ['reset', '--yes'], ['reset', '--dry-run']];
    const ends = await Promise.all(lines.map((words) => run(...words, '--json')));
    for (const [index, words] of lines.entries()) {
      const { code, stdout } = ends[index] as Ended;
      assert.is(code, 1, words.join(' '));
      const { nodes } = JSON.parse(stdout) as {
        nodes: { name: string; error?: { code: string }; problem?: { code: string } }[];
      };
      assert.equal(
        nodes.map(({ name, error, problem }) => [name, (error ?? problem)?.code]),
        [
          ['manager', 'unreachable'],
          ['worker1', 'unreachable'],
        ],
        words.join(' '),
      );
    }
  }));

test('who failed is tried again by --only-failed', () =>
  atDeadLab(async (run, folder) => {
    await run('apply', '--node', 'worker1');
    const kept = JSON.parse(readFileSync(join(folder, 'state', 'last-apply.json'), 'utf8')) as { failed: object };
    assert.equal(Object.values(kept.failed), [['worker1']]);
    const { code, stderr } = await run('apply', '--only-failed');
    assert.is(code, 1);
    assert.match(stderr, '1 of 1 nodes failed: worker1.');
    const none = await run('apply', '--only-failed', '--node', 'manager');
    assert.equal([none.code, none.stderr], [0, 'No node failed the last time: nothing to do.\n']);
  }));

test('names that there are not are refused before any node is reached', () =>
  atDeadLab(async (run) => {
    const names = ['plan --node x', 'apply --only x', 'plan --leave-swarm x', 'reset --node x'];
    const wrong = [...names, 'plan --as-shell --json', 'plan --concurrency 0'];
    const ends = await Promise.all(wrong.map((line) => run(...line.split(' '))));
    for (const [index, { code, stderr }] of ends.entries()) {
      assert.is(code, 2, wrong[index]);
      assert.match(stderr, 'Next: ', wrong[index]);
      assert.not.match(stderr, 'Cannot reach', wrong[index]);
    }
  }));

test.run();
