import { closestNames } from '../../pipeline/csv/closest-name.ts';
import { usageError } from '../../pipeline/errors.ts';
import { print, sayNext } from '../terminal/output.ts';
import { wrapped } from '../terminal/wrap.ts';
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

function lines({ id, title, after, explain: { what, why, commands, look, undo } }: Step): string[] {
  const width = Math.max(0, ...look.map(({ command }) => command.length));
  return [
    `${id}: ${title}`,
    '',
    ...wrapped(what),
    '',
    ...wrapped(`Why: ${why}`),
    ...(after === undefined ? [] : ['', `Comes after ${after.step} on the ${after.on}.`]),
    '',
    'By hand, as root, it would be:',
    ...commands.map((command) => `  ${command}`),
    '',
    'Look at it on a node:',
    ...look.map(({ command, shows }) => `  ${command.padEnd(width)}  # ${shows}`),
    '',
    ...wrapped(`Undone by: ${undo}`),
  ];
}

function asData({ id, title, after, explain }: Step): object {
  return { id, title, after: after ?? null, ...explain };
}
