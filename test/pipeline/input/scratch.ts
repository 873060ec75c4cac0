import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import process from 'node:process';
import { sampledHash } from '../../../pipeline/input/identity.ts';
import { openFile } from '../../../pipeline/input/open-file.ts';
import type { InputFile } from '../../../pipeline/run-dir/manifest.ts';

/** An empty folder that is removed when the tests end. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'enjambre-test-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes files by relative name, folders included. */
export function writeFiles(folder: string, files: Record<string, string | Uint8Array>): void {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
}

/** Writes a file and describes it as a manifest does. */
export function inputFile(
  path: string,
  content: string | Uint8Array,
  known: Partial<Pick<InputFile, 'compression' | 'dataStart'>> = {},
): InputFile {
  writeFileSync(path, content);
  const open = openFile(path);
  const { bytes, mtimeMs } = open;
  const hash = sampledHash(open);
  open.close();
  return {
    path,
    name: basename(path),
    bytes,
    mtimeMs,
    hash,
    compression: 'none',
    dataStart: 0,
    headerLines: 0,
    ...known,
  };
}
