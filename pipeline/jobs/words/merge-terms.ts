import { rmSync } from 'node:fs';
import { compareTerms, PartialReader, PartialWriter, type WrittenPartial } from './partial.ts';
import type { SliceCounts } from './scan.ts';

/** Partials that are merged at once: bounds open files and buffers. */
const FAN_IN = 64;
const BUFFER_BYTES = 1 << 15;

/**
 * Calls with each term of the readers and its count over all of them, by ascending bytes. The bytes are good only during the
 * call.
 */
export function mergeTerms(readers: PartialReader[], visit: (bytes: Uint8Array, count: number) => void): void {
  // A binary heap of readers, the one with the least term first.
  const heap: PartialReader[] = [];
  for (const reader of readers) {
    if (!reader.next()) continue;
    heap.push(reader);
    heap.sort(compareTerms);
  }
  const term = new Uint8Array(heap[0]?.term.length ?? 0);
  while (heap.length > 0) {
    const { term: least, length } = heap[0] as PartialReader;
    term.set(least.subarray(0, length));
    let count = 0;
    while (heap.length > 0 && isTerm(heap[0] as PartialReader, term, length)) {
      const reader = heap[0] as PartialReader;
      count += reader.count;
      if (!reader.next()) {
        const last = heap.pop() as PartialReader;
        if (heap.length > 0) heap[0] = last;
      }
      sink(heap);
    }
    visit(term.subarray(0, length), count);
  }
}

function isTerm(reader: PartialReader, term: Uint8Array, length: number): boolean {
  if (reader.length !== length) return false;
  for (let at = length - 1; at >= 0; at--) if (reader.term[at] !== term[at]) return false;
  return true;
}

/** Puts the first reader, whose term has changed, in its place. */
function sink(heap: PartialReader[]): void {
  const moved = heap[0];
  if (moved === undefined) return;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && compareTerms(heap[child + 1] as PartialReader, heap[child] as PartialReader) < 0) {
      child++;
    }
    if (compareTerms(heap[child] as PartialReader, moved) >= 0) break;
    heap[at] = heap[child] as PartialReader;
    at = child;
  }
  heap[at] = moved;
}

export function openPartials(paths: readonly string[]): PartialReader[] {
  const readers: PartialReader[] = [];
  try {
    for (const path of paths) readers.push(new PartialReader(path, BUFFER_BYTES));
  } catch (error) {
    for (const reader of readers) reader.close();
    throw error;
  }
  return readers;
}

/** Merges the terms of partials into one, which has the given slices. */
export function mergePartials(
  paths: readonly string[],
  target: string,
  slices: readonly SliceCounts[],
): WrittenPartial {
  const readers = openPartials(paths);
  const writer = new PartialWriter(target, slices);
  try {
    mergeTerms(readers, (bytes, count) => writer.term(bytes, count));
  } catch (error) {
    writer.abandon();
    throw error;
  } finally {
    for (const reader of readers) reader.close();
  }
  return writer.close();
}

/** Merges neighbours into temporary partials until there are few enough to be open at once; their slices are lost. */
export function narrowPartials(
  paths: readonly string[],
  temporary: (index: number) => string,
): { paths: readonly string[]; release(): void } {
  let level = paths;
  const made: string[] = [];
  while (level.length > FAN_IN) {
    const next: string[] = [];
    for (let at = 0; at < level.length; at += FAN_IN) {
      const target = temporary(made.length);
      mergePartials(level.slice(at, at + FAN_IN), target, []);
      made.push(target);
      next.push(target);
    }
    level = next;
  }
  const release = () => {
    for (const path of made) rmSync(path, { force: true });
  };
  return { paths: level, release };
}
