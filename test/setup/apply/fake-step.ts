import type { Facts } from '../../../setup/facts/facts.ts';
import type { RunCommand } from '../../../setup/plan/command.ts';
import { nothing, type Step, todo } from '../../../setup/steps/step.ts';

/** A step that wants one thing run on a node, and is content when the journal tells that it was. */
export function runStep(id: string, details: Partial<Step> = {}): Step {
  return {
    id,
    title: `Do ${id}`,
    appliesTo: () => true,
    reads: ['journal'],
    plan: ({ facts }) => (isDone(id, facts) ? nothing(`${id} is done`) : todo([commandOf(id)], `${id} is wanted`)),
    explain: { what: '', why: '', commands: [], look: [], undo: '' },
    ...details,
  };
}

export function commandOf(id: string): RunCommand {
  return {
    kind: 'run',
    sentence: `Run ${id}`,
    argv: ['do', id],
    undo: { sentence: `Undo ${id}`, argv: ['undo', id] },
  };
}

export function isDone(id: string, { journal }: Facts): boolean {
  return journal.some(({ step, state }) => step === id && state === 'done');
}

/** On one kind of node. */
export const onWorkers: Pick<Step, 'appliesTo'> = { appliesTo: ({ role }) => role === 'worker' };
export const onManager: Pick<Step, 'appliesTo'> = { appliesTo: ({ role }) => role === 'manager' };
