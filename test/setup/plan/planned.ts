import type { Command } from '../../../setup/plan/command.ts';
import type { LabPlan, NodePlan } from '../../../setup/plan/make-plan.ts';
import type { Step, StepPlan } from '../../../setup/steps/step.ts';

/** A step that plans the same whatever the facts. */
export function plannedStep(commands: readonly Command[], details: Partial<Step & StepPlan> = {}) {
  const plan: StepPlan = { commands, because: 'It is wanted', ...details };
  const step: Step = {
    id: 'some-step',
    title: 'Do something',
    appliesTo: () => true,
    reads: [],
    explain: { what: '', why: '', commands: [], look: [], undo: '' },
    ...details,
    plan: () => plan,
  };
  return { step, plan };
}

export function nodePlan(name: string, steps: NodePlan['steps'], details: Partial<NodePlan> = {}): NodePlan {
  const role = name === 'manager' ? 'manager' : 'worker';
  const connection = { type: 'local' } as const;
  const node = { name, role, address: '10.0.0.1', connection, labels: {}, notes: '' } as const;
  return { node, error: undefined, steps, notPlanned: [], ...details };
}

/** The plan of one node with one step. */
export function planOf(...commands: Command[]): LabPlan {
  return { nodes: [nodePlan('worker1', [plannedStep(commands)])] };
}
