// The commands that are compared, and how each shows that it found nothing to change.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { factCommand } from './fact-command.mjs';

/** @typedef {import('./environment.mjs').Context} Context */
/** @typedef {import('./boards.mjs').Boards} Boards */
/**
 * @typedef {import('../measure.mjs').Contender & { unchanged?: (stdout: string) => boolean }} Contender
 */

/**
 * @param {Context} context
 * @param {Boards} boards
 * @param {string[]} rest
 */
export function enjambreCommand(context, { home, inventory }, rest) {
  const [verb = '', ...options] = rest;
  return ['env', `ENJAMBRE_HOME=${home}`, context.node, context.command, verb, '--inventory', inventory, ...options];
}

/**
 * `apply` with nothing to do: it exits 0, and what it left is compared by `stateOf`.
 * @param {Context} context
 * @param {Boards} boards
 * @returns {Contender}
 */
export const enjambre = (context, boards) => ({
  name: 'enjambre apply --yes',
  command: () => enjambreCommand(context, boards, ['apply', '--yes']),
});

/**
 * @param {Context} context
 * @param {string} inventory
 * @returns {Contender}
 */
export function ansible(context, inventory, { mitogen = false } = {}) {
  const folder = join(context.here, 'peers/ansible');
  const strategy = ['ANSIBLE_STRATEGY=mitogen_linear', `ANSIBLE_STRATEGY_PLUGINS=${context.mitogen}`];
  const home = `ANSIBLE_HOME=${join(context.folder, 'ansible')}`;
  const settings = [home, `ANSIBLE_CONFIG=${join(folder, 'ansible.cfg')}`, ...(mitogen ? strategy : [])];
  const program = [context.bin('ansible-playbook'), '--inventory', inventory, join(folder, 'playbook.yml')];
  return {
    name: mitogen ? 'Ansible with Mitogen' : 'Ansible',
    command: () => ['env', ...settings, `PATH=${context.bin('')}:${process.env.PATH}`, ...program],
    unchanged(stdout) {
      const recap = [...stdout.matchAll(/ok=\d+ +changed=(\d+) +unreachable=(\d+) +failed=(\d+)/g)];
      return recap.length > 0 && recap.every(([, ...counts]) => counts.every((count) => count === '0'));
    },
  };
}

/**
 * @param {Context} context
 * @param {string} inventory
 * @returns {Contender}
 */
export function pyinfra(context, inventory) {
  const files = ['inventory.py', 'deploy.py'].map((file) => join(context.here, 'peers/pyinfra', file));
  return {
    name: 'pyinfra',
    // What it tells people is on its standard error.
    command: () => [
      ...['env', `BENCH_BOARDS=${inventory}`, 'sh', '-c', 'exec "$0" "$@" 2>&1'],
      ...[context.bin('pyinfra'), '-y', ...files],
    ],
    unchanged(stdout) {
      const [, success, error] = stdout.match(/Grand total +\d+ +(\S+) +(\S+) +\d+ *$/m) ?? [];
      return success === '-' && error === '-';
    },
  };
}

/**
 * What no tool can beat that reads before it acts: one login and one round trip a node, side by side, that reads every fact.
 * @param {Context} context
 * @param {Boards} boards
 * @returns {Promise<Contender>}
 */
export async function limit(context, boards) {
  const commands = await Promise.all(boards.lab.boards.map(({ name }) => factCommand(context, boards, name)));
  return sideBySide(boards, 'one login and one round trip, all facts', commands);
}

/**
 * @param {Boards} boards
 * @returns {Contender}
 */
export const login = (boards) =>
  sideBySide(
    boards,
    'one login',
    boards.lab.boards.map(() => 'true'),
  );

/**
 * @param {Boards} boards
 * @param {string} name
 * @param {string[]} commands one a board
 * @returns {Contender}
 */
function sideBySide({ lab, folder }, name, commands) {
  const lines = lab.boards.map((board, index) => {
    const file = join(folder, `${name.replaceAll(/\W+/g, '-')}-${board.name}.sh`);
    writeFileSync(file, commands[index] ?? '');
    const words = [...lab.login(board.name), '-o', 'BatchMode=yes'].map((word) => `'${word}'`).join(' ');
    return `${words} "$(cat '${file}')" < /dev/null > '${file}.out' & pids="$pids $!"`;
  });
  const script = ['pids=', ...lines, 'for pid in $pids; do wait "$pid" || exit 1; done'].join('\n');
  return { name, command: () => ['sh', '-c', script] };
}
