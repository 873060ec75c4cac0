import type { Difference } from './check-interface.ts';
import { memberPath, type Plain } from './plain.ts';

/** Differences of this size, relative, are called rounding. */
const ROUNDING = 1e-6;

/**
 * The first place where two results differ, or null.
 *
 * @param tolerance relative difference of numbers that does not count
 */
export function firstDifference(whole: Plain, parts: Plain, tolerance: number): Difference | null {
  const found = differ(whole, parts, 'result', tolerance);
  if (found === null || found.kind === 'rounding') return found;
  return sorted(whole) === sorted(parts) ? { ...found, kind: 'order' } : found;
}

function differ(a: Plain, b: Plain, path: string, tolerance: number): Difference | null {
  const difference = (kind: Difference['kind'], what = path): Difference => ({
    path: what,
    whole: shown(a),
    parts: shown(b),
    kind,
  });
  if (typeof a === 'number' && typeof b === 'number') {
    if (a === b) return null;
    const relative = Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b));
    if (relative <= tolerance) return null;
    return difference(relative < ROUNDING ? 'rounding' : 'value');
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    for (let index = 0; index < Math.min(a.length, b.length); index++) {
      const found = differ(a[index] as Plain, b[index] as Plain, `${path}[${index}]`, tolerance);
      if (found !== null) return found;
    }
    return a.length === b.length
      ? null
      : { ...difference('value', `${path}.length`), whole: String(a.length), parts: String(b.length) };
  }
  if (isObject(a) && isObject(b)) {
    const [keys, others] = [Object.keys(a), Object.keys(b)];
    for (const key of keys) {
      if (!Object.hasOwn(b, key))
        return { ...difference('value', memberPath(path, key)), whole: shown(a[key] as Plain), parts: 'nothing' };
      const found = differ(a[key] as Plain, b[key] as Plain, memberPath(path, key), tolerance);
      if (found !== null) return found;
    }
    const more = others.find((key) => !Object.hasOwn(a, key));
    if (more !== undefined)
      return { ...difference('value', memberPath(path, more)), whole: 'nothing', parts: shown(b[more] as Plain) };
    // The order of members shows in the bytes of result.json.
    return keys.join('\n') === others.join('\n') ? null : difference('order');
  }
  return a === b ? null : difference('value');
}

function isObject(value: Plain): value is { [key: string]: Plain } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const LONGEST = 160;

function shown(value: Plain): string {
  const text = JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** The same text for values that differ in the order of their members or elements only. */
function sorted(value: Plain): string {
  if (Array.isArray(value)) return `[${value.map(sorted).sort().join()}]`;
  if (!isObject(value)) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, member]) => `${JSON.stringify(key)}:${sorted(member)}`)
    .sort()
    .join()}}`;
}
