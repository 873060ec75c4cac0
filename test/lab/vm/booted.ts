import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { VmBase } from '../bases/bases.ts';
import type { Enclosure } from '../enclosure.ts';
import { cacheFolder } from '../folders.ts';
import { succeed } from '../process.ts';
import { filesIn, type Machine, machineCommand, SAVED_MAC } from './arguments.ts';
import { withLock } from './lock.ts';
import { cutPower, saveDevices, startMachine, ticksOf, withMonitor } from './power.ts';
import { awaitSerial } from './serial.ts';

/** Size of the disk that carries a board's identity, in bytes; a saved machine has seen one of this size. */
export const IDENTITY_BYTES = 1 << 20;
/** What the base says on its serial line when all that it waits for is its identity. */
export const WAITING = 'lab: waiting';

const BOOT_MS = 300_000;
const SETTLE_MS = 60_000;
const SETTLE_EVERY_MS = 2000;
/** Share of a processor below which a machine is at rest. */
const AT_REST = 0.2;
const UNUSED_MS = 14 * 24 * 3_600_000;

/** A machine that has booted and waits to be told which board it is, saved in a folder. */
export interface Booted {
  folder: string;
  /** What the machine had written to its disk, over the base's. */
  disk: string;
  memory: string;
  devices: string;
}

/**
 * The saved machine for a base and a shape, booted first if there is none. Labs that want the same one at once make it once.
 *
 * @param enclosure where it is booted
 * @throws Error if it does not boot, with the end of its serial line
 */
export async function booted(
  enclosure: Enclosure,
  base: VmBase,
  machine: Machine,
  onLine: (line: string) => void,
): Promise<Booted> {
  const version = (await succeed(['qemu-system-x86_64', '--version'])).split('\n')[0] ?? '';
  const key = keyOf(base, machine, version);
  const folder = join(cacheFolder(), 'booted', key);
  await mkdir(join(cacheFolder(), 'booted'), { recursive: true });
  if (!existsSync(folder)) {
    await withLock(`${folder}.lock`, BOOT_MS + SETTLE_MS, async () => {
      if (existsSync(folder)) return;
      onLine(`a machine with ${machine.memoryMb} MB: first boot, to be saved (emulated: 1 to 2 min)`);
      const building = join(cacheFolder(), 'booted', `building-${key}`);
      await bootAndSave(enclosure, base, { ...machine, mac: SAVED_MAC, tap: `saved${key.slice(0, 8)}` }, building);
      await writeFile(join(building, 'about.json'), JSON.stringify({ disk: base.disk, version }));
      await rename(building, folder);
      await removeOld(version);
    });
  }
  const now = new Date();
  await utimes(folder, now, now);
  return bootedIn(folder);
}

/** A saved machine's files. */
export function bootedIn(folder: string): Booted {
  return { folder, disk: filesIn(folder).disk, memory: join(folder, 'memory'), devices: join(folder, 'devices') };
}

/** Makes a board's own disk, empty over the base's. */
async function overlayOn(base: VmBase, disk: string): Promise<void> {
  await succeed(['qemu-img', 'create', '-q', '-f', 'qcow2', '-b', base.disk, '-F', 'raw', disk]);
}

/** All that a saved state depends on, but for what may differ between the boards that take it over. */
function keyOf(base: VmBase, machine: Machine, version: string): string {
  const command = machineCommand({ ...machine, mac: '', tap: '', sshPort: 0 }, { directory: '', addedDisks: [] });
  const processor = machine.accelerator === 'kvm' ? cpus()[0]?.model : '';
  const all = JSON.stringify([base.key, base.disk, command, version, processor]);
  return createHash('sha256').update(all).digest('hex').slice(0, 12);
}

async function bootAndSave(enclosure: Enclosure, base: VmBase, machine: Machine, directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { mode: 0o700 });
  const { disk, memory, devices } = bootedIn(directory);
  const files = filesIn(directory);
  await overlayOn(base, disk);
  await writeFile(files.identity, '');
  await truncate(files.identity, IDENTITY_BYTES);
  try {
    const launch = { directory, addedDisks: [], memory: { file: memory, shared: true } };
    await startMachine(enclosure, machine, launch, undefined);
    await withMonitor(directory, (qmp) => qmp.execute('cont'));
    await awaitSerial(files.console, WAITING, { name: 'The machine to be saved', timeoutMs: BOOT_MS });
    await atRest(enclosure, directory);
    await withMonitor(directory, async (qmp) => {
      await qmp.execute('stop');
      await saveDevices(qmp, devices);
      // Ends in order: what it holds of the disk image's own tables is written.
      await qmp.execute('quit');
    });
  } finally {
    await ended(enclosure, directory);
    await enclosure.runAtSwitch(['ip', 'link', 'delete', machine.tap]);
  }
  for (const file of [files.identity, files.console, files.monitor]) await rm(file, { force: true });
  // Whole before it gets its name, even if the machine's power goes.
  await succeed(['sync', disk, memory, devices]);
}

/** Lets a machine that was told to quit do so, and cuts its power if it does not. */
async function ended(enclosure: Enclosure, directory: string): Promise<void> {
  for (let tries = 0; tries < 50 && existsSync(filesIn(directory).pid); tries++) await sleep(100);
  await cutPower(enclosure, directory);
}

/** Waits until a machine has little to do, but not for ever: one that never rests is saved as it is. */
async function atRest(enclosure: Enclosure, directory: string): Promise<void> {
  const deadline = Date.now() + SETTLE_MS;
  let before = await ticksOf(enclosure, directory);
  while (Date.now() < deadline) {
    const started = Date.now();
    await sleep(SETTLE_EVERY_MS);
    const now = await ticksOf(enclosure, directory);
    if ((now - before) * 10 < AT_REST * (Date.now() - started)) return;
    before = now;
  }
}

/** Removes what no board can start from any more, or none has for long. */
async function removeOld(version: string): Promise<void> {
  const all = join(cacheFolder(), 'booted');
  for (const name of await readdir(all)) {
    const folder = join(all, name);
    if (!/^[0-9a-f]{12}$/.test(name)) continue;
    const about = JSON.parse(await readFile(join(folder, 'about.json'), 'utf8')) as { disk: string; version: string };
    const unused = Date.now() - (await stat(folder)).mtimeMs > UNUSED_MS;
    if (unused || about.version !== version || !existsSync(about.disk))
      await rm(folder, { recursive: true, force: true });
  }
}
