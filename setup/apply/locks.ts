import { EnjambreError } from '../../pipeline/errors.ts';
import { FACT_NAMES } from '../facts/all.ts';
import type { FactName, Facts } from '../facts/facts.ts';
import { readFacts } from '../facts/read.ts';
import type { Held } from '../host/host.ts';
import type { Session } from '../plan/session.ts';
import { breakLock, takeLock } from './lock.ts';

export interface LockRequest {
  /** `user@host`. */
  by: string;
  /** The command that holds it: apply, reset. */
  what: string;
  /** Take nodes over from a run that holds them. */
  breakLocks: boolean;
  /** @default all that steps read */
  names?: readonly FactName[];
}

/**
 * Holds the locks of all chosen nodes that answer, reads their facts again, and lends that state to `work`. If one node is held
 * by another run, none is touched.
 *
 * @throws HostError `locked` that names the holder
 */
export async function withLocks<Value>(
  { inventory, selection, lab, limit }: Session,
  { by, what, breakLocks, names = FACT_NAMES }: LockRequest,
  work: () => Promise<Value>,
): Promise<Value> {
  const held: Held[] = [];
  const refused: EnjambreError[] = [];
  const take = async (node: (typeof selection.nodes)[number]) => {
    const host = lab.hosts.get(node.name);
    if (host === undefined || lab.errors.has(node.name)) return;
    try {
      if (breakLocks) await breakLock(host);
      held.push(await takeLock(host, { by, what }));
      lab.facts.set(node.name, (await readFacts(host, { node, inventory }, names)) as Facts);
    } catch (error) {
      if (!(error instanceof EnjambreError)) throw error;
      if (error.code === 'locked') refused.push(error);
      else lab.errors.set(node.name, error);
    }
  };
  try {
    await Promise.all(selection.nodes.map((node) => limit(() => take(node))));
    if (refused[0] !== undefined) throw refused[0];
    return await work();
  } finally {
    await Promise.allSettled(held.map((lock) => lock.release()));
  }
}
