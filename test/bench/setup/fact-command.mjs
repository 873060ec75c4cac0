// The command line that reads every fact of a node: the product's own script, as the product would send it.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { BenchError } from '../environment.mjs';

/** @typedef {import('./environment.mjs').Context} Context */
/** @typedef {import('./boards.mjs').Boards} Boards */

/**
 * @param {Context} context
 * @param {Pick<Boards, 'inventory'>} boards
 * @param {string} name of the node
 */
export async function factCommand(context, boards, name) {
  const { script, args } = await factScript(context, boards.inventory, name);
  const { shellWord } = await load(context, 'setup/invocation.js');
  return ['sudo', '-n', 'env', 'LC_ALL=C', 'sh', '-c', script, 'facts', ...args].map(shellWord).join(' ');
}

/**
 * Asks the product for all facts of a node, through a host that keeps the script and does not run it.
 * @param {Context} context
 * @param {string} path of the inventory
 * @param {string} name
 * @returns {Promise<{ script: string, args: readonly string[] }>}
 */
export async function factScript(context, path, name) {
  const { readFacts } = await load(context, 'setup/facts/read.js');
  const { FACT_NAMES } = await load(context, 'setup/facts/all.js');
  const { readInventory } = await load(context, 'setup/inventory/read.js');
  const inventory = await readInventory(path);
  const node = inventory.nodes.find((/** @type {{ name: string }} */ one) => one.name === name);
  const asked = new Error('The script was kept.');
  /** @type {{ script: string, args: readonly string[] } | undefined} */
  let kept;
  const host = {
    node: name,
    async sh(/** @type {string} */ script, { args = [] } = {}) {
      kept = { script, args };
      throw asked;
    },
  };
  await readFacts(host, { node, inventory }, FACT_NAMES).catch((/** @type {Error} */ error) => {
    if (error !== asked) throw error;
  });
  if (kept === undefined) throw new BenchError(`No script reads the facts of ${name}.`);
  return kept;
}

/**
 * @param {Context} context
 * @param {string} path
 */
const load = (context, path) => import(pathToFileURL(join(context.root, '.cache/js', path)).href);
