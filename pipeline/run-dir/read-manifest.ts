import { readFileSync } from 'node:fs';
import { EnjambreError } from '../errors.ts';
import { paths } from './layout.ts';
import type { Manifest } from './manifest.ts';

/** Reads the manifest of a run. */
export function readManifest(directory: string): Manifest {
  const path = paths.manifest(directory);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new EnjambreError(`There is no run in ${directory}: ${path} cannot be read`, {
      code: 'no-run',
      exitCode: 2,
      next: 'enjambre runs',
      cause: error,
    });
  }
  try {
    const manifest = JSON.parse(text) as Manifest;
    if (manifest.format === 1) return manifest;
  } catch {
    // Told below, together with a format of another version.
  }
  throw new EnjambreError(`${path} is not the manifest of a run that this version can read`, {
    code: 'bad-manifest',
    next: 'start a new run',
  });
}
