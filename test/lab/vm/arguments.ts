import { join } from 'node:path';

export type Accelerator = 'kvm' | 'tcg';

/** What a machine is made of. Two machines can pass one saved state on only if these are the same, but for MAC, tap and port. */
export interface Machine {
  accelerator: Accelerator;
  memoryMb: number;
  cpus: number;
  kernel: string;
  initrd: string;
  /** Of the card in the lab's network. */
  mac: string;
  /** The tap device of that card, which exists already. */
  tap: string;
  /** Of the loopback beside the switch, led to the board's SSH server. */
  sshPort: number;
}

/** How a machine is started this time. */
export interface Launch {
  /** Holds the machine's files; see {@link filesIn}. */
  directory: string;
  /** Disks plugged in later: the file's name without its extension is the serial number. */
  addedDisks: readonly string[];
  /** Where its memory is: its own, or a file that it writes through to, or reads and never changes. @default 'own' */
  memory?: 'own' | { file: string; shared: boolean };
  /** Waits for a saved state instead of booting. @default false */
  incoming?: boolean;
  /** What its hardware clock says now. @default the true time */
  clock?: Date;
}

/** Of the lab's card while a state is saved that boards with other addresses will take over. */
export const SAVED_MAC = '52:54:00:00:00:01';
const PACKAGES_MAC = '52:54:00:00:00:02';

/**
 * The processor that software emulation shows. The baseline of Debian with what programs made for newer ones look for (Node's
 * WebAssembly needs SSE 4.1); without `cmpxchg16b`, at which kernel 6.12 dies under QEMU 7.2.
 */
const EMULATED_CPU = 'qemu64,-cx16,+ssse3,+sse4.1,+sse4.2,+popcnt,+aes,+pclmulqdq,+rdrand,+erms,+fsgsbase';

/** Translated code that emulation keeps, in MiB. Less than QEMU's own choice: half of its memory, and as fast. */
const TRANSLATED_MB = 128;

const KERNEL_COMMAND_LINE = [
  'root=/dev/vda rw console=ttyS0 net.ifnames=0 quiet panic=0',
  // Nothing here changes what runs on the board; all of it is work that emulation pays for at every boot.
  'mitigations=off nowatchdog audit=0 random.trust_cpu=on no_timer_check tsc=reliable cryptomgr.notests',
].join(' ');

/** PCI slots, fixed: a saved state names devices by them. */
const slot = { disk: '0x3', identity: '0x4', packages: '0x5', lan: '0x6', random: '0x7' };

/** Name of the card in the lab's network, for the monitor. */
export const LAN_DEVICE = 'eth1';
/** Name of the board's own disk, for the monitor. */
export const DISK_NODE = 'disk';

/** Paths of the files of the machine in a directory. */
export function filesIn(directory: string) {
  return {
    disk: join(directory, 'disk.qcow2'),
    identity: join(directory, 'identity.raw'),
    console: join(directory, 'console.log'),
    monitor: join(directory, 'monitor'),
    pid: join(directory, 'qemu.pid'),
  };
}

/** PCI slot of the n-th added disk, counted from 0. */
export function addedSlot(index: number): string {
  return `0x${(0x10 + index).toString(16)}`;
}

