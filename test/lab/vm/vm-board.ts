import { existsSync } from 'node:fs';
import { mkdir, rm, stat, truncate } from 'node:fs/promises';
import type { VmBase } from '../bases/bases.ts';
import type { Board, BoardPlan, BoardState, ExecOptions } from '../board.ts';
import type { Enclosure } from '../enclosure.ts';
import { portOf } from '../network.ts';
import { succeed } from '../process.ts';
import { accelerator } from './accelerator.ts';
import { filesIn, type Machine } from './arguments.ts';
import { type Booted, booted, bootedIn, IDENTITY_BYTES } from './booted.ts';
import { addDisk, setClock, setLink, snapshotJob, stateOf } from './hardware.ts';
import { outOfBand } from './out-of-band.ts';
import { cutPower, loadDevices, startMachine, withMonitor } from './power.ts';
import type { Qmp } from './qmp.ts';
import { readSettings, type VmSettings, writeSettings } from './settings.ts';

const CPUS = 1;
const FIRST_SSH_PORT = 2200;

/** What a VM board is made from. */
export interface VmParts {
  plan: BoardPlan;
  enclosure: Enclosure;
  /** Of this board, for its disk, its sockets and its logs. */
  directory: string;
  /** Folder of the files that make it this board. */
  identity: string;
  /** File of the lab's private key. */
  key: string;
  base: VmBase;
  onLine?: (line: string) => void;
}

/**
 * Makes the disks of a board; the board is off. Boots and saves the machine that it will start from, if there is none yet.
 *
 * @throws Error if that machine does not boot, or the identity is too large
 */
export async function createVmBoard(parts: VmParts): Promise<Board> {
  const { plan, enclosure, directory, identity, key, base, onLine = () => {} } = parts;
  const files = filesIn(directory);
  await mkdir(directory, { recursive: true });
  await succeed(['tar', '--create', '--format=ustar', '--file', files.identity, '--directory', identity, '.']);
  const { size } = await stat(files.identity);
  if (size > IDENTITY_BYTES)
    throw new Error(`The identity of ${plan.name} has ${size} bytes, more than ${IDENTITY_BYTES}`);
  await truncate(files.identity, IDENTITY_BYTES);
  const settings: VmSettings = {
    base,
    accelerator: await accelerator(base),
    sshPort: FIRST_SSH_PORT + Number(plan.address.split('.').at(-1)),
    addedDisks: [],
    linkUp: true,
    clockOffsetSeconds: 0,
  };
  const saved = await booted(enclosure, base, machineOf(plan, settings), onLine);
  await succeed(['cp', '--sparse=always', saved.disk, files.disk]);
  settings.resumeFrom = saved.folder;
  await writeSettings(directory, settings);
  return openVmBoard(plan, enclosure, directory, key);
}

/** A VM board that was made before. */
export function openVmBoard(plan: BoardPlan, enclosure: Enclosure, directory: string, key: string): Board {
  const { name } = plan;
  const rootShell = async () => {
    const { sshPort } = await readSettings(directory);
    return outOfBand({ name, enclosure, directory, key, port: sshPort });
  };
  const needs = async (wanted: readonly BoardState[], next: string) => {
    const now = await stateOf(directory);
    if (!wanted.includes(now)) throw new Error(`${name} is ${now}. Next: npm run lab -- ${next} ${name}`);
  };
  const tell = async (command: string) => {
    await needs(['running', 'paused'], 'start');
    await withMonitor(directory, (qmp) => qmp.execute(command));
  };
  const exec = async (command: readonly string[], options?: ExecOptions) => {
    await needs(['running'], (await stateOf(directory)) === 'paused' ? 'unpause' : 'start');
    return (await rootShell()).exec(command, options);
  };
  return {
    plan,
    exec,
    state: () => stateOf(directory),
    async start() {
      if ((await stateOf(directory)) === 'off') await switchOn(plan, enclosure, directory);
    },
    async kill() {
      await cutPower(enclosure, directory);
      await (await rootShell()).forget();
    },
    async reset() {
      await tell('system_reset');
      await (await rootShell()).forget();
    },
    pause: () => tell('stop'),
    unpause: () => tell('cont'),
    async link(up) {
      await writeSettings(directory, { ...(await readSettings(directory)), linkUp: up });
      if ((await stateOf(directory)) !== 'off') await withMonitor(directory, (qmp) => setLink(qmp, up));
    },
    async setClock(offsetSeconds) {
      await writeSettings(directory, { ...(await readSettings(directory)), clockOffsetSeconds: offsetSeconds });
      if ((await stateOf(directory)) === 'running') await setClock(await rootShell(), offsetSeconds);
    },
    async addDisk(sizeMb) {
      await needs(['running'], 'start');
      return addDisk(await rootShell(), directory, sizeMb);
    },
    async snapshot(tag) {
      await needs(['running', 'paused'], 'start');
      await snapshotJob(directory, 'snapshot-save', tag, `Cannot keep the snapshot "${tag}" of ${name}`);
    },
    async restore(tag) {
      await needs(['running', 'paused'], 'start');
      await snapshotJob(directory, 'snapshot-load', tag, `Cannot go back to the snapshot "${tag}" of ${name}`);
      const shell = await rootShell();
      await shell.forget();
      const { linkUp, clockOffsetSeconds } = await readSettings(directory);
      await withMonitor(directory, (qmp) => setLink(qmp, linkUp));
      if ((await stateOf(directory)) === 'running') await setClock(shell, clockOffsetSeconds);
    },
  };
}

function machineOf(plan: BoardPlan, { base, accelerator, sshPort }: VmSettings): Machine {
  return {
    accelerator,
    memoryMb: plan.memoryMb,
    cpus: CPUS,
    kernel: base.kernel,
    initrd: base.initrd,
    mac: plan.mac,
    tap: portOf(plan.address),
    sshPort,
  };
}

async function switchOn(plan: BoardPlan, enclosure: Enclosure, directory: string): Promise<void> {
  const { resumeFrom, ...settings } = await readSettings(directory);
  // Once only: from now on, memory and disk of this board are its own.
  await writeSettings(directory, settings);
  const saved = resumeFrom !== undefined && existsSync(resumeFrom) ? bootedIn(resumeFrom) : undefined;
  const { addedDisks, clockOffsetSeconds } = settings;
  await startMachine(
    enclosure,
    machineOf(plan, settings),
    {
      directory,
      addedDisks,
      ...(clockOffsetSeconds === 0 ? {} : { clock: new Date(Date.now() + clockOffsetSeconds * 1000) }),
      ...(saved === undefined ? {} : { memory: { file: saved.memory, shared: false }, incoming: true }),
    },
    'lan',
  );
  try {
    await withMonitor(directory, async (qmp) => {
      if (saved !== undefined) await resume(qmp, saved);
      await setLink(qmp, settings.linkUp);
      await qmp.execute('cont');
    });
  } catch (error) {
    await cutPower(enclosure, directory);
    throw new Error(`Cannot start ${plan.name}: ${(error as Error).message}. Next: npm run lab -- start ${plan.name}`);
  }
}

async function resume(qmp: Qmp, { folder, devices }: Booted): Promise<void> {
  try {
    await loadDevices(qmp, devices);
  } catch (error) {
    // The next lab makes a new one; this board can boot, as after a power cut.
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}
