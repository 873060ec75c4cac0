import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { EnjambreError } from '../../../pipeline/errors.ts';
import type { Command, DockerCall, WriteFile } from '../../../setup/plan/command.ts';
import type { LabPlan } from '../../../setup/plan/make-plan.ts';
import { labScript } from '../../../setup/plan/shell.ts';
import { nodePlan, plannedStep, planOf } from './planned.ts';

const test = suite('a plan is a shell script that people can read and run');

let folder = '';
test.before(() => {
  folder = mkdtempSync(join(tmpdir(), 'enjambre-shell-'));
});
test.after(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a plan's script here: only with files in the folder of this test. */
function sh(plan: LabPlan, ...args: string[]) {
  return spawnSync('/bin/sh', ['-s', ...args], { input: labScript(plan), encoding: 'utf8' });
}

function write(path: string, after: string, details: Partial<WriteFile> = {}): WriteFile {
  return {
    kind: 'write-file',
    sentence: 'Write it',
    path,
    before: null,
    after,
    ours: 'whole',
    activate: [],
    ...details,
  };
}

function run(...argv: string[]): Command {
  return { kind: 'run', sentence: 'Run it', argv, undo: null };
}

function docker(call: DockerCall): string {
  return labScript(planOf({ kind: 'docker', sentence: 'Call Docker', call, undo: null }));
}

test('each command is a sentence and what a person would type', () => {
  const script = labScript(
    planOf(
      {
        kind: 'run',
        sentence: 'Mount the share',
        argv: ['mount', '/mnt/a b'],
        undo: { sentence: 'U', argv: ['umount', '/mnt/a b'] },
      },
      {
        kind: 'make-directory',
        sentence: 'Make it',
        path: '/srv/nfs',
        owner: { user: 1000, group: 1000 },
        mode: '2775',
      },
      { kind: 'install-packages', sentence: 'Install Docker', packages: ['docker.io', 'docker-cli'] },
      write('/etc/exports', Buffer.from('# año\n/srv 10.0.0.2(rw)\n').toString('latin1'), {
        sentence: 'Export the share',
        activate: [['exportfs', '-ra']],
      }),
    ),
  );
  for (const lines of [
    "# Mount the share.\nmount '/mnt/a b'\n# To take it back: umount '/mnt/a b'\n",
    '# Make it.\ninstall -d -o 1000 -g 1000 -m 2775 -- /srv/nfs\n',
    '# Install Docker.\ninstall_packages docker.io docker-cli\n',
    "# Export the share.\nput /etc/exports 644 - << 'END'\n# año\n/srv 10.0.0.2(rw)\nEND\nexportfs -ra\n",
  ]) {
    assert.match(script, lines);
  }
});

test('functions stand at the top only if they are called', () => {
  assert.not.match(labScript(planOf(run('true'))), '() {');
  assert.match(labScript(planOf(write('/a', 'b', { after: null }))), /^take_away\(\) \{$/m);
});

test('calls to Docker are lines of its command, and the token is asked for', () => {
  assert.match(docker({ name: 'swarm-init', advertise: '10.0.0.1' }), 'docker swarm init --advertise-addr 10.0.0.1');
  assert.match(docker({ name: 'swarm-leave', force: true }), 'docker swarm leave --force');
  assert.match(docker({ name: 'certificate-days', days: 365 }), 'docker swarm update --cert-expiry 8760h');
  assert.match(docker({ name: 'remove-node', node: 'worker1', nodeId: 'x1' }), 'docker node rm x1');
  const join = docker({ name: 'swarm-join', manager: 'manager', remote: '10.0.0.1:2377', advertise: '10.0.0.2' });
  assert.match(join, 'docker swarm join --token "$(join_token)" --advertise-addr 10.0.0.2 10.0.0.1:2377');
  assert.match(join, /As root on manager, this prints it:\n# docker swarm join-token --quiet worker\n/);
  const label = { name: 'label-node', node: 'worker1', set: { destino: 'sala 2' }, remove: ['old'] } as const;
  const known = docker({ ...label, nodeId: 'x1' });
  assert.match(known, "docker node update --label-add 'destino=sala 2' --label-rm old x1");
  assert.match(docker({ ...label, nodeId: null }), /# When worker1 has joined, .*\ndocker node update .* worker1\n/);
});

test('any bytes come through, and twice is as good as once', () => {
  let number = 0;
  const bytes = fc.uint8Array({ maxLength: 300 }).map((values) => Buffer.from(values).toString('latin1'));
  const lines = fc.array(fc.constantFrom('END', 'END_', '$(touch x)', "it's", '\\', '', 'ñ'), { maxLength: 8 });
  const text = fc.oneof(
    bytes,
    lines.map((some) => Buffer.from(some.join('\n')).toString('latin1')),
    lines.map((some) => Buffer.from(`${some.join('\n')}\n`).toString('latin1')),
  );
  fc.assert(
    fc.property(text, (after) => {
      const path = join(folder, `${number++} it's`, 'file');
      const plan = planOf(write(path, after, { mode: '640', check: ['test', '-f'] }), run('test', '-f', path));
      for (const time of ['first', 'second']) {
        const { status, stderr } = sh(plan);
        assert.is(status, 0, `${time}: ${stderr}`);
        assert.is(readFileSync(path, 'latin1'), after);
      }
      assert.is(statSync(path).mode & 0o777, 0o640);
    }),
    { numRuns: 40 },
  );
});

test('a script stops where something fails', () => {
  const path = join(folder, 'never');
  const { status } = sh(planOf(run('sh', '-c', 'exit 7'), write(path, 'x')));
  assert.is(status, 7);
  const refused = sh(planOf(write(path, 'x', { check: ['grep', '-q', 'y'] })));
  assert.is.not(refused.status, 0);
  assert.throws(() => statSync(path), /ENOENT/);
});

test('words are words, and sentences are comments, whatever they hold', () => {
  const canary = join(folder, 'canary');
  const bad = `x\n touch ${canary}; $(touch ${canary}) \`touch ${canary}\` ' " \\`;
  const command: Command = { kind: 'run', sentence: bad, argv: ['echo', bad], undo: { sentence: bad, argv: [bad] } };
  const step = plannedStep([command], {
    title: bad,
    warnings: [bad],
    problem: { code: 'odd', message: bad, next: bad },
  });
  const { stdout, stderr, status } = sh({ nodes: [nodePlan('worker1', [step])] });
  assert.is(status, 1, 'what is not possible ends it');
  assert.match(stderr, 'Next: x\\n touch');
  assert.is(stdout, `${bad}\n`);
  assert.throws(() => statSync(canary), /ENOENT/);
});

test('a script of several nodes has a part for each, and asks which one it is', () => {
  const plan: LabPlan = {
    nodes: [
      nodePlan('manager', [plannedStep([run('echo', 'of the manager')])]),
      nodePlan('worker-1', [
        plannedStep([run('echo', 'of the worker')], { after: { step: 'exports', on: 'manager', required: true } }),
      ]),
      nodePlan('worker-2', [], { error: new EnjambreError('Nothing answers', { code: 'unreachable' }) }),
    ],
  };
  assert.is(sh(plan, 'worker-1').stdout, 'of the worker\n');
  assert.is(sh(plan, 'manager').stdout, 'of the manager\n');
  const unread = sh(plan, 'worker-2');
  assert.is(unread.stderr, 'worker-2 could not be read: Nothing answers\n');
  assert.is(unread.status, 1);
  assert.is(sh({ nodes: [nodePlan('worker1', [])] }).stdout, 'worker1: nothing to do\n');
  const unnamed = sh(plan);
  assert.is(unnamed.status, 2);
  assert.is(unnamed.stderr, 'Say which node this is: manager, worker-1, worker-2\n');
  assert.match(labScript(plan), '# First, on the manager: exports.');
});

test.run();
