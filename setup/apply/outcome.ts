import { errorJson } from '../plan/plan-json.ts';
import { failureLines } from '../plan/show-plan.ts';
import { printable } from '../terminal/printable.ts';
import { counted } from '../terminal/units.ts';
import { changesOf, type NodeOutcome } from './observer.ts';

/** What was done, for programs. */
export function applyJson(outcomes: readonly NodeOutcome[]): object {
  return {
    nodes: outcomes.map(({ node, error, steps }) => ({
      name: node,
      changes: steps.flatMap(({ done }) => done).length,
      error: error === undefined ? null : errorJson(error),
      steps,
    })),
  };
}

/** What was done, for people: a line for each node that failed, and one for the whole. */
export function summaryLines(outcomes: readonly NodeOutcome[]): string[] {
  const failed = outcomes.filter(({ error }) => error !== undefined);
  const changes = outcomes.flatMap(changesOf).length;
  const done = outcomes.length - failed.length;
  const whole =
    changes === 0
      ? `Nothing to do on ${counted(done, 'node')}.`
      : `${counted(changes, 'change')} made; ${counted(done, 'node')} ready.`;
  const warnings = changes > 0 ? [] : outcomes.flatMap(warningLines);
  return [
    ...warnings,
    ...failed.flatMap(({ node, error }) => (error === undefined ? [] : failureLines(node, error))),
    ...(done === 0 && changes === 0 ? [] : [whole]),
  ];
}

/** Where something was done, its warnings came with it. */
function warningLines({ node, steps }: NodeOutcome): string[] {
  return steps.flatMap(({ step, warnings }) => warnings.map((warning) => `${node}: ${step}: ! ${printable(warning)}`));
}
