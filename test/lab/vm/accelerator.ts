import { accessSync, constants, existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import type { VmBase } from '../bases/bases.ts';
import { cacheFolder } from '../folders.ts';
import { run, succeed } from '../process.ts';
import type { Accelerator } from './arguments.ts';
import { withLock } from './lock.ts';

const TRIAL_MS = 10_000;
const LOCK_MS = 60_000;
/** The kernel's word that a program ran, and ended well, where it ran as the first process. */
const PROOF = 'Attempted to kill init! exitcode=0x00000000';

/**
 * What runs machines here: the processor itself if a kernel of Debian really runs on it, else software. A device for it may be
 * there and yet not do, so it is tried, once per start of this machine and version of QEMU.
 */
export async function accelerator(base: Pick<VmBase, 'kernel' | 'initrd'>): Promise<Accelerator> {
  if (!usable('/dev/kvm')) return 'tcg';
  await mkdir(cacheFolder(), { recursive: true });
  const file = join(cacheFolder(), 'accelerator.json');
  // One trial at a time: several at once take each other the time that it is given.
  return withLock(`${file}.lock`, LOCK_MS, () => knownOrTried(base, file));
}

async function knownOrTried(base: Pick<VmBase, 'kernel' | 'initrd'>, file: string): Promise<Accelerator> {
  const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
  const version = await succeed(['qemu-system-x86_64', '--version']);
  const known = existsSync(file) ? (JSON.parse(await readFile(file, 'utf8')) as Record<string, string>) : {};
  if (known.boot === boot && known.version === version && known.result !== undefined) {
    return known.result === 'kvm' ? 'kvm' : 'tcg';
  }
  const result = (await runs(base)) ? 'kvm' : 'tcg';
  const written = `${file}.${process.pid}`;
  await writeFile(written, JSON.stringify({ boot, version, result }));
  await rename(written, file);
  return result;
}

function usable(device: string): boolean {
  try {
    accessSync(device, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

async function runs({ kernel, initrd }: Pick<VmBase, 'kernel' | 'initrd'>): Promise<boolean> {
  const trial = [
    ...['qemu-system-x86_64', '-no-user-config', '-nodefaults', '-display', 'none', '-no-reboot', '-serial', 'stdio'],
    ...['-accel', 'kvm', '-cpu', 'host', '-m', '512M', '-kernel', kernel, '-initrd', initrd],
    ...['-append', 'console=ttyS0 panic=-1 rdinit=/bin/true'],
  ];
  try {
    return (await run(trial, { timeoutMs: TRIAL_MS })).stdout.includes(PROOF);
  } catch {
    // It hangs, which is one of the ways not to run.
    return false;
  }
}
