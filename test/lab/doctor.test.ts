import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Kind } from './board.ts';
import { findingLines } from './commands/doctor.ts';
import { runtimeConfig } from './container/config.ts';
import { lackingCapabilities, NEEDED_CAPABILITIES } from './doctor/capabilities.ts';
import type { MachineFacts } from './doctor/facts.ts';
import { installCommand, missingPrograms, neededPrograms, parsePrograms } from './doctor/programs.ts';
import { diagnose, type Finding, isReady } from './doctor.ts';
import { planBoards, plugIn } from './plan.ts';

const test = suite('the doctor says what a machine lacks, and how to get it');

const ALL_CAPABILITIES = '1ffffffffff';
const goodPc: MachineFacts = {
  platform: 'linux',
  arch: 'x64',
  root: true,
  missing: [],
  tun: true,
  trials: { namespaces: '', overlay: '', loop: '', network: '', vxlan: '' },
  controllers: ['cpu', 'memory', 'pids', 'devices', 'freezer'],
  bounding: ALL_CAPABILITIES,
  processors: 4,
  memoryFreeMb: 8000,
  cache: { folder: '/cache', freeMb: 50_000, hasBases: false },
  labs: { folder: '/labs', freeMb: 50_000 },
  accelerator: 'kvm',
  mirror: { address: 'http://mirror/debian', answers: true },
};

/** What is not well on a PC that is good but for some facts. */
function complaints(facts: Partial<MachineFacts>): Finding[] {
  return diagnose({ ...goodPc, ...facts }).filter(({ verdict }) => verdict !== 'ok');
}

function readiness(facts: Partial<MachineFacts>): Kind[] {
  const findings = diagnose({ ...goodPc, ...facts });
  return (['container', 'vm'] as const).filter((kind) => isReady(findings, kind));
}

const programs = parsePrograms('# a comment\n\ntini tini\nip iproute2\nss iproute2\nqemu-img qemu-utils vm\n');
const named = (...names: string[]) => programs.filter(({ name }) => names.includes(name));

test('a good PC is ready for both kinds, with nothing to do', () => {
  assert.equal(complaints({}), []);
  assert.equal(readiness({}), ['container', 'vm']);
});

test('programs that are missing come with one command for all their packages', () => {
  const missing = named('tini', 'ip', 'ss');
  const [finding] = complaints({ missing });
  assert.is(finding?.found, 'no tini, ip, ss');
  assert.is(finding?.next, 'sudo apt-get install tini iproute2');
  assert.equal(readiness({ missing }), []);
});

test('without the emulator, container boards can be raised all the same', () => {
  const missing = named('qemu-img');
  assert.equal(
    complaints({ missing }).map(({ next, kinds }) => [next, kinds]),
    [['sudo apt-get install qemu-utils', ['vm']]],
  );
  assert.equal(readiness({ missing }), ['container']);
});

test('without root nothing is tried, and root is what is missing', () => {
  const found = complaints({ root: false, trials: undefined });
  assert.equal(
    found.filter(({ verdict }) => verdict === 'missing').map(({ check }) => check),
    ['root'],
  );
  assert.is(found.filter(({ found }) => found === 'not tried: that needs root').length, 5);
});

test('each thing that keeps boards away is told, with what to do', () => {
  const { trials } = goodPc;
  if (trials === undefined) throw new Error('a good PC is tried');
  const cases: [string, Partial<MachineFacts>, Kind[]][] = [
    ['system', { arch: 'arm64' }, []],
    ['/dev/net/tun', { tun: false }, []],
    ['namespaces', { trials: { ...trials, namespaces: 'unshare failed: Operation not permitted' } }, []],
    ['overlay file system', { trials: { ...trials, overlay: 'unknown filesystem type' } }, []],
    ['bridges and rules', { trials: { ...trials, network: 'Unknown device type' } }, []],
    ['loop devices', { trials: { ...trials, loop: 'cannot find an unused loop device' } }, ['vm']],
    ['control groups', { controllers: ['cpu', 'pids'] }, ['vm']],
    ['capabilities', { bounding: '1ffffdfffff' }, ['vm']],
    ['disk for bases', { cache: { ...goodPc.cache, freeMb: 100 } }, []],
    ['disk for labs', { labs: { ...goodPc.labs, freeMb: 100 } }, []],
    ['packages', { mirror: undefined }, []],
    ['packages', { mirror: { address: 'http://mirror/debian', answers: false } }, []],
    ['memory, VM boards', { memoryFreeMb: 700 }, ['container']],
  ];
  for (const [check, facts, ready] of cases) {
    const found = complaints(facts);
    assert.equal([...new Set(found.map((one) => one.check))], [check]);
    assert.ok(found[0]?.next, `${check}: what to do`);
    assert.equal(readiness(facts), ready, check);
  }
});

