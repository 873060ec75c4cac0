import type { BoardPlan } from '../board.ts';

/** Files and folders of a container board. */
export interface ContainerPaths {
  /** What the board sees as `/`. */
  root: string;
  /** Its network namespace. */
  network: string;
  /** Folders of the board's own disk, by the path where it sees them: Docker's layers cannot lie on an overlay. */
  disk: Readonly<Record<string, string>>;
  /** The lab's share, which the board sees as already mounted. */
  share: string;
  /** In every hierarchy of control groups. */
  cgroup: string;
}

/** Where a container board finds the lab's share. */
export const SHARE = '/mnt/shared';

// All but those that reach past the board: the machine's clock, kernel modules, raw devices and its limits.
const CAPABILITIES =
  'CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE NET_BIND_SERVICE NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE MAC_ADMIN WAKE_ALARM BLOCK_SUSPEND AUDIT_READ BPF PERFMON CHECKPOINT_RESTORE'.split(
    ' ',
  );

/** Bits of `CapBnd` in /proc/self/status, in the kernel's order. */
const CAPABILITY_BITS: Readonly<Record<string, number>> = {
  SYS_RESOURCE: 24,
  PERFMON: 38,
  BPF: 39,
  CHECKPOINT_RESTORE: 40,
};

/** Of all system settings, a board may change those of its own network alone: the others are the machine's. */
const INIT = `mount --bind /proc/sys /proc/sys
mount --bind /proc/sys/net /proc/sys/net
mount -o remount,bind,ro /proc/sys
exec /sbin/init "$@"`;

/**
 * The configuration for runc (OCI runtime specification 1.0) of a board with a real systemd and, if it wants, its own Docker.
 *
 * @param bounding `CapBnd` of this process, in hexadecimal: a container cannot have what its maker lacks
 */
export function runtimeConfig(plan: BoardPlan, paths: ContainerPaths, bounding: string): object {
  const capabilities = CAPABILITIES.filter((name) => has(bounding, CAPABILITY_BITS[name])).map((name) => `CAP_${name}`);
  return {
    ociVersion: '1.0.2',
    hostname: plan.name,
    root: { path: paths.root, readonly: false },
    process: {
      terminal: false,
      user: { uid: 0, gid: 0 },
      cwd: '/',
      // systemd 256 and later want to be told that control groups of the first version are meant.
      args: ['/bin/sh', '-ec', INIT, 'init', 'SYSTEMD_CGROUP_ENABLE_LEGACY_FORCE=1'],
      env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', 'container=enjambre'],
      capabilities: { bounding: capabilities, effective: capabilities, permitted: capabilities },
      noNewPrivileges: false,
    },
    mounts: [
      mount('/proc', 'proc'),
      mount('/dev', 'tmpfs', 'nosuid', 'strictatime', 'mode=755', 'size=65536k'),
      mount('/dev/pts', 'devpts', 'nosuid', 'noexec', 'newinstance', 'ptmxmode=0666', 'mode=0620', 'gid=5'),
      mount('/dev/shm', 'tmpfs', 'nosuid', 'nodev'),
      mount('/dev/mqueue', 'mqueue', 'nosuid', 'noexec', 'nodev'),
      // Read-only, so that no udev starts, which would answer for the machine's devices.
      mount('/sys', 'sysfs', 'nosuid', 'noexec', 'nodev', 'ro'),
      mount('/sys/fs/cgroup', 'cgroup', 'nosuid', 'noexec', 'nodev', 'relatime'),
      mount('/run', 'tmpfs', 'nosuid', 'nodev', 'mode=755'),
      mount('/tmp', 'tmpfs', 'nosuid', 'nodev', 'mode=1777'),
      ...Object.entries(paths.disk).map(([seen, source]) => bind(source, seen)),
      bind(paths.share, SHARE),
    ],
    linux: {
      namespaces: [
        ...['pid', 'ipc', 'uts', 'mount', 'cgroup'].map((type) => ({ type })),
        { type: 'network', path: paths.network },
      ],
      cgroupsPath: paths.cgroup,
      rootfsPropagation: 'rshared',
      resources: {
        devices: DEVICES,
        ...(plan.memoryMb === 0 ? {} : { memory: { limit: plan.memoryMb * 2 ** 20 } }),
      },
      devices: [
        { path: '/dev/net/tun', type: 'c', major: 10, minor: 200, fileMode: 0o666 },
        { path: '/dev/fuse', type: 'c', major: 10, minor: 229, fileMode: 0o666 },
        { path: '/dev/kmsg', type: 'c', major: 1, minor: 11, fileMode: 0o644 },
      ],
      readonlyPaths: ['/proc/bus', '/proc/fs', '/proc/irq', '/proc/sysrq-trigger'],
    },
  };
}

/** Nodes of any device can be made, as Docker does for its containers, but no disk of the machine can be opened. */
const DEVICES = [
  { allow: false, access: 'rwm' },
  { allow: true, type: 'c', access: 'm' },
  { allow: true, type: 'b', access: 'm' },
  ...[1, 5, 136].map((major) => ({ allow: true, type: 'c', major, access: 'rwm' })),
  ...[200, 229].map((minor) => ({ allow: true, type: 'c', major: 10, minor, access: 'rwm' })),
];

function mount(destination: string, type: string, ...options: string[]): object {
  return { destination, type, source: type, options };
}

function bind(source: string, destination: string): object {
  return { destination, type: 'bind', source, options: ['rbind', 'rw'] };
}

function has(bounding: string, bit: number | undefined): boolean {
  return bit === undefined || ((BigInt(`0x${bounding}`) >> BigInt(bit)) & 1n) === 1n;
}