/** The command that starts a machine: it goes to the background when it is ready for its monitor, and runs when that says so. */
export function machineCommand(machine: Machine, launch: Launch): string[] {
  const files = filesIn(launch.directory);
  return [
    'qemu-system-x86_64',
    ...['-no-user-config', '-nodefaults', '-display', 'none', '-daemonize', '-S'],
    ...['-pidfile', files.pid],
    ...['-machine', 'pc,memory-backend=ram,usb=off,vmport=off'],
    ...processorArguments(machine),
    ...['-m', `${machine.memoryMb}M`, '-object', memoryObject(machine, launch)],
    ...['-rtc', `base=${launch.clock === undefined ? 'utc' : isoSeconds(launch.clock)},clock=host`],
    ...['-kernel', machine.kernel, '-initrd', machine.initrd, '-append', KERNEL_COMMAND_LINE],
    ...diskArguments(launch),
    ...networkArguments(machine),
    ...['-device', `virtio-rng-pci,addr=${slot.random}`],
    // Tells the kernel when it goes on from a saved state, so that no two boards draw the same random numbers.
    ...['-device', 'vmgenid,guid=auto'],
    ...['-chardev', `file,id=console,path=${escaped(files.console)},append=on`, '-serial', 'chardev:console'],
    ...['-chardev', `socket,id=monitor,path=${escaped(files.monitor)},server=on,wait=off`],
    ...['-mon', 'chardev=monitor,mode=control'],
    ...(launch.incoming ? ['-incoming', 'defer'] : []),
  ];
}

function processorArguments({ accelerator, cpus }: Machine): string[] {
  const emulated = ['-accel', `tcg,thread=multi,tb-size=${TRANSLATED_MB}`, '-cpu', EMULATED_CPU];
  return [...(accelerator === 'kvm' ? ['-accel', 'kvm', '-cpu', 'host'] : emulated), '-smp', String(cpus)];
}

function memoryObject({ memoryMb }: Machine, { memory = 'own' }: Launch): string {
  if (memory === 'own') return `memory-backend-ram,id=ram,size=${memoryMb}M`;
  const share = memory.shared ? 'on' : 'off';
  return `memory-backend-file,id=ram,size=${memoryMb}M,mem-path=${escaped(memory.file)},share=${share}`;
}

function diskArguments({ directory, addedDisks }: Launch): string[] {
  const { disk, identity } = filesIn(directory);
  // The identity is read-only: QEMU then leaves it out of snapshots, which a raw file could not keep.
  const raw = {
    driver: 'raw',
    'node-name': 'identity',
    'read-only': true,
    file: { driver: 'file', filename: identity },
  };
  return [
    ...['-blockdev', JSON.stringify(qcow2Node(DISK_NODE, disk))],
    ...['-device', `virtio-blk-pci,id=${DISK_NODE}-device,drive=${DISK_NODE},addr=${slot.disk}`],
    ...['-blockdev', JSON.stringify(raw)],
    ...['-device', `virtio-blk-pci,drive=identity,serial=identity,addr=${slot.identity}`],
    ...addedDisks.flatMap((name, index) => [
      ...['-blockdev', JSON.stringify(qcow2Node(name, join(directory, `${name}.qcow2`)))],
      ...['-device', `virtio-blk-pci,id=${name}-device,drive=${name},serial=${name},addr=${addedSlot(index)}`],
    ]),
  ];
}

/**
 * A disk image under the name that the monitor knows it by. What the board flushes is passed to this machine's kernel, which
 * keeps it whatever becomes of QEMU; that it is not forced onto this machine's disk as well only makes it faster.
 */
export function qcow2Node(name: string, path: string): object {
  const file = { driver: 'file', filename: path, cache: { 'no-flush': true } };
  return { driver: 'qcow2', 'node-name': name, discard: 'unmap', file };
}

function networkArguments({ mac, tap, sshPort }: Machine): string[] {
  return [
    ...['-netdev', `user,id=packages,hostfwd=tcp:127.0.0.1:${sshPort}-:22`],
    ...['-device', `virtio-net-pci,id=eth0,netdev=packages,mac=${PACKAGES_MAC},romfile=,addr=${slot.packages}`],
    ...['-netdev', `tap,id=lan,ifname=${tap},script=no,downscript=no,vhost=off`],
    ...['-device', `virtio-net-pci,id=${LAN_DEVICE},netdev=lan,mac=${mac},romfile=,addr=${slot.lan}`],
  ];
}

/** QEMU takes two commas in a value for one. */
function escaped(value: string): string {
  return value.replaceAll(',', ',,');
}

function isoSeconds(time: Date): string {
  return time.toISOString().slice(0, 19);
}
