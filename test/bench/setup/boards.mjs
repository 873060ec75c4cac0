// Container boards for the comparison: raised, made ready for the peers, and asked what was done on them.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { BenchError } from '../environment.mjs';

/** @typedef {import('./environment.mjs').Context} Context */
/** @typedef {Awaited<ReturnType<typeof raise>>} Boards */

/** What the peers need on a board; and the server's log tells of sessions at this level. */
const PYTHON = 'apt-get update -qq && apt-get install -y -qq --no-install-recommends python3-minimal python3-apt';
const TELL = "echo 'LogLevel VERBOSE' > /etc/ssh/sshd_config.d/bench.conf && systemctl reload ssh";

/**
 * Raises bare boards; `inventory` names them and their labels, `home` is a folder that knows their host keys.
 * @param {Context} context
 * @param {string} name
 * @param {number} size
 */
export async function raise(context, name, size) {
  const { raiseLab } = await import(pathToFileURL(join(context.root, '.cache/js/test/lab/lab.js')).href);
  context.log(`raising ${size} boards`);
  const lab = await raiseLab({ name: `bench-${name}`, boards: Array.from({ length: size }, () => ({})) });
  try {
    const boards = { lab, ...files(context, lab) };
    await onAll(boards, TELL);
    if (context.peers) await onAll(boards, PYTHON);
    return boards;
  } catch (error) {
    await lab.down();
    throw error;
  }
}

/**
 * @param {Context} context
 * @param {{ name: string, inventory: string, directory: string }} lab
 */
function files(context, lab) {
  const folder = join(context.folder, lab.name);
  const home = join(folder, 'home');
  mkdirSync(home, { recursive: true, mode: 0o700 });
  copyFileSync(join(lab.directory, 'known_hosts'), join(home, 'known_hosts'));
  const inventory = join(folder, 'inventory.json');
  const described = JSON.parse(readFileSync(lab.inventory, 'utf8'));
  for (const node of described.nodes) node.labels = labelsOf(node.name);
  writeFileSync(inventory, `${JSON.stringify(described, null, 2)}\n`);
  return { folder, home, inventory };
}

/** @param {string} name */
export const labelsOf = (name) => ({ type: name === 'manager' ? 'manager' : 'worker', destino: name });

/**
 * Runs a command line as root on every board, side by side, past their SSH servers.
 * @param {{ lab: import('../../lab/lab.ts').Lab }} boards
 * @param {string} commandLine
 * @returns {Promise<string[]>} what each printed
 */
export function onAll({ lab }, commandLine) {
  return Promise.all(lab.boards.map(({ name }) => on(lab, name, commandLine)));
}

/**
 * @param {import('../../lab/lab.ts').Lab} lab
 * @param {string} name
 * @param {string} commandLine
 */
export async function on(lab, name, commandLine) {
  const { code, stdout, stderr } = await lab.board(name).exec(['sh', '-c', commandLine], { timeoutMs: 300_000 });
  if (code !== 0) throw new BenchError(`${name}: ${commandLine} failed (exit ${code})\n${stderr.trim().slice(-2000)}`);
  return stdout;
}

/**
 * Sessions and logins that each board's SSH server has told of so far.
 * @param {Boards} boards
 */
export async function served(boards) {
  const log = await onAll(boards, 'journalctl --sync; journalctl --quiet --output cat _COMM=sshd _COMM=sshd-session');
  return log.map((text) => ({
    sessions: text.match(/^Starting session: /gm)?.length ?? 0,
    logins: text.match(/^Accepted \S+ for /gm)?.length ?? 0,
  }));
}

/**
 * What must be the same before and after runs that change nothing.
 * @param {Boards} boards
 */
export async function stateOf(boards) {
  const state = await onAll(
    boards,
    `find /etc -xdev -type f -exec sha256sum {} + | sort -k 2
    cat /var/lib/enjambre/journal.jsonl
    docker info --format '{{.Swarm.NodeID}} {{.Swarm.LocalNodeState}}'
    nodes=$(docker node ls --quiet 2> /dev/null | sort) || exit 0
    [ -z "$nodes" ] || docker node inspect --format '{{.ID}} {{json .Spec}}' $nodes`,
  );
  return state.join('\n');
}
