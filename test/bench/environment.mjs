// What a benchmark needs around it: a build, a Python environment with the peers, Deno, and a description of the machine.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Something the reader can act upon; shown without a stack. */
export class BenchError extends Error {}

export const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../..');
const cache = join(root, '.cache/bench');

/** @typedef {Awaited<ReturnType<typeof prepare>>} Context */

/** @param {{ quick: boolean, keep: boolean, only: string[] }} options */
export async function prepare({ quick, keep, only }) {
  const command = join(root, 'dist/enjambre.js');
  if (!existsSync(command)) throw new BenchError('dist/enjambre.js is missing. Next: npm run build');
  const log = (/** @type {string} */ line) => console.error(line);
  const dataFolder = join(cache, 'data');
  const runsFolder = join(cache, 'runs');
  mkdirSync(dataFolder, { recursive: true });
  rmSync(runsFolder, { recursive: true, force: true });
  mkdirSync(runsFolder, { recursive: true });
  const withPeers = only.includes('peers') || only.includes('groups');
  const python = withPeers ? peerPython(log) : systemPython();
  const deno = findDeno();
  return {
    root,
    dataFolder,
    runsFolder,
    keep,
    quick,
    log,
    command,
    dist: join(root, 'dist'),
    node: process.execPath,
    python,
    deno,
    workers: 2,
    repetitions: quick ? 3 : 5,
    stations: 500,
    rows: quick ? 1_000_000 : 5_000_000,
    growthRows: quick ? [500_000, 1_000_000, 2_000_000] : [1_000_000, 5_000_000, 20_000_000],
    distinctRows: quick ? 5_000_000 : 50_000_000,
    machine: describeMachine(deno, withPeers, quick),
  };
}

/** Python with the pinned peers. @param {(line: string) => void} log */
const peerPython = (log) => virtualEnvironment(join(here, 'requirements.txt'), join(cache, 'venv'), log);

/**
 * A virtual environment with what a file pins, made again when the pins change; returns its Python.
 * @param {string} requirements
 * @param {string} venv
 * @param {(line: string) => void} log
 */
export function virtualEnvironment(requirements, venv, log) {
  const python = join(venv, 'bin/python');
  const stamp = join(venv, 'requirements.sha256');
  const digest = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return python;
  log(`installing the peers into ${relative(root, venv)}`);
  rmSync(venv, { recursive: true, force: true });
  call(systemPython(), ['-m', 'venv', venv]);
  call(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--requirement', requirements]);
  writeFileSync(stamp, digest);
  return python;
}

function systemPython() {
  call('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 11))'], 'Python 3.11 or newer is needed');
  return 'python3';
}

/** The binary itself: the npm package's `deno` is a Node script that starts it. */
function findDeno() {
  const places = ['node_modules/.bin/deno', '.cache/deno/node_modules/.bin/deno'].map((path) => join(root, path));
  for (const path of [...places.filter((place) => existsSync(place)), 'deno']) {
    const found = spawnSync(path, ['eval', 'console.log(Deno.execPath(), Deno.version.deno)'], { encoding: 'utf8' });
    if (found.status !== 0) continue;
    const [, binary, version] = found.stdout.match(/^(.*) (\S+)\n$/) ?? [];
    if (binary !== undefined) return { binary, version };
  }
  return undefined;
}

/**
 * @param {string} file
 * @param {string[]} args
 */
export function call(file, args, failure = `${file} ${args.join(' ')} failed`) {
  const { status, stdout, stderr, error } = spawnSync(file, args, { encoding: 'utf8', cwd: root, maxBuffer: 2 ** 28 });
  if (status !== 0) throw new BenchError(`${failure}\n${error?.message ?? `${stdout}${stderr}`.trim().slice(-2000)}`);
  return stdout;
}

/**
 * @param {{ version: string | undefined } | undefined} deno
 * @param {boolean} withPeers
 * @param {boolean} quick
 */
function describeMachine(deno, withPeers, quick) {
  const processors = cpus();
  const pins = readFileSync(join(here, 'requirements.txt'), 'utf8').matchAll(/^(duckdb|pandas|polars)==(.*)$/gm);
  const rows = [
    ['processor', `${processors[0]?.model.trim() ?? 'unknown'}, ${processors.length} cores`],
    ['memory', `${Math.round(totalmem() / 2 ** 30)} GiB`],
    ['Node', process.versions.node],
    ['Deno', deno?.version ?? 'not found'],
    ...(withPeers ? [...pins].map(([, name, version]) => [name ?? '', version ?? '']) : []),
  ];
  const note = quick ? 'Quick run: small data, on which fixed costs weigh more. The bars are for the full one.' : '';
  return { title: 'Machine', columns: ['', ''], rows, note };
}
