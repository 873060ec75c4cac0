import { shellWord } from '../invocation.ts';
import type { StepFlags } from '../lab-flags.ts';

/** A command line on the same lab, nodes and steps as flags that were typed. */
export function labLine(
  command: 'plan' | 'apply' | 'reset',
  {
    inventory,
    node = [],
    only = [],
    skip = [],
    leaveSwarm = [],
  }: { [Key in keyof StepFlags]?: StepFlags[Key] | undefined },
): string {
  const repeat = (option: string, names: readonly string[]) => names.flatMap((name) => [option, name]);
  return [
    ...['enjambre', command],
    ...(inventory === undefined ? [] : ['--inventory', inventory]),
    ...repeat('--node', node),
    ...repeat('--only', only),
    ...repeat('--skip', skip),
    ...repeat('--leave-swarm', leaveSwarm),
  ]
    .map(shellWord)
    .join(' ');
}
