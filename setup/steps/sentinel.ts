import { createHash } from 'node:crypto';
import type { Facts } from '../facts/facts.ts';
import { SENTINEL } from '../facts/files.ts';
import type { Inventory } from '../inventory/inventory.ts';

const PATTERN = /^id [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\n$/;

/** Where the manager keeps the share's sentinel. */
export function sentinelPath({ share }: Inventory): string {
  return `${share.kind === 'nfs' ? share.export : share.mount}/${SENTINEL}`;
}

/** What the manager's sentinel says; null without one, and where it says nothing that could be one. */
function sentinelOf({ share }: Inventory, manager: Pick<Facts, 'share'>): string | null {
  const text = share.kind === 'nfs' ? manager.share.exported : manager.share.mounted;
  return text !== null && PATTERN.test(text) ? text : null;
}

/** The sentinel that is there, or else the one that set-up writes: always the same for a machine and a path, so that plans are pure. */
export function wantedSentinel(inventory: Inventory, manager: Pick<Facts, 'share' | 'system'>): string {
  const present = sentinelOf(inventory, manager);
  if (present !== null) return present;
  const digest = createHash('sha256')
    .update(`${manager.system.machineId}\0${sentinelPath(inventory)}`)
    .digest('hex');
  // A UUID of version 8: its maker's own way of filling it.
  const id = [digest.slice(0, 8), digest.slice(8, 12), `8${digest.slice(13, 16)}`, `8${digest.slice(17, 20)}`];
  return `id ${[...id, digest.slice(20, 32)].join('-')}\n`;
}
