/** What JSON cases are made of. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** In an overlay, the key is taken away; in the place of an optional value, it is undefined. */
export const ABSENT = '$absent';

/**
 * `base` with what `over` says in its place: objects are merged key by key, lists and values replaced. A list of things
 * that have names, such as an inventory's nodes, can be laid over by name: `{"worker1": {"labels": {}}}`.
 */
export function overlay<Base>(base: Base, over: Json | undefined): Base;
export function overlay(base: unknown, over: Json | undefined): unknown {
  if (over === undefined) return base;
  if (!isObject(over)) return over;
  if (Array.isArray(base) && base.every(hasName)) {
    return base.map((item) => overlay(item, over[item.name]));
  }
  const merged: Record<string, unknown> = isObject(base) ? { ...base } : {};
  for (const [key, value] of Object.entries(over)) {
    if (value === ABSENT) delete merged[key];
    else merged[key] = overlay(merged[key], value);
  }
  return merged;
}

/**
 * Where `actual` lacks something that `expected` says, as "commands[0].argv[1]: …"; undefined if it has all of it. Objects
 * may hold more than is expected, lists may not. `{"$includes": "text"}` stands for any text with that in it.
 */
export function mismatch(actual: unknown, expected: Json, path: string): string | undefined {
  const differs = `${path}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`;
  if (!isObject(expected)) {
    if (!Array.isArray(expected)) return actual === expected ? undefined : differs;
    if (!Array.isArray(actual) || actual.length !== expected.length) return differs;
    return expected.map((item, i) => mismatch(actual[i], item, `${path}[${i}]`)).find((text) => text !== undefined);
  }
  const { $includes: part } = expected;
  if (typeof part === 'string') return typeof actual === 'string' && actual.includes(part) ? undefined : differs;
  if (!isObject(actual)) return differs;
  return Object.entries(expected)
    .map(([key, value]) =>
      value === ABSENT
        ? mismatch(key in actual && actual[key] !== undefined, false, `${path}.${key} present`)
        : mismatch(actual[key], value, `${path}.${key}`),
    )
    .find((text) => text !== undefined);
}

function isObject<Value>(value: Value | JsonObject): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasName(item: unknown): item is { name: string } {
  return typeof item === 'object' && item !== null && 'name' in item && typeof item.name === 'string';
}
