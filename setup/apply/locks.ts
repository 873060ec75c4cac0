import { EnjambreError } from '../../pipeline/errors.ts';
import { FACT_NAMES } from '../facts/all.ts';
import type { FactName, Facts } from '../facts/facts.ts';
import { readFacts } from '../facts/read.ts';
import type { Held } from '../host/host.ts';
import type { Node } from '../inventory/inventory.ts';
import type { Session } from '../plan/session.ts';
import { breakLock, takeLock } from './lock.ts';

export interface LockRequest {
  nodes: readonly Node[];
  /** `user@host`. */
  by: string;
  /** The command that holds it: apply, reset. */
  what: string;
  /** Take nodes over from a run that holds them. */
  breakLocks: boolean;
  /** @default all that steps read */
  names?: readonly FactName[];
  /** Another run has taken a node over, as a person told it to: nothing more may be changed. */
  onBroken: (node: string) => void;
}

/**
 * Holds the locks of nodes, as far as they answer, reads their facts again, and lends that state to `work`. If one node is held
 * by another run, none is touched.
 *
 * @throws HostError `locked` that names the holder
 */
export async function withLocks<Value>(
  { inventory, lab, limit }: Session,
  { nodes, by, what, breakLocks, names = FACT_NAMES, onBroken }: LockRequest,
  work: () => Promise<Value>,
): Promise<Value> {
  const held: Held[] = [];
  let released = false;
  const refused: EnjambreError[] = [];
  const take = async (node: Node) => {
    const host = lab.hosts.get(node.name);
    if (host === undefined || lab.errors.has(node.name)) return;
    try {
      if (breakLocks) await breakLock(host);
      const lock = await takeLock(host, { by, what });
      held.push(lock);
      lock.ended.then(
        () => released || onBroken(node.name),
        // A connection that is lost is told by what fails on it.
        () => {},
      );
      lab.facts.set(node.name, (await readFacts(host, { node, inventory }, names)) as Facts);
    } catch (error) {
      if (!(error instanceof EnjambreError)) throw error;
      if (error.code === 'locked') refused.push(error);
      else lab.errors.set(node.name, error);
    }
  };
  try {
    await Promise.all(nodes.map((node) => limit(() => take(node))));
    if (refused[0] !== undefined) throw refused[0];
    return await work();
  } finally {
    released = true;
    await Promise.allSettled(held.map((lock) => lock.release()));
  }
}
