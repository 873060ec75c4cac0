import type { EnjambreError } from '../../pipeline/errors.ts';
import type { Node } from '../inventory/inventory.ts';
import type { Command } from '../plan/command.ts';
import type { Step } from '../steps/step.ts';

/** Watches set-up being carried out: draws it, prints it, or writes it down. */
export interface Observer {
  stepStarted(node: Node, step: Step): void;
  /** A command of the step is being carried out; then lines that it prints. */
  commandStarted(node: Node, step: Step, command: Command): void;
  line(node: Node, step: Step, line: string): void;
  stepEnded(node: Node, step: Step, outcome: StepOutcome): void;
  nodeEnded(node: Node, outcome: NodeOutcome): void;
}

export interface StepOutcome {
  step: string;
  state: 'unchanged' | 'changed' | 'failed' | 'not-tried';
  /** Sentences of the commands that were carried out. */
  done: readonly string[];
  /** Why there was nothing to do, or what is amiss. */
  because: string;
  warnings: readonly string[];
  seconds: number;
}

export interface NodeOutcome {
  node: string;
  error: EnjambreError | undefined;
  steps: readonly StepOutcome[];
}

export function changesOf({ steps }: NodeOutcome): string[] {
  return steps.flatMap(({ done }) => done);
}

/** How a step ended without having done anything. */
export function outcomeOf(step: Step, state: StepOutcome['state'], because: string): StepOutcome {
  return { step: step.id, state, done: [], because, warnings: [], seconds: 0 };
}

/** How a step ended on a node that failed before it. */
export function notTried(step: Step, isUnread: boolean): StepOutcome {
  return outcomeOf(step, 'not-tried', isUnread ? 'the node could not be read' : 'a step before it failed');
}
