import type { Facts } from '../../../setup/facts/facts.ts';
import type { Inventory, Node } from '../../../setup/inventory/inventory.ts';

/** A manager and two workers on Debian 13, with the defaults of an inventory. */
export const inventory: Inventory = {
  path: 'inventory.json',
  nodes: [
    nodeOf('manager', 'manager', '192.168.1.10', { type: 'manager', destino: 'control' }),
    nodeOf('worker1', 'worker', '192.168.1.11', { type: 'worker', destino: 'jobs' }),
    nodeOf('worker2', 'worker', '192.168.1.12', { type: 'worker', destino: 'jobs' }),
  ],
  share: {
    kind: 'nfs',
    export: '/srv/nfs/shared',
    mount: '/mnt/shared',
    allow: undefined,
    owner: { user: 1000, group: 1000 },
  },
  swarm: { advertise: '192.168.1.10', certificateDays: 365 },
  docker: { package: 'docker.io', dataRoot: undefined, imageStore: undefined, logMegabytes: 10 },
};

function nodeOf(name: string, role: Node['role'], address: string, labels: Record<string, string>): Node {
  const connection = { type: 'ssh', user: 'admin', port: undefined, key: undefined, jump: undefined } as const;
  return { name, role, address, connection, labels, notes: '' };
}

/** What the name servers of Debian 13 offer. */
export const candidates = {
  apparmor: '4.1.0-1',
  chrony: '4.6.1-3',
  'containerd.io': undefined,
  'docker-cli': '26.1.5+dfsg1-9+b9',
  'docker.io': '26.1.5+dfsg1-9+b9',
  iptables: '1.8.11-2',
  'nfs-common': '1:2.8.3-1',
  'nfs-kernel-server': '1:2.8.3-1',
  ntpsec: '1.2.3+dfsg1-8',
  openntpd: '1:6.8p1-6',
  'podman-docker': '5.4.2+ds1-2',
  'systemd-timesyncd': '257.8-1~deb13u2',
};

export const absentUnit = { load: 'not-found', active: 'inactive', enabled: '' };
export const runningUnit = { load: 'loaded', active: 'active', enabled: 'enabled' };

/** A Debian 13 board as it is after its installation: SSH and sudo, no Docker, no NFS, no time service. */
export function bareFacts(node: Node): Facts {
  const place = node.address.slice(node.address.lastIndexOf('.') + 1).padStart(2, '0');
  return {
    system: {
      hostname: node.name,
      machineId: `5d0c1f7ab3e94c2f8a61d27e90b4c3${place}`,
      bootId: `7c3f0a52-41d6-4be1-9e0d-6f1b2a9c55${place}`,
      osId: 'debian',
      osLike: [],
      osVersion: '13',
      osName: 'Debian GNU/Linux 13 (trixie)',
      architecture: 'amd64',
      kernelRelease: '6.12.48+deb13-amd64',
      container: null,
      systemd: true,
      model: '',
      cores: 4,
      memoryBytes: 4_006_000_000,
    },
    clock: { skewMs: 12, uncertaintyMs: 8, canNtp: false, ntp: false, synchronized: false },
    network: bareNetwork(node, place),
    space: {
      paths: {
        '/': { freeBytes: 21_000_000_000, totalBytes: 31_000_000_000, fileSystem: 'ext4', readOnly: false },
      },
    },
    kernel: {
      modules: {
        nfs: 'available',
        nfsd: 'available',
        overlay: 'available',
        vxlan: 'available',
        bridge: 'available',
        ip_vs: 'available',
        br_netfilter: 'available',
      },
      cgroupVersion: 2,
      memoryCgroup: true,
      appArmor: true,
    },
    packages: {
      installed: {},
      candidates: Object.fromEntries(
        Object.entries(candidates).flatMap(([name, version]) => (version === undefined ? [] : [[name, version]])),
      ),
      interrupted: false,
      lockedBy: null,
    },
    ...bareState(node),
    docker: null,
    swarmNodes: null,
    journal: [],
    backups: {},
  };
}

function bareNetwork(node: Node, place: string): Facts['network'] {
  const common = { family: 4, dynamic: false, mtu: 1500 } as const;
  return {
    addresses: [
      { ...common, interface: 'lo', address: '127.0.0.1', prefixLength: 8, mac: '00:00:00:00:00:00', mtu: 65536 },
      { ...common, interface: 'enp1s0', address: node.address, prefixLength: 24, mac: `52:54:00:1a:2b:${place}` },
    ],
    reachedAt: node.address,
  };
}

type State = Pick<Facts, 'files' | 'directories' | 'mounts' | 'share' | 'exports' | 'units'>;

function bareState(node: Node): State {
  const absentFile = { exists: false } as const;
  const absentFolder = { exists: false, empty: true, user: 0, group: 0, mode: '' };
  return {
    files: {
      '/etc/exports': absentFile,
      '/etc/fstab': { exists: true, text: BARE_FSTAB, mode: '644', user: 0, group: 0 },
      '/etc/nfs.conf.d/enjambre.conf': absentFile,
      '/etc/systemd/system/docker.service.d/enjambre.conf': absentFile,
      '/etc/systemd/system/enjambre-share.service': absentFile,
      '/etc/systemd/system/enjambre-share.timer': absentFile,
      '/etc/docker/daemon.json': absentFile,
      '/var/lib/enjambre/container-proof': absentFile,
      ...(node.role === 'manager' ? { '/srv/nfs/shared/.enjambre-share': absentFile } : {}),
    },
    directories: {
      ...(node.role === 'manager' ? { '/srv/nfs/shared': absentFolder } : {}),
      '/mnt/shared': absentFolder,
    },
    mounts: [{ source: '/dev/vda', target: '/', type: 'ext4', options: ['rw', 'relatime'], root: '/' }],
    share: { exported: null, mounted: null, answers: true },
    exports: [],
    units: {
      'docker.service': absentUnit,
      'nfs-server.service': absentUnit,
      'enjambre-share.timer': absentUnit,
      'systemd-timesyncd.service': absentUnit,
      'chrony.service': absentUnit,
      'ntpsec.service': absentUnit,
      'openntpd.service': absentUnit,
      'mnt-shared.mount': absentUnit,
    },
  };
}

export const BARE_FSTAB = `# /etc/fstab: static file system information.
UUID=0b4f9f6e-6d6e-4b0c-9c3e-2b1a6f0d7c11 /               ext4    errors=remount-ro 0       1
`;
