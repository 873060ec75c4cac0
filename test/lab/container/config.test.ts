import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type BoardRequest, planBoards, plugIn } from '../plan.ts';
import { type ContainerPaths, runtimeConfig, SHARE } from './config.ts';

const test = suite('a container board gets what a board needs, and nothing of the machine');

const paths: ContainerPaths = {
  root: '/lab/boards/manager/root',
  network: '/lab/boards/manager/network',
  disk: { '/var/lib/docker': '/lab/boards/manager/disk/docker' },
  share: '/lab/share',
  cgroup: '/enjambre-lab/lab/manager',
};

interface Config {
  hostname: string;
  root: { path: string; readonly: boolean };
  process: { capabilities: Record<'bounding' | 'effective' | 'permitted', string[]>; noNewPrivileges: boolean };
  mounts: { destination: string; type: string; source: string; options: string[] }[];
  linux: {
    namespaces: { type: string; path?: string }[];
    cgroupsPath: string;
    resources: {
      devices: { allow: boolean; type?: string; major?: number; access: string }[];
      memory?: { limit: number };
    };
    readonlyPaths: string[];
  };
}

function config(request: BoardRequest = {}, bounding = '1ffffffffff'): Config {
  const [plan] = plugIn(planBoards([request]), 1);
  if (plan === undefined) throw new Error('one board was planned');
  return runtimeConfig(plan, paths, bounding) as Config;
}

test('a board is in namespaces of its own, and in the network that it is given', () => {
  const { namespaces, cgroupsPath } = config().linux;
  assert.equal(namespaces.map(({ type }) => type).sort(), ['cgroup', 'ipc', 'mount', 'network', 'pid', 'uts']);
  assert.is(namespaces.find(({ type }) => type === 'network')?.path, paths.network);
  assert.is(cgroupsPath, paths.cgroup);
  assert.is(config({ name: 'a' }).hostname, 'a');
});

test('of the machine, a board sees its root, its disk and the share alone', () => {
  const { mounts, root } = config();
  const bound = mounts.filter(({ type }) => type === 'bind').map(({ source, destination }) => [source, destination]);
  assert.equal(bound, [
    [paths.disk['/var/lib/docker'], '/var/lib/docker'],
    [paths.share, SHARE],
  ]);
  assert.equal(root, { path: paths.root, readonly: false });
  assert.ok(mounts.find(({ destination }) => destination === '/sys')?.options.includes('ro'));
});

test('no disk of the machine can be opened', () => {
  const { devices } = config().linux.resources;
  assert.equal(devices[0], { allow: false, access: 'rwm' }, 'all is forbidden first');
  const opened = devices.filter(({ allow, access }) => allow && /[rw]/.test(access));
  assert.ok(opened.length > 0);
  for (const { type, major } of opened) assert.ok(type === 'c' && major !== undefined, `${type} ${major}`);
});

test('a board cannot set the clock, load modules, or reach the magic key of the machine', () => {
  const { capabilities } = config().process;
  for (const set of Object.values(capabilities)) {
    for (const name of ['SYS_TIME', 'SYS_MODULE', 'SYS_RAWIO']) assert.not.ok(set.includes(`CAP_${name}`), name);
  }
  assert.ok(config().linux.readonlyPaths.includes('/proc/sysrq-trigger'));
});

test('capabilities that the machine does not give are not asked for', () => {
  assert.ok(config().process.capabilities.bounding.includes('CAP_SYS_RESOURCE'));
  const lacking = config({}, '1fffeffffff').process.capabilities;
  for (const set of Object.values(lacking)) assert.not.ok(set.includes('CAP_SYS_RESOURCE'));
  assert.ok(lacking.bounding.includes('CAP_SYS_ADMIN'));
  assert.ok(lacking.bounding.includes('CAP_BPF'));
});

test('memory has a limit where one is asked for', () => {
  assert.is(config().linux.resources.memory, undefined);
  assert.equal(config({ memoryMb: 256 }).linux.resources.memory, { limit: 268_435_456 });
});

test.run();
