import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { EnjambreError } from '../../../pipeline/errors.ts';
import type { DockerCommand, WriteFile } from '../../../setup/plan/command.ts';
import { planJson } from '../../../setup/plan/plan-json.ts';
import { failureLines, planLines, planSentence } from '../../../setup/plan/show-plan.ts';
import { nodePlan, plannedStep } from './planned.ts';

const test = suite('a plan is shown as people read it, and the same as JSON');

const write: WriteFile = {
  kind: 'write-file',
  sentence: 'Add the share to /etc/fstab',
  path: '/etc/fstab',
  before: 'a\n',
  after: 'a\nb\n',
  ours: 'block',
  activate: [],
};

const join: DockerCommand = {
  kind: 'docker',
  sentence: 'Join the Swarm',
  call: { name: 'swarm-join', manager: 'manager', remote: '10.0.0.1:2377', advertise: '10.0.0.2' },
  undo: null,
};

function label(nodeId: string | null): DockerCommand {
  const call = { name: 'label-node', node: 'worker1', nodeId, set: { type: 'x' }, remove: [] } as const;
  return { kind: 'docker', sentence: 'Label worker1', call, undo: null };
}

const problem = { code: 'x', message: 'Cannot use worker1: its clock is a day late', next: 'set its clock' };
const unreachable = new EnjambreError('worker2 does not answer', { code: 'unreachable', next: 'switch it on' });

test('what is to do comes first, with the lines that change, then what is done', () => {
  const plan = {
    nodes: [
      nodePlan('manager', [
        plannedStep([], { id: 'packages' }),
        plannedStep([write], { id: 'share-mount', warnings: ['it is slow'] }),
        plannedStep([], { id: 'exports', warnings: ['the world may read it'] }),
      ]),
    ],
  };
  assert.equal(planLines(plan), [
    'manager (manager, 10.0.0.1)',
    '  ● share-mount',
    '      Add the share to /etc/fstab',
    '        @@ -1 +1,2 @@',
    '         a',
    '        +b',
    '      ! it is slow',
    '  ! exports: the world may read it',
    '  nothing to do: packages, exports',
  ]);
  assert.is(planSentence(plan), '1 change to make on 1 node');
});

test('a file that its sentence does not name is named', () => {
  const plan = { nodes: [nodePlan('worker1', [plannedStep([{ ...write, sentence: 'Mount the share at boot' }])])] };
  assert.equal(planLines(plan).slice(2, 4), ['      Mount the share at boot', '        /etc/fstab:']);
});

test('what is known only later is named as such', () => {
  const plan = { nodes: [nodePlan('worker1', [plannedStep([join, label(null), label('id1')])])] };
  assert.equal(planLines(plan).slice(2), [
    '      Join the Swarm',
    '        the join token is asked of manager when it is needed',
    '      Label worker1',
    "        worker1's id in the Swarm is known when it has joined",
    '      Label worker1',
  ]);
});

test('a problem says what to do next, and what waits for that', () => {
  const { step } = plannedStep([], { id: 'exports' });
  const steps = [plannedStep([], { id: 'preflight', problem, warnings: ['little memory'] })];
  const plan = { nodes: [nodePlan('worker1', steps, { notPlanned: [step] })] };
  assert.equal(planLines(plan), [
    'worker1 (worker, 10.0.0.1)',
    '  ✖ preflight: Cannot use worker1: its clock is a day late',
    '    Next: set its clock',
    '      ! little memory',
    '  waits for that: exports',
  ]);
  assert.is(planSentence(plan), 'Not possible now: worker1');
});

test('a node that could not be read says why and what to do, apart from the others', () => {
  const plan = {
    nodes: [
      nodePlan('manager', [plannedStep([write])]),
      nodePlan('worker1', [plannedStep([write]), plannedStep([join])]),
      nodePlan('worker2', [], { error: unreachable }),
    ],
  };
  assert.equal(planLines(plan).slice(-4), [
    '',
    'worker2 (worker, 10.0.0.1)',
    '  ✖ worker2 does not answer',
    '    Next: switch it on',
  ]);
  assert.is(planSentence(plan), '3 changes to make on 2 nodes; not possible now: worker2');
});

test('nothing to do is said in one line a node', () => {
  const plan = { nodes: [nodePlan('manager', [plannedStep([])]), nodePlan('worker1', [plannedStep([])])] };
  assert.equal(planLines(plan), [
    'manager (manager, 10.0.0.1)',
    '  nothing to do: some-step',
    '',
    'worker1 (worker, 10.0.0.1)',
    '  nothing to do: some-step',
  ]);
  assert.is(planSentence(plan), 'Nothing to do on 2 nodes');
});

test('what a node says cannot move the cursor', () => {
  const bad = 'x\u001b[2J\ny';
  const error = new EnjambreError(bad, { code: 'x', next: bad });
  const plan = {
    nodes: [
      nodePlan('manager', [
        plannedStep([{ ...write, sentence: bad }], { warnings: [bad] }),
        plannedStep([], { warnings: [bad] }),
      ]),
      nodePlan('worker1', [plannedStep([], { problem: { code: 'x', message: bad, next: bad } })]),
      nodePlan('worker2', [], { error }),
    ],
  };
  const lines = [...planLines(plan), ...failureLines('worker2', error)];
  assert.equal(
    lines.filter((line) => /\p{Cc}/u.test(line)),
    [],
  );
  assert.is(lines.filter((line) => line.includes('x\\x1b[2J\\ny')).length, 9);
});

test('JSON has the same: diffs, problems, what is not planned, and null for what there is none of', () => {
  const { step } = plannedStep([], { id: 'exports' });
  const nodes = [
    nodePlan('manager', [plannedStep([write, label(null)])]),
    nodePlan('worker1', [plannedStep([], { problem, warnings: ['w'] })], { notPlanned: [step] }),
    nodePlan('worker2', [], { error: unreachable }),
  ];
  const { before: _, after: __, ...rest } = write;
  const common = { title: 'Do something', because: 'It is wanted' };
  const about = { role: 'worker', address: '10.0.0.1' };
  const planned = { id: 'some-step', ...common, problem: null, warnings: [] };
  const commands = [{ ...rest, diff: ['@@ -1 +1,2 @@', ' a', '+b'] }, label(null)];
  assert.equal(JSON.parse(JSON.stringify(planJson({ nodes }))), {
    nodes: [
      { name: 'manager', ...about, role: 'manager', error: null, steps: [{ ...planned, commands }], notPlanned: [] },
      {
        ...{ name: 'worker1', ...about, error: null, notPlanned: ['exports'] },
        steps: [{ ...planned, commands: [], problem, warnings: ['w'] }],
      },
      {
        ...{ name: 'worker2', ...about, steps: [], notPlanned: [] },
        error: { code: 'unreachable', message: 'worker2 does not answer', next: 'switch it on' },
      },
    ],
  });
});

test.run();
