import { hostname, userInfo } from 'node:os';
import { EnjambreError } from '../../pipeline/errors.ts';
import { say } from '../terminal/output.ts';
import { withStopSignal } from '../terminal/stop-signal.ts';

/** Who runs this, for locks and journals: `user@host`. */
export function runnerName(): string {
  return `${userInfo().username}@${hostname()}`;
}

/** Lends `work` a signal that Ctrl-C aborts, or another run that takes a node over. */
export async function stoppable<Value>(
  work: (signal: AbortSignal, onBroken: (node: string) => void) => Promise<Value>,
): Promise<Value> {
  const broken = new AbortController();
  const onBroken = (node: string) => {
    say(`${node} was taken over by another run: stopping.`);
    broken.abort();
  };
  return withStopSignal(
    () => say('Stopping when what is being carried out has ended. Ctrl-C again: at once.'),
    (stop) => work(AbortSignal.any([stop, broken.signal]), onBroken),
  );
}

/** What a step that was not tried any more has failed with. */
export function interrupted(next: string): EnjambreError {
  return new EnjambreError('It was stopped', { code: 'interrupted', next, exitCode: 130 });
}
