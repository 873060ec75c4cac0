import { compareBytes } from '../../text/terms-of.ts';

export interface TermCount {
  term: string;
  count: number;
}

interface Entry {
  bytes: Uint8Array;
  count: number;
}

/** Keeps the most frequent of the terms that it is told, at most `limit`; of equally frequent ones those whose bytes come first. */
export class TopTerms {
  private readonly limit: number;
  /** A binary heap, the one that would go first at its top. */
  private readonly heap: Entry[] = [];

  constructor(limit: number) {
    this.limit = limit;
  }

  /** Terms must come by ascending bytes: then an equally frequent one never takes the place of another. */
  add(bytes: Uint8Array, count: number): void {
    const { heap, limit } = this;
    if (heap.length < limit) {
      heap.push({ bytes: bytes.slice(), count });
      this.rise(heap.length - 1);
    } else if (limit > 0 && count > (heap[0] as Entry).count) {
      heap[0] = { bytes: bytes.slice(), count };
      this.sink();
    }
  }

  private rise(from: number): void {
    const { heap } = this;
    for (let at = from; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (compareRank(heap[parent] as Entry, heap[at] as Entry) >= 0) return;
      this.swap(parent, at);
      at = parent;
    }
  }

  private sink(): void {
    const { heap } = this;
    for (let at = 0; ; ) {
      let child = 2 * at + 1;
      if (child >= heap.length) return;
      if (child + 1 < heap.length && compareRank(heap[child + 1] as Entry, heap[child] as Entry) > 0) child++;
      if (compareRank(heap[at] as Entry, heap[child] as Entry) >= 0) return;
      this.swap(at, child);
      at = child;
    }
  }

  private swap(a: number, b: number): void {
    const entry = this.heap[a] as Entry;
    this.heap[a] = this.heap[b] as Entry;
    this.heap[b] = entry;
  }

  /** The most frequent first. */
  list(): TermCount[] {
    const decoder = new TextDecoder();
    return this.heap.toSorted(compareRank).map(({ bytes, count }) => ({ term: decoder.decode(bytes), count }));
  }
}

/** Less than 0 if the first stands above the second. */
function compareRank(a: Entry, b: Entry): number {
  return b.count - a.count || compareBytes(a.bytes, a.bytes.length, b.bytes, b.bytes.length);
}
