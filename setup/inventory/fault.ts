import { shortened } from '../terminal/printable.ts';
import { looksSecret } from './secrets.ts';

/** One thing that is wrong in an inventory. */
export interface Fault {
  /** Keys and indexes that lead to it. */
  path: readonly PropertyKey[];
  /** The value, and what is allowed. */
  text: string;
}

/**
 * A path as programs write it.
 *
 * @example pathText(['nodes', 1, 'address']) // 'nodes[1].address'
 */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((before, key) => {
    if (typeof key === 'number') return `${before}[${key}]`;
    const name = shortened(String(key), 40);
    if (!/^[\w$-]+$/.test(name)) return `${before}[${JSON.stringify(name)}]`;
    return before === '' ? name : `${before}.${name}`;
  }, '');
}

/** A value for a message: short, on one line, and never a secret. */
export function shownValue(value: unknown): string {
  if (typeof value === 'string') return looksSecret(value) ? 'what is there' : JSON.stringify(shortened(value, 60));
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
