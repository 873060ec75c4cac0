import { place } from '../host/failures.ts';
import { fingerprintOf, keyTypeOf } from '../host/known-hosts.ts';
import { tableLines } from '../terminal/table.ts';
import type { Seen } from './seen.ts';

/** One machine, as `trust` tells of it. */
export interface Row {
  node: string;
  /** Null on this machine itself. */
  address: string | null;
  type: string | null;
  fingerprint: string | null;
  state: 'local' | 'known' | 'unknown' | 'changed' | 'revoked' | 'trusted' | 'replaced' | 'refused' | 'failed';
  /** Why it is not as it should be, and what to do. */
  problem?: { message: string; next: string };
}

export function rowOf(seen: Seen): Row {
  const empty = { node: seen.node, address: null, type: null, fingerprint: null };
  if (seen.state === 'local') return { ...empty, state: 'local' };
  if (seen.state === 'failed') {
    const { message, next = '' } = seen.error;
    return { ...empty, state: 'failed', problem: { message, next } };
  }
  const { host, port } = seen.endpoint;
  return {
    node: seen.node,
    address: place(host, port),
    type: keyTypeOf(seen.key),
    fingerprint: fingerprintOf(seen.key),
    state: seen.verdict.state,
  };
}

export function rowLines(rows: readonly Row[]): string[] {
  const columns = ['node', 'address', 'key', 'fingerprint', 'state'].map((title) => ({ title }));
  return tableLines(
    columns,
    rows.map(({ node, address, type, fingerprint, state }) => [
      node,
      address ?? '',
      type ?? '',
      fingerprint ?? '',
      state,
    ]),
  );
}
