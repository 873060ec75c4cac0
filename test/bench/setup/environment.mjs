// What the benchmark of set-up needs around it: a build, a Python environment with the peers, and folders.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BenchError, virtualEnvironment } from '../environment.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../../..');
const cache = join(root, '.cache/bench');

/** @typedef {Awaited<ReturnType<typeof prepare>>} Context */

/** @param {{ quick: boolean, peers: boolean }} options */
export async function prepare({ quick, peers }) {
  if (process.getuid?.() !== 0) throw new BenchError('Virtual boards need root. Next: sudo npm run bench:setup');
  const command = join(root, 'dist/enjambre.js');
  if (!existsSync(command)) throw new BenchError('dist/enjambre.js is missing. Next: npm run build');
  const log = (/** @type {string} */ line) => console.error(line);
  const folder = join(cache, 'setup');
  rmSync(folder, { recursive: true, force: true });
  const runsFolder = join(folder, 'runs');
  mkdirSync(runsFolder, { recursive: true });
  const venv = join(cache, 'venv-setup');
  if (peers) virtualEnvironment(join(here, 'requirements.txt'), venv, log);
  return {
    here,
    root,
    folder,
    runsFolder,
    log,
    peers,
    command,
    node: process.execPath,
    bin: (/** @type {string} */ name) => join(venv, 'bin', name),
    mitogen: peers ? mitogenOf(venv) : '',
    boards: quick ? [3] : [3, 5],
    nodes: quick ? [10, 100] : [10, 100, 1000],
    repetitions: quick ? 3 : 7,
    machine: describeMachine(peers, quick),
  };
}

/** Folder of the plug-in that makes Ansible run its modules through Mitogen. @param {string} venv */
function mitogenOf(venv) {
  const where = 'import ansible_mitogen, os; print(os.path.dirname(ansible_mitogen.__file__))';
  const { stdout, status } = spawnSync(join(venv, 'bin/python'), ['-I', '-c', where], { encoding: 'utf8' });
  if (status !== 0) throw new BenchError('Mitogen is not in its environment. Next: rm -r .cache/bench/venv-setup');
  return join(stdout.trim(), 'plugins/strategy');
}

/**
 * @param {boolean} peers
 * @param {boolean} quick
 */
function describeMachine(peers, quick) {
  const processors = cpus();
  const pins = readFileSync(join(here, 'requirements.txt'), 'utf8').matchAll(
    /^(ansible-core|mitogen|pyinfra)==(.*)$/gm,
  );
  const ssh = spawnSync('ssh', ['-V'], { encoding: 'utf8' }).stderr.trim();
  const rows = [
    ['processor', `${processors[0]?.model.trim() ?? 'unknown'}, ${processors.length} cores, shared with the boards`],
    ['memory', `${Math.round(totalmem() / 2 ** 30)} GiB`],
    ['Node', process.versions.node],
    ['ssh', ssh.split(',')[0] ?? ''],
    ...(peers ? [...pins].map(([, name = '', version = '']) => [name, version]) : []),
  ];
  const note = quick ? 'Quick run: fewer boards, nodes and repetitions.' : '';
  return { title: 'Machine', columns: ['', ''], rows, note };
}
