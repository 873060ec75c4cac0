import { readFileSync } from 'node:fs';
import { paths } from '../../run-dir/layout.ts';

/**
 * The line of a job's file on which a function begins: lines are the same before and after types are taken out. Null where it
 * cannot be told, because the same text stands there twice or the function was made by another one.
 */
export function lineOfFunction(javascript: string, fn: unknown): number | null {
  if (typeof fn !== 'function') return null;
  const text = Function.prototype.toString.call(fn);
  const at = javascript.indexOf(text);
  if (at < 0 || javascript.indexOf(text, at + 1) >= 0) return null;
  return javascript.slice(0, at).split('\n').length;
}

/** The same, in the job that a run directory keeps; null for a job of this program. */
export function lineInRun(run: string, fn: unknown): number | null {
  try {
    return lineOfFunction(readFileSync(paths.jobCode(run), 'utf8'), fn);
  } catch {
    return null;
  }
}
