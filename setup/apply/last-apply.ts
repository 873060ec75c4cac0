import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { homeFile } from '../host/home.ts';
import type { NodeOutcome } from './observer.ts';

/** How the last `apply` of each inventory ended, for `--only-failed`. */
interface LastApply {
  /** By absolute path of the inventory: names of nodes that failed. */
  failed: Record<string, string[]>;
}

const file = () => homeFile('last-apply.json');

/** Nodes that failed in the last `apply` of an inventory; undefined if there was none. */
export async function failedLastTime(inventoryPath: string): Promise<string[] | undefined> {
  return (await readLast()).failed[resolve(inventoryPath)];
}

/** Keeps who failed. Nodes that were not part of it keep what they had. */
export async function keepOutcomes(inventoryPath: string, outcomes: readonly NodeOutcome[]): Promise<void> {
  const last = await readLast();
  const key = resolve(inventoryPath);
  const tried = new Set(outcomes.map(({ node }) => node));
  const before = (last.failed[key] ?? []).filter((node) => !tried.has(node));
  const now = outcomes.filter(({ error }) => error !== undefined).map(({ node }) => node);
  const failed = { ...last.failed, [key]: [...before, ...now] };
  await mkdir(dirname(file()), { recursive: true, mode: 0o700 });
  await writeFile(file(), `${JSON.stringify({ failed }, null, 2)}\n`, { mode: 0o600 });
}

async function readLast(): Promise<LastApply> {
  try {
    const last: unknown = JSON.parse(await readFile(file(), 'utf8'));
    if (isLastApply(last)) return last;
  } catch {
    // It was never written, or is no longer whole.
  }
  // Then nothing is known of the last time.
  return { failed: {} };
}

function isLastApply(value: unknown): value is LastApply {
  if (typeof value !== 'object' || value === null || !('failed' in value)) return false;
  const { failed } = value;
  if (typeof failed !== 'object' || failed === null) return false;
  return Object.values(failed).every(
    (names) => Array.isArray(names) && names.every((name) => typeof name === 'string'),
  );
}
