import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { VmBase } from '../bases/bases.ts';
import type { Accelerator } from './arguments.ts';

/** What a VM board is made of and how it was left, kept in its directory: whoever opens the lab later goes on from there. */
export interface VmSettings {
  base: VmBase;
  accelerator: Accelerator;
  sshPort: number;
  /** Of disks that were plugged in, in their order. */
  addedDisks: string[];
  /** Whether its cable is plugged in. */
  linkUp: boolean;
  /** Of its hardware clock, from the true time. */
  clockOffsetSeconds: number;
  /** Folder of the saved machine that its first start goes on from. */
  resumeFrom?: string;
}

export async function readSettings(directory: string): Promise<VmSettings> {
  return JSON.parse(await readFile(fileIn(directory), 'utf8')) as VmSettings;
}

export async function writeSettings(directory: string, settings: VmSettings): Promise<void> {
  const file = fileIn(directory);
  await writeFile(`${file}.new`, `${JSON.stringify(settings, null, 2)}\n`);
  await rename(`${file}.new`, file);
}

function fileIn(directory: string): string {
  return join(directory, 'vm.json');
}
