import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { carryOut } from '../../../setup/apply/carry-out.ts';
import { parseJournal } from '../../../setup/apply/journal.ts';
import type { Engine } from '../../../setup/host/engine.ts';
import { type Host, HostError, type Output, type ScriptOptions } from '../../../setup/host/host.ts';
import type { Command, DockerCall } from '../../../setup/plan/command.ts';

const test = suite('commands become one script each, or one call to Docker');

const TOKEN = 'SWMTKN-1-canary-canary';

/** A host that notes what it is asked for, in order. */
function recorder(node: string, output: Partial<Output> = {}) {
  const asked: string[] = [];
  const scripts: { script: string; options: ScriptOptions }[] = [];
  const call =
    (name: keyof Engine) =>
    async (...args: unknown[]) => {
      asked.push(`${name} ${JSON.stringify(args)}`);
    };
  const engine: Engine = {
    swarmInit: call('swarmInit'),
    workerToken: async () => TOKEN,
    swarmJoin: async ({ token, remote, advertise }) => {
      asked.push(`swarmJoin ${token === TOKEN} ${remote} ${advertise}`);
    },
    swarmLeave: call('swarmLeave'),
    setCertificateDays: call('setCertificateDays'),
    labelNode: call('labelNode'),
    removeNode: call('removeNode'),
  };
  const host: Host = {
    node,
    sessions: 0,
    sh: async (script, options = {}) => {
      asked.push('sh');
      scripts.push({ script, options });
      return { code: 0, stdout: Buffer.alloc(0), stderr: '', ...output };
    },
    hold: () => Promise.reject(new Error('not here')),
    engine: async () => engine,
    close: async () => {},
  };
  return { host, asked, scripts };
}

const manager = recorder('manager');

async function carried(command: Command, at = recorder('worker1')) {
  const hosts = new Map([
    ['manager', manager.host],
    ['worker1', at.host],
  ]);
  await carryOut(command, { host: at.host, hosts, step: 'swarm-join', by: 'ana@laptop' });
  return at;
}

async function refused(command: Command, at = recorder('worker1')): Promise<HostError> {
  const error = await carried(command, at).then(
    () => assert.unreachable('it was carried out'),
    (cause: unknown) => cause,
  );
  if (error instanceof HostError) return error;
  throw error;
}

function docker(call: DockerCall, undo: DockerCall | null = null): Command {
  return {
    kind: 'docker',
    sentence: 'Join the Swarm',
    call,
    undo: undo && { sentence: 'Leave the Swarm', call: undo },
  };
}

const JOIN: DockerCall = { name: 'swarm-join', manager: 'manager', remote: '10.0.0.1:2377', advertise: '10.0.0.2' };
const LEAVE: DockerCall = { name: 'swarm-leave', force: false };

test('a worker joins with the token of its manager, between two lines of the journal that do not hold it', async () => {
  const { asked, scripts } = await carried(docker(JOIN, LEAVE));
  assert.equal(asked, ['sh', 'swarmJoin true 10.0.0.1:2377 10.0.0.2', 'sh']);
  const lines = scripts.flatMap(({ options }) => options.args ?? []);
  assert.equal(
    lines.map((line) => parseJournal(line)[0]?.state),
    ['begun', 'done'],
  );
  const [begun] = parseJournal(lines[0] ?? '');
  assert.equal(begun?.change, { kind: 'docker', undo: { sentence: 'Leave the Swarm', call: LEAVE } });
  assert.is(begun?.step, 'swarm-join');
  assert.not.match(JSON.stringify(scripts), 'canary');
});

test('what has nothing to undo is no more than its call', async () => {
  const set = { type: 'worker' };
  const calls: [DockerCall, string][] = [
    [{ name: 'swarm-init', advertise: '10.0.0.1' }, 'swarmInit [{"advertise":"10.0.0.1"}]'],
    [LEAVE, 'swarmLeave [{"force":false}]'],
    [{ name: 'certificate-days', days: 365 }, 'setCertificateDays [365]'],
    [{ name: 'remove-node', node: 'worker1', nodeId: 'x1' }, 'removeNode ["x1"]'],
    [
      { name: 'label-node', node: 'worker1', nodeId: 'x1', set, remove: ['old'] },
      'labelNode ["x1",{"set":{"type":"worker"},"remove":["old"]}]',
    ],
  ];
  for (const [call, expected] of calls) assert.equal((await carried(docker(call))).asked, [expected]);
});

test('a node that has not joined cannot be labelled, and none can join a manager that is away', async () => {
  const label: DockerCall = { name: 'label-node', node: 'worker2', nodeId: null, set: {}, remove: [] };
  const notJoined = await refused(docker(label));
  assert.match(notJoined.message, 'worker2 has not joined the Swarm');
  assert.is(notJoined.next, 'enjambre apply --only swarm-join --node worker2');
  const away = await refused(docker({ ...JOIN, manager: 'other' }));
  assert.match(away.message, 'its manager other cannot be reached');
});

test("a file's text goes through standard input, byte by byte, and its words are counted", async () => {
  const secretive = 'text ÿ of the file';
  const activate = [
    ['systemctl', 'daemon-reload'],
    ['mount', '/mnt/a b'],
  ];
  const { scripts } = await carried({
    kind: 'write-file',
    sentence: 'Write it',
    path: '/etc/a/b',
    before: null,
    after: secretive,
    ours: 'whole',
    check: ['true'],
    activate,
  });
  const options = scripts[0]?.options ?? {};
  assert.equal(Buffer.from(options.input ?? []), Buffer.from(secretive, 'latin1'));
  const args = options.args ?? [];
  assert.not.match(args.join(' '), 'text');
  assert.equal(args.slice(0, 5), ['/etc/a/b', '-', args[2], '644', '-']);
  assert.equal(args.slice(7, 11), ['1', 'true', '2', '/etc']);
  assert.equal(args.slice(-6), ['2', 'systemctl', 'daemon-reload', '2', 'mount', '/mnt/a b']);
});

test('a script that ends without a word is a failure with its exit code', async () => {
  const silent = recorder('worker1', { code: 137, stderr: 'Killed\n' });
  const error = await refused({ kind: 'run', sentence: 'Mount the share', argv: ['mount'], undo: null }, silent);
  assert.is(error.code, 'command-failed');
  assert.match(error.message, 'Cannot mount the share on worker1: its script ended with exit code 137');
  assert.is(error.next, 'enjambre apply --only swarm-join --node worker1');
});

test('only what the script itself says tells why it failed', async () => {
  const lying = recorder('worker1', {
    code: 1,
    stderr: '@ failed full 0 /etc\n',
    stdout: Buffer.from('@ failed command 3 x\n'),
  });
  const error = await refused({ kind: 'run', sentence: 'Run it', argv: ['false'], undo: null }, lying);
  assert.match(error.message, 'false ended with exit code 3');
});

test.run();
