import type { ChildProcess } from 'node:child_process';
import * as assert from 'uvu/assert';
import type { Lab } from '../../lab/lab.ts';
import { type Ended, ended } from '../command.ts';
import { expectOnLab, onLab, startOnLab } from '../set-up.ts';

/** A command on a lab while it runs. */
export interface Watched {
  child: ChildProcess;
  done: Promise<Ended>;
  /** What it says on its way that is like this; undefined if it ends without. */
  says(pattern: RegExp): Promise<RegExpExecArray | undefined>;
}

export function watch(lab: Lab, words: readonly string[], env: Record<string, string> = {}): Watched {
  const child = startOnLab(lab, words, env);
  const done = ended(child);
  let said = '';
  child.stderr?.on('data', (text: string) => {
    said += text;
  });
  const says = (pattern: RegExp) =>
    new Promise<RegExpExecArray | undefined>((resolve) => {
      const look = () => {
        const match = pattern.exec(said);
        if (match !== null) resolve(match);
      };
      child.stderr?.on('data', look);
      child.once('close', () => resolve(pattern.exec(said) ?? undefined));
      look();
    });
  return { child, done, says };
}

/** What a command's `--json` says of each node: the code of what hinders it, or null. */
export async function hindrances(lab: Lab, words: readonly string[], env: Record<string, string> = {}) {
  const { code, stdout, stderr } = await onLab(lab, [...words, '--json'], env);
  assert.match(stdout, /^\{/, stderr);
  const { nodes } = JSON.parse(stdout) as { nodes: NodeJson[] };
  const found = nodes.map(({ name, error, steps }) => {
    const problem = error ?? steps.find((step) => step.problem)?.problem ?? null;
    return { name, code: problem?.code ?? null, message: problem?.message ?? '', next: problem?.next ?? '' };
  });
  return { exitCode: code, nodes: found, text: `${stdout}${stderr}` };
}

interface Hindrance {
  code: string;
  message: string;
  next: string | null;
}

interface NodeJson {
  name: string;
  error: Hindrance | null;
  steps: { problem?: Hindrance | null }[];
}

/** A re-run brings the lab to what it shall be, and the one after that has nothing to do. */
export async function converges(lab: Lab): Promise<void> {
  await expectOnLab(lab, ['apply', '--yes'], 0);
  await hasNothingToDo(lab);
}

export async function hasNothingToDo(lab: Lab): Promise<void> {
  const { stderr } = await expectOnLab(lab, ['apply', '--yes'], 0);
  assert.match(stderr, `Nothing to do on ${lab.boards.length} nodes.`);
}
