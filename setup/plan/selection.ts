import { closestNames } from '../../pipeline/csv/closest-name.ts';
import { usageError } from '../../pipeline/errors.ts';
import { type Inventory, managerOf, type Node } from '../inventory/inventory.ts';
import type { Step } from '../steps/step.ts';

/** What a command line chooses of a lab and of the list of steps. */
export interface SelectionFlags {
  node?: readonly string[];
  only?: readonly string[];
  skip?: readonly string[];
}

export interface Selection {
  /** Those that something may be done to. */
  nodes: readonly Node[];
  /** Those and the manager, whose facts the plans of workers need. */
  readNodes: readonly Node[];
  steps: readonly Step[];
}

/**
 * Nodes and steps that flags choose: all, unless they say otherwise.
 *
 * @throws EnjambreError (usage) for names that there are not
 */
export function select(inventory: Inventory, steps: readonly Step[], flags: SelectionFlags): Selection {
  const names = inventory.nodes.map(({ name }) => name);
  const ids = steps.map(({ id }) => id);
  known('node', '--node', flags.node ?? [], names);
  known('step', '--only', flags.only ?? [], ids);
  known('step', '--skip', flags.skip ?? [], ids);
  const { node, only, skip = [] } = flags;
  const nodes = inventory.nodes.filter(({ name }) => node === undefined || node.includes(name));
  const manager = managerOf(inventory);
  return {
    nodes,
    readNodes: nodes.includes(manager) ? nodes : [manager, ...nodes],
    steps: steps.filter(({ id }) => !skip.includes(id) && (only === undefined || only.includes(id))),
  };
}

function known(what: string, option: string, given: readonly string[], there: readonly string[]): void {
  const wrong = given.find((name) => !there.includes(name));
  if (wrong === undefined) return;
  const [meant] = closestNames(wrong, there, 1);
  const few = there.length <= 20 ? `: ${there.join(', ')}` : '';
  throw usageError(
    `There is no ${what} ${JSON.stringify(wrong)}${few}`,
    meant === undefined ? `give ${option} one of them` : `${option} ${meant}`,
  );
}
