import type { Problem, StepContext } from '../step.ts';

/** Looks at one thing that set-up needs of a node. Pure. */
export type Check = (context: StepContext) => readonly Finding[];

/** What hinders set-up, or what will annoy. */
export type Finding = { problem: Problem } | { warning: string };

export function problem(code: string, message: string, next: string): Finding {
  return { problem: { code, message, next } };
}

export function warning(text: string): Finding {
  return { warning: text };
}
