import { closestNames } from '../../pipeline/csv/closest-name.ts';
import { usageError } from '../../pipeline/errors.ts';
import { print, sayNext } from '../terminal/output.ts';
import { STEPS } from './all.ts';
import type { Step } from './step.ts';

/** Carries out `enjambre explain`. */
export function explain(id: string | undefined, { json = false }: { json?: boolean }): void {
  if (id === undefined) {
    if (json) print([JSON.stringify(STEPS.map(asData), null, 2)]);
    else {
      const width = Math.max(...STEPS.map((step) => step.id.length));
      print(STEPS.map((step) => `${step.id.padEnd(width)}  ${step.title}`));
      sayNext('enjambre explain STEP');
    }
    return;
  }
  const step = STEPS.find((one) => one.id === id);
  if (step === undefined) {
    const ids = STEPS.map((one) => one.id);
    const [meant] = closestNames(id, ids, 1);
    const next = meant === undefined ? 'enjambre explain' : `enjambre explain ${meant}`;
    throw usageError(`There is no step ${JSON.stringify(id)}: ${ids.join(', ')}`, next);
  }
  print(json ? [JSON.stringify(asData(step), null, 2)] : lines(step));
}

function lines({ id, title, after, explain: { what, why, look, undo } }: Step): string[] {
  const width = Math.max(0, ...look.map(({ command }) => command.length));
  return [
    `${id}: ${title}`,
    '',
    what,
    '',
    `Why: ${why}`,
    ...(after === undefined ? [] : ['', `Comes after ${after.step} on the ${after.on}.`]),
    '',
    'Look at it on a node:',
    ...look.map(({ command, shows }) => `  ${command.padEnd(width)}  # ${shows}`),
    '',
    `Undone by: ${undo}`,
  ];
}

function asData({ id, title, after, explain }: Step): object {
  return { id, title, after: after ?? null, ...explain };
}