test('some things are only worth knowing', () => {
  const { trials } = goodPc;
  const noted: Partial<MachineFacts>[] = [
    { accelerator: 'tcg' },
    { accelerator: undefined },
    { memoryFreeMb: 1500 },
    { mirror: undefined, cache: { ...goodPc.cache, freeMb: 100, hasBases: true } },
    ...(trials === undefined ? [] : [{ trials: { ...trials, vxlan: 'Unknown device type' } }]),
  ];
  for (const facts of noted) {
    assert.equal(
      complaints(facts).map(({ verdict }) => verdict),
      ['note'],
      JSON.stringify(facts),
    );
    assert.equal(readiness(facts), ['container', 'vm']);
  }
});

test('another system than Linux is told from all else', () => {
  const [first] = complaints({ platform: 'darwin' });
  assert.is(first?.found, 'this is darwin, not Linux');
  assert.equal(readiness({ platform: 'darwin' }), []);
});

test('capabilities that are asked for are those that each container board has', () => {
  const [plan] = plugIn(planBoards([{}]), 1);
  if (plan === undefined) throw new Error('one board was planned');
  const config = runtimeConfig(plan, { root: '', network: '', disk: {}, share: '', cgroup: '' }, '0') as {
    process: { capabilities: { bounding: string[] } };
  };
  assert.equal(
    NEEDED_CAPABILITIES.map((name) => `CAP_${name}`),
    config.process.capabilities.bounding,
  );
});

test('a capability is told by its bit', () => {
  assert.equal(lackingCapabilities(ALL_CAPABILITIES), []);
  assert.equal(lackingCapabilities('1fffeffffff'), [], 'SYS_RESOURCE can be done without');
  assert.equal(lackingCapabilities((BigInt(`0x${ALL_CAPABILITIES}`) & ~(1n << 21n)).toString(16)), ['SYS_ADMIN']);
  assert.is(lackingCapabilities('0').length, NEEDED_CAPABILITIES.length);
});

test('the list of packages names each program once, with its package', () => {
  const all = neededPrograms();
  assert.ok(all.length > 10);
  assert.is(new Set(all.map(({ name }) => name)).size, all.length);
  for (const program of all) assert.match(program.package, /^[a-z0-9][a-z0-9.+-]+$/, program.name);
  assert.equal(
    all.filter(({ kinds }) => kinds.length === 1).map(({ name }) => name),
    ['qemu-system-x86_64', 'qemu-img'],
  );
});

test('programs are looked for on the PATH, files where they are', () => {
  const made = parsePrograms('sh dash\nno-such-program nothing\n/etc/passwd base-passwd\n/no/such/file none vm');
  assert.equal(
    missingPrograms(made).map(({ name }) => name),
    ['no-such-program', '/no/such/file'],
  );
  assert.is(installCommand(made), 'sudo apt-get install dash nothing base-passwd none');
});

test('the table says each next step once, below', () => {
  const lines = findingLines(complaints({ missing: named('tini'), tun: false }));
  assert.equal(lines, [
    'missing  programs      no tini',
    'missing  /dev/net/tun  no /dev/net/tun',
    'Next, programs: sudo apt-get install tini',
    'Next, /dev/net/tun: sudo modprobe tun',
  ]);
});

test.run();
