import type { JournalEntry } from '../apply/journal.ts';

/** All that is known of a node, each value read by the fact file of its name. Absent things are null, or empty. */
export interface Facts {
  system: SystemFact;
  clock: ClockFact;
  network: NetworkFact;
  space: SpaceFact;
  kernel: KernelFact;
  packages: PackagesFact;
  /** By path: each file that set-up edits on this node, whether it is there or not. */
  files: Readonly<Record<string, FileFact>>;
  /** By path: the exported and the mounted directory, as they are underneath and on top of mounts. */
  directories: Readonly<Record<string, DirectoryFact>>;
  mounts: readonly MountFact[];
  share: ShareFact;
  /** Paths that the NFS server exports now, with whom to and how. */
  exports: readonly ExportFact[];
  /** By name, as `nfs-server.service`. */
  units: Readonly<Record<string, UnitFact>>;
  /** Null where Docker is not installed or does not answer. */
  docker: DockerFact | null;
  /** What the manager of a Swarm lists; null on a node that manages none. */
  swarmNodes: readonly SwarmNodeFact[] | null;
  /** What set-up has done on this node so far, oldest first. */
  journal: readonly JournalEntry[];
  /** By path: copies of files that set-up has edited. Read for a reset only. */
  backups: Readonly<Record<string, FileFact>>;
}

export type FactName = keyof Facts;

export interface SystemFact {
  hostname: string;
  machineId: string;
  bootId: string;
  /** `ID` of os-release: debian, ubuntu, raspbian. */
  osId: string;
  /** `ID_LIKE`, split. */
  osLike: readonly string[];
  /** `VERSION_ID`; empty on a rolling one. */
  osVersion: string;
  /** `PRETTY_NAME`. */
  osName: string;
  /** Debian's name for it: amd64, arm64, armhf. */
  architecture: string;
  kernelRelease: string;
  /** What `systemd-detect-virt --container` says; null outside of containers. */
  container: string | null;
  /** Whether systemd runs the machine. */
  systemd: boolean;
  /** Raspberry Pi and others; empty on PCs. From /proc/device-tree/model. */
  model: string;
  cores: number;
  memoryBytes: number;
}

export interface ClockFact {
  /** How far it is ahead of this machine's clock, milliseconds; within `uncertaintyMs`. */
  skewMs: number;
  uncertaintyMs: number;
  /** `timedatectl`: whether it can, is told to, and does follow a time server; null where timedatectl is missing. */
  canNtp: boolean | null;
  ntp: boolean | null;
  synchronized: boolean | null;
}

export interface NetworkFact {
  addresses: readonly {
    interface: string;
    /** Without the prefix length. */
    address: string;
    prefixLength: number;
    family: 4 | 6;
    /** Given by DHCP: it may be another one tomorrow. */
    dynamic: boolean;
    mac: string;
    mtu: number;
  }[];
  /** The address at which this machine reached it (from SSH_CONNECTION); null on a local connection. */
  reachedAt: string | null;
}

export interface SpaceFact {
  /** By path asked for: `/`, Docker's data root, the exported directory (or the parent that exists). */
  paths: Readonly<Record<string, { freeBytes: number; totalBytes: number; fileSystem: string; readOnly: boolean }>>;
}

export interface KernelFact {
  /** nfs, nfsd, overlay, vxlan, bridge, ip_vs, br_netfilter. */
  modules: Readonly<Record<string, 'loaded' | 'built-in' | 'available' | 'missing'>>;
  cgroupVersion: 1 | 2 | null;
  /** Whether memory limits work: the memory controller is there and on. */
  memoryCgroup: boolean;
  appArmor: boolean;
}

export interface PackagesFact {
  /** Those asked for that are installed, with their version. */
  installed: Readonly<Record<string, string>>;
  /** Those asked for that could be installed from the lists that the node holds, with their version. */
  candidates: Readonly<Record<string, string>>;
  /** dpkg was interrupted and must be configured first. */
  interrupted: boolean;
  /** Who holds dpkg's lock now. */
  lockedBy: { pid: number; command: string } | null;
}

export type FileFact =
  | { exists: false }
  | {
      exists: true;
      /** Its bytes, one character each (latin1). */
      text: string;
      /** Octal: `644`. */
      mode: string;
      user: number;
      group: number;
    };

export interface DirectoryFact {
  exists: boolean;
  /** True for an absent one. */
  empty: boolean;
  user: number;
  group: number;
  mode: string;
}

export interface MountFact {
  source: string;
  target: string;
  /** nfs4, ext4, … */
  type: string;
  options: readonly string[];
  /** Path inside the source that is mounted, as for bind mounts. */
  root: string;
}

export interface ShareFact {
  /** Text of the sentinel under the exported directory (manager), and under the mount path; null: none, or it did not answer. */
  exported: string | null;
  mounted: string | null;
  /** False where the mount is there and did not answer within its time. */
  answers: boolean;
}

export interface ExportFact {
  path: string;
  client: string;
  options: readonly string[];
}

export interface UnitFact {
  /** LoadState: loaded, not-found, masked … */
  load: string;
  /** ActiveState: active, inactive, failed … */
  active: string;
  /** UnitFileState: enabled, disabled, static, masked or empty. */
  enabled: string;
}

export interface DockerFact {
  serverVersion: string;
  /** Docker's name for it: x86_64, aarch64, armv7l. */
  architecture: string;
  dataRoot: string;
  /** overlay2, overlayfs (containerd), vfs … */
  driver: string;
  imageStore: 'classic' | 'containerd';
  liveRestore: boolean;
  logDriver: string;
  /** Warnings of `docker info`. */
  warnings: readonly string[];
  swarm: {
    /** inactive, pending, active, error, locked. */
    state: string;
    nodeId: string;
    nodeAddress: string;
    isManager: boolean;
    /** Id of the Swarm; only managers know it. */
    clusterId: string | null;
    error: string;
    /** Managers that it knows. */
    managers: readonly { nodeId: string; address: string }[];
    /** Only managers know it. */
    certificateDays: number | null;
  };
}

export interface SwarmNodeFact {
  id: string;
  hostname: string;
  role: 'manager' | 'worker';
  availability: string;
  /** ready, down, unknown, disconnected. */
  state: string;
  address: string;
  labels: Readonly<Record<string, string>>;
  architecture: string;
  engineVersion: string;
}
