// The files that are measured, made when needed.
import { closeSync, existsSync, openSync, readSync, renameSync, rmSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { BenchError, call } from './environment.mjs';

/** @typedef {import('./environment.mjs').Context} Context */
/** @typedef {{ path: string, rows: number, bytes: number }} DataFile */

export const valueColumn = 'ValorObservado';
export const keyColumn = 'CodigoEstacion';

/** Of a row of sample data, quoted or not, rounded up: decides only whether the disk has room. */
const bytesPerRow = 200;

/**
 * Sample data of `rows` rows, read once so that the page cache holds it.
 * @param {Context} context
 * @param {number} rows
 */
export function sampleFile(context, rows) {
  const path = join(context.dataFolder, `sample-${rows}-${context.stations}.csv`);
  return dataFile(context, path, rows, (target) => {
    const size = ['--rows', String(rows), '--stations', String(context.stations)];
    call(context.node, [context.command, 'sample', ...size, '-o', `${target}.part`]);
    renameSync(`${target}.part`, target);
  });
}

/**
 * @param {Context} context
 * @param {string} path
 * @param {number} rows
 * @param {(path: string) => void} write makes the file under its final name only when it is whole
 * @returns {DataFile}
 */
export function dataFile(context, path, rows, write) {
  if (!existsSync(path)) {
    requireRoom(context, rows * bytesPerRow);
    context.log(`  writing ${rows.toLocaleString('en')} rows`);
    write(path);
  }
  readOnce(path);
  return { path, rows, bytes: statSync(path).size };
}

/**
 * Gives the disk space back before the end; what is left goes then.
 * @param {Context} context
 * @param {DataFile} file
 */
export function discard(context, file) {
  if (!context.keep) rmSync(file.path, { force: true });
}

/**
 * @param {Context} context
 * @param {number} bytes
 */
function requireRoom(context, bytes) {
  const { bavail, bsize } = statfsSync(context.dataFolder);
  // As much again for what the runs spill, and 1 GB for the others on this machine.
  const needed = 2 * bytes + 1e9;
  if (bavail * bsize >= needed) return;
  const [free, wanted] = [bavail * bsize, needed].map((size) => (size / 1e9).toFixed(1));
  throw new BenchError(
    `${free} GB are free for .cache/bench, ${wanted} GB are needed. Next: free some, or use --quick`,
  );
}

/** @param {string} path */
function readOnce(path) {
  const buffer = Buffer.alloc(1 << 20);
  const fd = openSync(path, 'r');
  while (readSync(fd, buffer) > 0);
  closeSync(fd);
}
