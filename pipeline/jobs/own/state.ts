import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { ATTEMPT_PARTIAL } from '../../run-dir/layout.ts';
import { memberPath } from './plain.ts';

// States of folds, as they travel from workers to where they are merged: in the format of the runtime's structured clone,
// which Node and Deno share.

/**
 * A state as bytes.
 *
 * @throws TypeError naming the first thing in the state that bytes cannot bring back: a function, an object of an own class
 */
export function stateBytes(state: unknown): Uint8Array {
  const strange = strangeThing(state, 'state', new Set());
  if (strange !== null)
    throw new TypeError(`${strange}; a state is plain data: objects, lists, Map, Set, numbers, text, bigint`);
  return serialize(state);
}

/** A state from its bytes. */
export function stateOf(bytes: Uint8Array): unknown {
  return deserialize(bytes);
}

/** Leaves a state's bytes in an attempt's directory as its partial. */
export function writePartial(directory: string, bytes: Uint8Array): { bytes: number; sha256: string } {
  const fd = openSync(join(directory, ATTEMPT_PARTIAL), 'w');
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  return { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}

export function readState(path: string): unknown {
  return stateOf(readFileSync(path));
}

/** What comes back as it went, with nothing of its own to look into. */
const WHOLE = [Date, RegExp, ArrayBuffer, DataView, ...typedArrays()];

function typedArrays(): (abstract new (...args: never[]) => object)[] {
  const { BigInt64Array: I64, BigUint64Array: U64 } = globalThis;
  return [
    Int8Array,
    Uint8Array,
    Uint8ClampedArray,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    Float32Array,
    Float64Array,
    I64,
    U64,
  ];
}

/** A sentence on the first thing that would be lost or changed; null when there is none. */
function strangeThing(value: unknown, path: string, seen: Set<object>): string | null {
  if (typeof value === 'function' || typeof value === 'symbol') return `${path} is a ${typeof value}`;
  if (typeof value !== 'object' || value === null || seen.has(value)) return null;
  seen.add(value);
  if (Array.isArray(value)) return firstStrange(value.entries(), (index) => `${path}[${index}]`, seen);
  if (value instanceof Map) {
    for (const [key, member] of value) {
      const name = typeof key === 'string' ? JSON.stringify(key) : String(key);
      const strange = strangeThing(key, `a key of ${path}`, seen) ?? strangeThing(member, `${path}.get(${name})`, seen);
      if (strange !== null) return strange;
    }
    return null;
  }
  if (value instanceof Set) return firstStrange(value.entries(), () => `an element of ${path}`, seen);
  if (WHOLE.some((kind) => value instanceof kind)) return null;
  const prototype = Object.getPrototypeOf(value) as object | null;
  if (prototype === null) return `${path} is an object without prototype (use a Map)`;
  if (prototype !== Object.prototype) return `${path} is ${article(value.constructor?.name ?? '')}`;
  return firstStrange(Object.entries(value), (key) => memberPath(path, String(key)), seen);
}

function firstStrange(
  entries: Iterable<[unknown, unknown]>,
  pathOf: (key: unknown) => string,
  seen: Set<object>,
): string | null {
  for (const [key, member] of entries) {
    const strange = strangeThing(member, pathOf(key), seen);
    if (strange !== null) return strange;
  }
  return null;
}

function article(name: string): string {
  if (name === '') return 'an object of an own class';
  if (name === 'Promise') return 'a promise: the functions of a fold must not be async';
  return `${/^[AEIOU]/.test(name) ? 'an' : 'a'} ${name}`;
}
