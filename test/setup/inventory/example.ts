import { EnjambreError } from '../../../pipeline/errors.ts';
import type { Inventory } from '../../../setup/inventory/inventory.ts';
import { parseInventory } from '../../../setup/inventory/read.ts';

type Json = Record<string, unknown>;

/** A lab as short as it can be written. */
export function example(): { nodes: Json[]; share: Json } & Json {
  return {
    nodes: [
      { name: 'manager', role: 'manager', address: '192.168.1.20' },
      { name: 'worker1', role: 'worker', address: '192.168.1.21' },
      { name: 'worker2', role: 'worker', address: '192.168.1.22' },
    ],
    share: { export: '/srv/nfs/shared', mount: '/mnt/shared' },
  };
}

/** The example with another value at a path; undefined takes the key away. */
export function changed(path: readonly (string | number)[], value: unknown): Json {
  const whole = example();
  let place: Json = whole;
  for (const [index, key] of path.slice(0, -1).entries()) {
    place[key] ??= typeof path[index + 1] === 'number' ? [] : {};
    place = place[key] as Json;
  }
  const last = String(path.at(-1));
  if (value === undefined) delete place[last];
  else place[last] = value;
  return whole;
}

export function parsed(value: unknown): Inventory {
  return parseInventory(JSON.stringify(value), '/labs/inventory.json');
}

/** The error of an inventory that is refused. */
export function refusal(text: string): EnjambreError {
  try {
    parseInventory(text, '/labs/inventory.json');
  } catch (error) {
    if (error instanceof EnjambreError) return error;
    throw error;
  }
  throw new Error(`This inventory is not refused: ${text}`);
}

/** What is said of each wrong value, without its line: `nodes[1].address: "a b" is no address …`. */
export function faultsOf(value: unknown): string[] {
  const [, ...lines] = refusal(JSON.stringify(value)).message.split('\n');
  return lines.map((line) => line.replace(/^ {2}line \d+: /, ''));
}

/** The first of them. */
export function faultOf(value: unknown): string {
  return faultsOf(value)[0] ?? '';
}
