import type { DockerFact, Facts, SwarmNodeFact } from '../../../setup/facts/facts.ts';
import { type Inventory, managerOf, type Node } from '../../../setup/inventory/inventory.ts';
import { bareFacts, candidates, runningUnit } from './defaults.ts';
import { finishedFiles, SENTINEL } from './finished-files.ts';

/** A node of the default lab when set-up has nothing left to do, as it was read from one. */
export function finishedFacts(node: Node, inventory: Inventory): Facts {
  const bare = bareFacts(node);
  const isManager = node.role === 'manager';
  return {
    ...bare,
    clock: { skewMs: 3, uncertaintyMs: 6, canNtp: true, ntp: true, synchronized: true },
    kernel: {
      ...bare.kernel,
      modules: { ...bare.kernel.modules, nfs: 'loaded', overlay: 'loaded', ...(isManager ? { nfsd: 'loaded' } : {}) },
    },
    packages: { ...bare.packages, installed: installedOn(node) },
    files: { ...bare.files, ...finishedFiles(node) },
    ...finishedShare(node, bare),
    units: {
      ...bare.units,
      'docker.service': runningUnit,
      'systemd-timesyncd.service': runningUnit,
      'mnt-shared.mount': { load: 'loaded', active: 'active', enabled: 'generated' },
      ...(isManager ? { 'nfs-server.service': runningUnit } : { 'enjambre-share.timer': runningUnit }),
    },
    docker: finishedDocker(node, inventory),
    swarmNodes: isManager ? inventory.nodes.map(swarmNode) : null,
  };
}

function installedOn(node: Node): Record<string, string> {
  const names = ['apparmor', 'docker-cli', 'docker.io', 'iptables', 'nfs-common', 'systemd-timesyncd'] as const;
  return {
    ...Object.fromEntries(names.map((name) => [name, candidates[name]])),
    ...(node.role === 'manager' ? { 'nfs-kernel-server': candidates['nfs-kernel-server'] } : {}),
  };
}

function finishedShare(node: Node, bare: Facts): Pick<Facts, 'directories' | 'mounts' | 'share' | 'exports'> {
  const directory = { exists: true, empty: false, user: 1000, group: 1000, mode: '2775' };
  const mountPoint = { exists: true, empty: true, user: 0, group: 0, mode: '755' };
  if (node.role === 'manager') {
    const options = [
      'rw',
      'sync',
      'wdelay',
      'hide',
      'no_subtree_check',
      'sec=sys',
      'secure',
      'root_squash',
      'no_all_squash',
    ];
    return {
      directories: { '/srv/nfs/shared': directory, '/mnt/shared': mountPoint },
      mounts: [
        ...bare.mounts,
        {
          source: '/dev/vda',
          target: '/mnt/shared',
          type: 'ext4',
          options: ['rw', 'relatime'],
          root: '/srv/nfs/shared',
        },
      ],
      share: { exported: SENTINEL, mounted: SENTINEL, answers: true },
      exports: ['192.168.1.11', '192.168.1.12'].map((client) => ({ path: '/srv/nfs/shared', client, options })),
    };
  }
  const options = ['rw', 'nosuid', 'nodev', 'relatime', 'vers=4.2', 'hard', 'proto=tcp', 'addr=192.168.1.10'];
  return {
    directories: { '/mnt/shared': mountPoint },
    mounts: [
      ...bare.mounts,
      { source: '192.168.1.10:/srv/nfs/shared', target: '/mnt/shared', type: 'nfs4', options, root: '/' },
    ],
    share: { exported: null, mounted: SENTINEL, answers: true },
    exports: [],
  };
}

/** Of the node in the default Swarm. */
function idOf(name: string): string {
  return `q7w2x9k4m1${name.replace(/[^a-z0-9]/g, '')}`.padEnd(25, 'z');
}

function finishedDocker(node: Node, inventory: Inventory): DockerFact {
  const isManager = node.role === 'manager';
  return {
    serverVersion: '26.1.5+dfsg1',
    architecture: 'x86_64',
    dataRoot: '/var/lib/docker',
    driver: 'overlay2',
    imageStore: 'classic',
    liveRestore: false,
    logDriver: 'local',
    warnings: [],
    swarm: {
      state: 'active',
      nodeId: idOf(node.name),
      nodeAddress: node.address,
      isManager,
      clusterId: isManager ? 'n0v8r5t2y6u1i4o7p3a9s5d8f' : null,
      error: '',
      managers: [{ nodeId: idOf(managerOf(inventory).name), address: `${inventory.swarm.advertise}:2377` }],
      certificateDays: isManager ? 365 : null,
    },
  };
}

function swarmNode(node: Node): SwarmNodeFact {
  return {
    id: idOf(node.name),
    hostname: node.name,
    role: node.role,
    availability: 'active',
    state: 'ready',
    address: node.address,
    labels: node.labels,
    architecture: 'x86_64',
    engineVersion: '26.1.5+dfsg1',
  };
}
