import type { EnjambreError } from '../../pipeline/errors.ts';
import type { Facts } from '../facts/facts.ts';
import type { Inventory, Node } from '../inventory/inventory.ts';
import type { Step, StepPlan } from '../steps/step.ts';
import type { Command } from './command.ts';
import type { Selection } from './selection.ts';

/** What a lab needs now: the same whether it is shown, printed as JSON or as a script, or carried out. */
export interface LabPlan {
  nodes: readonly NodePlan[];
}

export interface NodePlan {
  node: Node;
  /** Why the node could not be read; then no steps. */
  error: EnjambreError | undefined;
  /** In order. What comes after a step with a problem is not planned. */
  steps: readonly PlannedStep[];
  notPlanned: readonly Step[];
}

export interface PlannedStep {
  step: Step;
  plan: StepPlan;
}

/** What could be read of a lab: each node is in one of the two. */
export interface LabReading {
  facts: ReadonlyMap<string, Facts>;
  errors: ReadonlyMap<string, EnjambreError>;
}

export interface PlanChoices {
  mayLeaveSwarm: ReadonlySet<string>;
}

/** The plan of each chosen node. Pure. */
export function makePlan(
  inventory: Inventory,
  { nodes, steps }: Selection,
  reading: LabReading,
  choices: PlanChoices,
): LabPlan {
  return { nodes: nodes.map((node) => planNode(inventory, node, steps, reading, choices)) };
}

function planNode(
  inventory: Inventory,
  node: Node,
  steps: readonly Step[],
  reading: LabReading,
  choices: PlanChoices,
): NodePlan {
  const own = steps.filter((step) => step.appliesTo(node, inventory));
  const facts = reading.facts.get(node.name);
  if (facts === undefined) return { node, error: reading.errors.get(node.name), steps: [], notPlanned: own };
  const planned: PlannedStep[] = [];
  for (const step of own) {
    const plan = step.plan({ node, inventory, facts, lab: reading.facts, ...choices });
    planned.push({ step, plan });
    if (plan.problem !== undefined) break;
  }
  return { node, error: undefined, steps: planned, notPlanned: own.slice(planned.length) };
}

export function commandsOf({ nodes }: LabPlan): { node: Node; step: Step; command: Command }[] {
  return nodes.flatMap(({ node, steps }) =>
    steps.flatMap(({ step, plan }) => plan.commands.map((command) => ({ node, step, command }))),
  );
}

/** Nodes that could not be read, or that have a problem. */
export function hinderedNodes({ nodes }: LabPlan): NodePlan[] {
  return nodes.filter(
    ({ error, steps }) => error !== undefined || steps.some(({ plan }) => plan.problem !== undefined),
  );
}
