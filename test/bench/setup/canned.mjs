// What finished nodes answer when all their facts are read: recorded on two boards, and told again by as many nodes as wanted.
import { setTimeout as sleep } from 'node:timers/promises';
import { runOnce } from '../measure.mjs';
import { labelsOf, on, raise } from './boards.mjs';
import { enjambre } from './contenders.mjs';
import { factScript } from './fact-command.mjs';

/** @typedef {import('./environment.mjs').Context} Context */
/** What can be told of a node by its own facts. @typedef {{ name: string, address: string, machineId: string, nodeId: string }} Identity */
/** @typedef {{ identity: Identity, boundary: string, text: string }} Recording */

/**
 * @param {Context} context
 * @returns {Promise<{ manager: Recording, worker: Recording }>}
 */
export async function record(context) {
  const boards = await raise({ ...context, peers: false }, 'nodes', 2);
  try {
    runOnce(context, enjambre(context, boards));
    await allReady(boards);
    const recordings = boards.lab.boards.map((board) => recordOne(context, boards, board));
    const [manager, worker] = await Promise.all(recordings);
    return { manager, worker };
  } finally {
    await boards.lab.down();
  }
}

/** @param {import('./boards.mjs').Boards} boards */
async function allReady({ lab }) {
  for (;;) {
    const states = await on(lab, 'manager', "docker node ls --format '{{.Status}}'");
    if (
      states
        .trim()
        .split('\n')
        .filter((state) => state === 'Ready').length === lab.boards.length
    )
      return;
    await sleep(300);
  }
}

/**
 * @param {Context} context
 * @param {import('./boards.mjs').Boards} boards
 * @param {{ name: string, address: string }} board
 * @returns {Promise<Recording>}
 */
export async function recordOne(context, { lab, inventory }, { name, address }) {
  const { script } = await factScript(context, inventory, name);
  const [, boundary = ''] = script.match(/^boundary=(\w+)$/m) ?? [];
  const said = await lab.board(name).exec(['sh', '-s'], { input: script });
  const words = await on(lab, name, "cat /etc/machine-id; docker info --format '{{.Swarm.NodeID}}'");
  const [machineId = '', nodeId = ''] = words.split('\n');
  return { identity: { name, address, machineId, nodeId }, boundary, text: said.stdout };
}

/**
 * @param {number} index 0 is the manager
 * @returns {Identity}
 */
export function identityOf(index) {
  const number = index + 1;
  return {
    name: index === 0 ? 'manager' : `worker${index}`,
    address: `10.99.${number >> 8}.${number & 255}`,
    machineId: number.toString(16).padStart(32, '0'),
    nodeId: number.toString(36).padStart(25, '0'),
  };
}

/**
 * The inventory of so many nodes.
 * @param {number} size
 * @param {string} key
 */
export function inventoryOf(size, key) {
  const nodes = Array.from({ length: size }, (_, index) => {
    const { name, address } = identityOf(index);
    const role = index === 0 ? 'manager' : 'worker';
    return { name, role, address, connection: { type: 'ssh', user: 'admin', port: 22, key }, labels: labelsOf(name) };
  });
  return { nodes, share: { mount: '/mnt/shared', existing: true }, swarm: { advertise: identityOf(0).address } };
}

/**
 * Answers of so many nodes, each to be asked for by its address.
 * @param {{ manager: Recording, worker: Recording }} recordings
 * @param {number} size
 * @returns {(address: string, boundary: string) => string | undefined}
 */
export function answers({ manager, worker }, size) {
  const identities = Array.from({ length: size }, (_, index) => identityOf(index));
  const [first = identityOf(0)] = identities;
  const managers = replacing([manager.identity], [first]);
  const whole = replaceNodes(
    manager,
    (/** @type {string} */ ofWorker) => {
      const list = identities.slice(1).map((identity) => replacing([worker.identity], [identity])(ofWorker));
      return list.join(',');
    },
    worker.identity,
  );
  const byAddress = new Map(identities.map((identity) => [identity.address, identity]));
  return (address, boundary) => {
    const identity = byAddress.get(address);
    if (identity === undefined) return undefined;
    const isManager = identity === first;
    const { text, boundary: recorded } = isManager ? { ...manager, text: whole } : worker;
    const both = isManager ? managers : replacing([manager.identity, worker.identity], [first, identity]);
    return both(text)
      .replaceAll(recorded, boundary)
      .replace(/^now=.*$/m, `now=${(Date.now() / 1000).toFixed(9)}`);
  };
}

/**
 * Puts other identities in the place of those recorded.
 * @param {Identity[]} from
 * @param {Identity[]} to
 */
function replacing(from, to) {
  const pairs = from.flatMap((one, index) =>
    Object.entries(one).map(([key, value]) => [value, to[index]?.[key] ?? '']),
  );
  const table = new Map(pairs);
  const words = pairs.map(([word = '']) => word.replaceAll('.', '\\.'));
  const pattern = new RegExp(`\\b(${words.join('|')})\\b`, 'g');
  return (/** @type {string} */ text) => text.replace(pattern, (word) => table.get(word) ?? word);
}

/**
 * The manager's answer with other workers in its list of nodes, the only long list of JSON in which the worker's id occurs.
 * @param {Recording} manager
 * @param {(ofWorker: string) => string} workers
 * @param {Identity} worker
 */
function replaceNodes({ text, boundary }, workers, worker) {
  const begin = text.indexOf('[{"ID"', text.indexOf(`\n${boundary} swarmNodes\n`));
  const end = text.indexOf(`\n${boundary} `, begin);
  const nodes = JSON.parse(text.slice(begin, end));
  const own = nodes.filter((/** @type {{ ID: string }} */ { ID }) => ID !== worker.nodeId);
  const ofWorker = nodes.filter((/** @type {{ ID: string }} */ { ID }) => ID === worker.nodeId);
  const list = [...own.map((/** @type {object} */ node) => JSON.stringify(node)), workers(JSON.stringify(ofWorker[0]))];
  return `${text.slice(0, begin)}[${list.join(',')}]${text.slice(end)}`;
}
