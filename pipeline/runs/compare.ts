import { readFileSync, statSync } from 'node:fs';
import { EnjambreError } from '../errors.ts';
import { paths } from '../run-dir/layout.ts';
import { requireResult } from './intact.ts';

/** A place where two results differ; undefined where one of them has nothing. */
export interface Difference {
  /** From the outside in, as `['groups', 'station = 0021', 'columns', 'value', 'mean']`. */
  place: string[];
  first: unknown;
  second: unknown;
}

/** Both results are held in memory. */
const mostBytes = 256 * 2 ** 20;

/**
 * Where the results of two runs differ, none where they are the same to the last bit. Members of a list are compared by what
 * names them (a group's key, a file's name, a word), else by their places; those of options as they are.
 *
 * @throws EnjambreError `no-result`, `result-damaged`, `result-too-large`
 */
export function compareResults(first: string, second: string): Difference[] {
  const [a, b] = [readResult(first), readResult(second)];
  if (a.equals(b)) return [];
  const differences: Difference[] = [];
  compare(JSON.parse(a.toString('utf8')), JSON.parse(b.toString('utf8')), [], differences);
  return differences;
}

function readResult(run: string): Buffer {
  const path = paths.result(run);
  requireResult(run);
  if (statSync(path).size <= mostBytes) return readFileSync(path);
  throw new EnjambreError(`Cannot compare ${path}: it is larger than ${mostBytes / 2 ** 20} MiB`, {
    code: 'result-too-large',
    next: 'compare the tables, as: diff FIRST/result.csv SECOND/result.csv',
  });
}

function compare(first: unknown, second: unknown, place: string[], found: Difference[]): void {
  if (Object.is(first, second)) return;
  // An option's list means something as a whole only.
  if (place[0] === 'options' && Array.isArray(first) && Array.isArray(second)) {
    if (JSON.stringify(first) !== JSON.stringify(second)) found.push({ place, first, second });
    return;
  }
  const [a, b] = [membersOf(first, second), membersOf(second, first)];
  if (a === null || b === null) {
    found.push({ place, first, second });
    return;
  }
  for (const name of new Set([...a.keys(), ...b.keys()])) compare(a.get(name), b.get(name), [...place, name], found);
}

/** Members by name; null of what has none, or is of another kind than the other. */
function membersOf(value: unknown, other: unknown): Map<string, unknown> | null {
  if (typeof value !== 'object' || value === null || typeof other !== 'object' || other === null) return null;
  if (Array.isArray(value) !== Array.isArray(other)) return null;
  if (!Array.isArray(value)) return new Map(Object.entries(value));
  return named(value) !== null && named(other as unknown[]) !== null
    ? named(value)
    : new Map(value.map((member, index) => [String(index), member]));
}

/** The members of a list by what names them; null unless all have different names. */
function named(list: readonly unknown[]): Map<string, unknown> | null {
  const members = new Map<string, unknown>();
  for (const member of list) {
    const name = nameOf(member);
    if (name === null || members.has(name)) return null;
    members.set(name, member);
  }
  return members;
}

function nameOf(member: unknown): string | null {
  if (typeof member !== 'object' || member === null) return null;
  const { key, name, term } = member as { key?: unknown; name?: unknown; term?: unknown };
  if (typeof key === 'object' && key !== null) {
    const parts = Object.entries(key).map(([column, value]) => `${column} = ${value ?? '(none)'}`);
    return parts.length === 0 ? 'all rows' : parts.join(', ');
  }
  if (typeof name === 'string') return name;
  return typeof term === 'string' ? term : null;
}
