import { SENTINEL } from '../../facts/files.ts';
import type { RunCommand } from '../../plan/command.ts';
import type { StepContext } from '../step.ts';

/** A client may believe for up to a minute that a file is not there, once it has looked for it. */
const PATIENCE_SECONDS = 70;

/** Compares as a whole: the shell takes final newlines off both. */
const WAIT = 'until [ "$(cat -- "$1")" = "$2" ]; do sleep 1; done';
/** While the manager could not be read: any sentinel. */
const WAIT_FOR_ANY = 'until [ -s "$1" ]; do sleep 1; done';

/** Proof that what is mounted is the share. */
export function waitForSentinel({ inventory }: StepContext, wanted: string | undefined): RunCommand[] {
  const { mount } = inventory.share;
  const path = `${mount}/${SENTINEL}`;
  const script = wanted === undefined ? [WAIT_FOR_ANY, 'sh', path] : [WAIT, 'sh', path, wanted.trim()];
  return [
    {
      kind: 'run',
      sentence: `Wait until the manager's sentinel shows at "${mount}"`,
      argv: ['timeout', '--kill-after=5', String(PATIENCE_SECONDS), 'sh', '-c', ...script],
      undo: null,
      deadlineMs: (PATIENCE_SECONDS + 20) * 1000,
    },
  ];
}

/** Whether there is a sentinel, and not the manager's. */
export function provesOther({ facts }: StepContext, wanted: string): boolean {
  return facts.share.mounted !== null && facts.share.mounted !== wanted;
}
