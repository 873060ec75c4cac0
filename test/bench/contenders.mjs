// The commands that are compared.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { keyColumn, valueColumn } from './data.mjs';
import { call, here } from './environment.mjs';

/** @typedef {import('./environment.mjs').Context} Context */
/** @typedef {import('./measure.mjs').Contender} Contender */

let made = 0;

/** A path in the folder of runs that does not exist yet. @param {Context} context */
const freshPath = (context) => join(context.runsFolder, String(made++));

/**
 * `enjambre run describe`, by Node or by Deno.
 * @param {Context} context
 * @param {string} path
 * @param {{ runtime?: string[], name?: string, column?: string, by?: boolean, workers?: number, partitions?: number, report?: boolean }} options
 * @returns {Contender}
 */
export function enjambre(context, path, options = {}) {
  const {
    runtime = [context.node, context.command],
    name = 'enjambre',
    column = valueColumn,
    by = false,
    report = false,
  } = options;
  const { workers = context.workers, partitions } = options;
  let folder = '';
  return {
    name,
    command() {
      folder = freshPath(context);
      const size = ['--workers', String(workers), ...(partitions ? ['--partitions', String(partitions)] : [])];
      const what = ['--column', column, ...(by ? ['--by', keyColumn] : [])];
      return [
        ...runtime,
        'run',
        'describe',
        path,
        ...what,
        ...size,
        '--json',
        ...(report ? [] : ['--no-report']),
        '--out',
        folder,
      ];
    },
    cleanup: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/**
 * The sources, by Deno.
 * @param {Context} context
 * @param {string} path
 * @param {string} binary
 * @param {object} options
 */
export const enjambreOnDeno = (context, path, binary, options) =>
  enjambre(context, path, {
    ...options,
    name: 'enjambre on Deno',
    runtime: [binary, 'run', '--allow-all', join(context.root, 'setup/main.ts')],
  });

/**
 * The `process` script by itself, on a run of one partition that `split` planned beforehand.
 * @param {Context} context
 * @param {string} path
 * @returns {Contender}
 */
export function processScript(context, path, column = valueColumn) {
  const run = freshPath(context);
  mkdirSync(run, { recursive: true });
  const script = (/** @type {string} */ name) => join(context.dist, `${name}.js`);
  call(context.node, [script('split'), 'describe', path, '--column', column, '--partitions', '1', '--out', run]);
  return {
    name: 'process script',
    command: () => [context.node, script('process'), run, '--partition', '0'],
  };
}

/**
 * @param {Context} context
 * @param {'polars' | 'duckdb' | 'pandas'} name
 * @param {string} path
 * @returns {Contender}
 */
export function peer(context, name, path, { by = false } = {}) {
  const script = join(here, `peers/${name}_peer.py`);
  const what = ['--column', valueColumn, ...(by ? ['--by', keyColumn] : [])];
  // -I: what lies beside the script or in PYTHONPATH is not taken for a library.
  return {
    name,
    command: () => [context.python, '-I', script, path, ...what, '--threads', String(context.workers)],
  };
}
