import { join } from 'node:path';
import type { BoardState } from '../board.ts';
import { outputOf, succeed } from '../process.ts';
import { addedSlot, DISK_NODE, LAN_DEVICE, qcow2Node } from './arguments.ts';
import type { OutOfBand } from './out-of-band.ts';
import { jobDone, withMonitor } from './power.ts';
import { type Qmp, QmpAbsent } from './qmp.ts';
import { readSettings, writeSettings } from './settings.ts';

const SNAPSHOT_MS = 120_000;

/** What a machine is doing, as its monitor tells. */
export async function stateOf(directory: string): Promise<BoardState> {
  try {
    const told = await withMonitor(directory, (qmp) => qmp.execute('query-status'));
    return (told as { running: boolean }).running ? 'running' : 'paused';
  } catch (error) {
    if (error instanceof QmpAbsent) return 'off';
    throw error;
  }
}

/** Plugs in, or pulls, the cable to the lab's network. */
export async function setLink(qmp: Qmp, up: boolean): Promise<void> {
  await qmp.execute('set_link', { name: LAN_DEVICE, up });
}

/** Sets both clocks; the program for the hardware's one is not on every board, so its system call is made by hand. */
export async function setClock(shell: OutOfBand, offsetSeconds: number): Promise<void> {
  // Connecting takes seconds, which would be missing.
  outputOf(['connect'], await shell.exec(['true']));
  const seconds = (Date.now() / 1000 + offsetSeconds).toFixed(3);
  const RTC_SET_TIME = '0x4024700a';
  const hardware = `open(C, "<", "/dev/rtc0") or die; ioctl(C, ${RTC_SET_TIME}, pack("l9", gmtime(shift))) or die "$!"`;
  const script = 'date --set="@$0" > /dev/null && perl -e "$1" "$0"';
  outputOf(['set the clock'], await shell.exec(['sh', '-c', script, seconds, hardware]));
}

/** Plugs in an empty disk, and returns its device: the next disk gets the next slot, and keeps it at later starts. */
export async function addDisk(shell: OutOfBand, directory: string, sizeMb: number): Promise<string> {
  const settings = await readSettings(directory);
  const index = settings.addedDisks.length;
  const name = `disk${index + 2}`;
  const path = join(directory, `${name}.qcow2`);
  await succeed(['qemu-img', 'create', '-q', '-f', 'qcow2', path, `${sizeMb}M`]);
  await withMonitor(directory, async (qmp) => {
    await qmp.execute('blockdev-add', qcow2Node(name, path));
    const device = {
      driver: 'virtio-blk-pci',
      id: `${name}-device`,
      drive: name,
      serial: name,
      addr: addedSlot(index),
    };
    await qmp.execute('device_add', device);
  });
  await writeSettings(directory, { ...settings, addedDisks: [...settings.addedDisks, name] });
  const device = `/dev/disk/by-id/virtio-${name}`;
  const appears = 'until [ -b "$0" ]; do sleep 0.2; done';
  outputOf(['wait for', device], await shell.exec(['sh', '-c', appears, device]));
  return device;
}

/**
 * Makes or loads a snapshot of memory and all disks.
 *
 * @param job QEMU's name of what to do
 * @throws Error that starts with `failure`; the machine is then as it was
 */
export async function snapshotJob(
  directory: string,
  job: 'snapshot-save' | 'snapshot-load',
  tag: string,
  failure: string,
): Promise<void> {
  const { addedDisks } = await readSettings(directory);
  const parameters = { 'job-id': 'snapshot', tag, vmstate: DISK_NODE, devices: [DISK_NODE, ...addedDisks] };
  const wasRunning = (await stateOf(directory)) === 'running';
  try {
    await withMonitor(directory, async (qmp) => {
      await qmp.execute(job, parameters);
      await jobDone(qmp, 'snapshot', SNAPSHOT_MS);
    });
  } catch (error) {
    // QEMU stops it for the job, and leaves it so.
    if (wasRunning) await withMonitor(directory, (qmp) => qmp.execute('cont'));
    throw new Error(`${failure}: ${(error as Error).message}`);
  }
}
