// A plan for many nodes, all of them finished: one SSH server in a network namespace of its own plays them.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { BenchError, call } from '../environment.mjs';
import { runOnce, summarize } from '../measure.mjs';
import { judged, mebibytes, seconds } from '../table.mjs';
import { identityOf, inventoryOf, record } from './canned.mjs';
import { enjambreCommand } from './contenders.mjs';

/** @typedef {import('./environment.mjs').Context} Context */

const MOST_MIB = 400;
const REPETITIONS = 3;
/** Most of the time a node among many by that among few. */
const LINEAR = 1.5;

/** @param {Context} context */
export async function* many(context) {
  const folder = join(context.folder, 'many');
  mkdirSync(folder, { recursive: true });
  const recordings = join(folder, 'recordings.json');
  writeFileSync(recordings, JSON.stringify(await record(context)));
  const hostKey = join(folder, 'host_key');
  const key = join(folder, 'key');
  for (const file of [hostKey, key]) call('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file]);
  const rows = [];
  for (const size of context.nodes) {
    context.log(`  ${size} nodes`);
    rows.push({ size, ...(await planFor(context, { folder, recordings, hostKey, key }, size)) });
  }
  yield table(rows);
}

/**
 * @param {Context} context
 * @param {{ folder: string, recordings: string, hostKey: string, key: string }} files
 * @param {number} size
 */
async function planFor(context, { folder, recordings, hostKey, key }, size) {
  const home = join(folder, `home-${size}`);
  mkdirSync(home, { mode: 0o700 });
  const [type, hostPublic] = readFileSync(`${hostKey}.pub`, 'utf8').split(' ');
  const lines = Array.from({ length: size }, (_, index) => `${identityOf(index).address} ${type} ${hostPublic}\n`);
  writeFileSync(join(home, 'known_hosts'), lines.join(''), { mode: 0o600 });
  const inventory = join(folder, `inventory-${size}.json`);
  writeFileSync(inventory, JSON.stringify(inventoryOf(size, key), null, 2));
  const nodes = await raiseNodes(context, [recordings, String(size), hostKey, context.root]);
  try {
    const enter = ['nsenter', `--net=/proc/${nodes.pid}/ns/net`];
    const command = [...enter, ...enjambreCommand(context, { home, inventory }, ['plan'])];
    const plan = { name: `enjambre plan, ${size} nodes`, command: () => command };
    const runs = Array.from({ length: REPETITIONS }, () => runOnce(context, plan));
    return summarize(runs, '');
  } finally {
    const { logins, sessions } = await nodes.end();
    const expected = REPETITIONS * size;
    context.log(`    ${logins} logins and ${sessions} sessions for ${expected} readings`);
  }
}

/**
 * Starts the server where every address of 10.99.0.0/16 is its own, and nobody else can reach it.
 * @param {Context} context
 * @param {string[]} args
 */
async function raiseNodes(context, args) {
  const here = 'ip link set lo up && ip route add local 10.99.0.0/16 dev lo && exec "$0" "$@"';
  const server = [context.node, join(context.here, 'simulated-nodes.mjs'), ...args];
  const child = spawn('unshare', ['--net', 'sh', '-c', here, ...server], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, TMPDIR: context.folder },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const { value: first } = await lines.next();
  if (first !== 'ready') throw new BenchError('The simulated nodes did not start.');
  return {
    pid: child.pid,
    async end() {
      child.stdin.end();
      return JSON.parse((await lines.next()).value);
    },
  };
}

/** @param {(import('../measure.mjs').Series & { size: number })[]} rows */
function table(rows) {
  const perNode = ({ medianMs, size }) => medianMs / size;
  const cells = rows.map((row, index) => {
    const before = rows[index - 1];
    // The start is paid once: where there are few nodes, it is most of the time.
    const growth = before === undefined ? ['', '', ''] : judged(perNode(row) / perNode(before), { atMost: LINEAR });
    const memory = judged(row.peakMiB, { atMost: MOST_MIB }, 0).slice(1);
    return [String(row.size), seconds(row), perNode(row).toFixed(1), ...growth, mebibytes(row), ...memory];
  });
  return {
    title: 'A plan for many nodes',
    columns: ['nodes', 'time, s', 'ms a node', 'by the row above', 'bar', '', 'peak MiB', 'bar', ''],
    rows: cells,
    note: 'One process plays all nodes, on the same cores.',
    figures: rows.map(({ stdout: _, ...row }) => row),
  };
}
