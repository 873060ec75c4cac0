import { usageError } from '../../pipeline/errors.ts';
import { FACT_NAMES } from '../facts/all.ts';
import type { FactName } from '../facts/facts.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { readInventory } from '../inventory/read.ts';
import type { StepFlags } from '../lab-flags.ts';
import { STEPS } from '../steps/all.ts';
import { connector } from './connector.ts';
import { type LabPlan, makePlan } from './make-plan.ts';
import { type OpenLab, openLab } from './read-lab.ts';
import { type Selection, select } from './selection.ts';
import { type Limit, limitOf } from './side-by-side.ts';

/** Nodes at a time. */
const CONCURRENCY = 16;

/** A lab that was read for one command. */
export interface Session {
  inventory: Inventory;
  selection: Selection;
  lab: OpenLab;
  limit: Limit;
  mayLeaveSwarm: ReadonlySet<string>;
  /** From what is known of the nodes now. */
  plan(): LabPlan;
}

export interface SessionOptions {
  keepOpen: boolean;
  /** @default all that steps read */
  names?: readonly FactName[];
}

/** Reads the inventory and the nodes that flags choose, lends them to `work`, and ends all connections. */
export async function withLab<Value>(
  flags: StepFlags,
  { keepOpen, names = FACT_NAMES }: SessionOptions,
  work: (session: Session) => Promise<Value>,
): Promise<Value> {
  const inventory = await readInventory(flags.inventory ?? 'inventory.json');
  const selection = select(inventory, STEPS, flags);
  const mayLeaveSwarm = new Set(flags.leaveSwarm ?? []);
  const stranger = [...mayLeaveSwarm].find((name) => !inventory.nodes.some((node) => node.name === name));
  if (stranger !== undefined) {
    throw usageError(
      `There is no node ${JSON.stringify(stranger)} to leave a Swarm`,
      'give --leave-swarm a name of the inventory',
    );
  }
  const limit = limitOf(flags.concurrency ?? CONCURRENCY);
  const connect = await connector();
  const lab = await openLab(inventory, selection.readNodes, { limit, connect, names, keepOpen });
  try {
    return await work({
      inventory,
      selection,
      lab,
      limit,
      mayLeaveSwarm,
      plan: () => makePlan(inventory, selection, lab, { mayLeaveSwarm }),
    });
  } finally {
    await lab.close();
  }
}
