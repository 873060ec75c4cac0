import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { EnjambreError } from '../../../pipeline/errors.ts';
import type { Facts } from '../../../setup/facts/facts.ts';
import { statusOf, statusTable } from '../../../setup/status/node-status.ts';
import { commandOf } from '../apply/fake-step.ts';
import { nodePlan, plannedStep } from '../plan/planned.ts';
import { bareFacts, inventory } from '../steps/defaults.ts';
import { finishedFacts } from '../steps/finished.ts';

const test = suite('status tells of each node what it is, and what is left to do');

function factsOf(name: string, make: (node: (typeof inventory.nodes)[number]) => Facts): Facts {
  const node = inventory.nodes.find((one) => one.name === name);
  if (node === undefined) throw new Error(`There is no ${name}.`);
  return make(node);
}

const finished = (name: string) => factsOf(name, (node) => finishedFacts(node, inventory));
const bare = (name: string) => factsOf(name, bareFacts);

/** Status of worker1, as these facts are. */
function worker1(facts: Facts, manager: Facts | undefined = finished('manager')) {
  const lab = new Map([['worker1', facts], ...(manager === undefined ? [] : [['manager', manager] as const])]);
  return statusOf(nodePlan('worker1', [plannedStep([])]), inventory, lab);
}

test('a finished node, a bare one, and one that does not answer', () => {
  const lab = new Map([
    ['manager', finished('manager')],
    ['worker1', bare('worker1')],
  ]);
  const error = new EnjambreError('worker2 does not answer', { code: 'unreachable', next: 'switch it on' });
  const nodes = [
    nodePlan('manager', [plannedStep([])]),
    nodePlan('worker1', [plannedStep([commandOf('a'), commandOf('b')]), plannedStep([commandOf('c')])]),
    nodePlan('worker2', [], { error }),
  ];
  const statuses = nodes.map((node) => statusOf(node, inventory, lab));
  assert.equal(statusTable(statuses), [
    'node     address   system                               memory   free     share        docker        swarm           to do',
    '-------  --------  -----------------------------------  -------  -------  -----------  ------------  --------------  -----',
    'manager  10.0.0.1  Debian GNU/Linux 13 (trixie), amd64  4.01 GB  21.0 GB  mounted      26.1.5+dfsg1  manager, ready  0',
    'worker1  10.0.0.1  Debian GNU/Linux 13 (trixie), amd64  4.01 GB  21.0 GB  not mounted  none          no              3',
    'worker2  10.0.0.1  does not answer                      -        -        -            -             -               ✖',
  ]);
  assert.equal(statuses[2]?.problem, { code: 'unreachable', message: 'worker2 does not answer', next: 'switch it on' });
});

test('the share is mounted, missing, mute, or something else', () => {
  const facts = finished('worker1');
  const share = (part: Partial<Facts['share']>) => worker1({ ...facts, share: { ...facts.share, ...part } }).share;
  assert.equal(
    [share({}), share({ answers: false, mounted: null }), share({ mounted: null }), worker1(bare('worker1')).share],
    ['mounted', 'does not answer', 'no sentinel', 'not mounted'],
  );
});

test('Docker runs, does not run, or is not there, whoever packed it', () => {
  const facts = bare('worker1');
  const packed = (name: string) =>
    worker1({ ...facts, packages: { ...facts.packages, installed: { [name]: '26.1.5' } } }).docker;
  assert.equal(
    [worker1(finished('worker1')).docker, packed('docker.io'), packed('docker-ce'), worker1(facts).docker],
    ['26.1.5+dfsg1', 'does not run', 'does not run', 'none'],
  );
});

test('the Swarm is ours, another one, or not known where the manager could not be read', () => {
  const facts = finished('worker1');
  const [docker, manager] = [facts.docker, finished('manager')];
  if (docker === null) throw new Error('A finished node has Docker.');
  const state = (name: string) => worker1({ ...facts, docker: { ...docker, swarm: { ...docker.swarm, state: name } } });
  assert.equal(
    [worker1(facts).swarm, state('inactive').swarm, state('pending').swarm, state('locked').swarm],
    ['worker, ready', 'no', 'pending', 'locked'],
  );
  assert.is(worker1(facts, { ...manager, swarmNodes: [] }).swarm, 'another one');
  assert.is(worker1(facts, { ...manager, swarmNodes: null }).swarm, 'another one');
  const lab = new Map([['worker1', facts]]);
  assert.is(statusOf(nodePlan('worker1', []), inventory, lab).swarm, 'not known');
});

test('a problem is shown, and what a node says cannot move the cursor', () => {
  const facts = bare('worker1');
  const problem = { code: 'x', message: 'no', next: 'do this' };
  const lab = new Map([['worker1', { ...facts, system: { ...facts.system, osName: 'x\u001b[2J' } }]]);
  const status = statusOf(nodePlan('worker1', [plannedStep([], { problem })]), inventory, lab);
  assert.equal(status.problem, problem);
  const line = statusTable([status]).at(-1) ?? '';
  assert.match(line, 'x\\x1b[2J, amd64');
  assert.ok(line.endsWith('✖'));
});

test.run();
