/** Slots of a new table: some 8,000 terms before it grows. */
const FIRST_SLOTS = 1 << 14;
const FIRST_WORDS = 1 << 15;
/** Of a table that need not hold more, as the tests ask for it. */
const LEAST_SLOTS = 1 << 5;

/** A slot: two words, the count, and a place in the arena. */
const SLOT_WORDS = 4;
const SLOT_BYTES = SLOT_WORDS * 4;
const COUNT = 2;
const PLACE = 3;

/** Bytes of a term that lie in its slot. */
const SHORT_BYTES = 8;

/** Slots are at most this full, in percent. */
const MOST_FULL = 60;

/** A count that is written out before it leaves 31 bits; what one piece of text can add to it fits in the rest. */
const MOST_COUNTED = 2 ** 30;

/**
 * Counts of terms, in typed arrays. A term is a sequence of 32-bit words that hold its bytes, four each, the first byte
 * highest, filled up with zeros (no byte of a term is 0): so words compare as bytes do.
 *
 * A term of at most eight bytes lies in its slot, as most do: counting one touches one line of the cache. The slot of a longer
 * one holds its hash, its length and its place in the arena.
 */
export class TermTable {
  /** Open addressing; a slot without a count is free. */
  private slots: Int32Array;
  private arena: Uint32Array;
  /** Words of the arena that are taken. Place 0 stays empty: it means a short term. */
  private used = 1;
  /** Distinct terms. */
  size = 0;
  /** Occurrences of all terms. */
  occurrences = 0;
  private overflowing = false;
  private readonly mostTerms: number;
  private readonly mostWords: number;

  /** @param memoryBytes the table is full when it holds about as much; it can hold a little more */
  constructor(memoryBytes: number) {
    const slots = Math.max(LEAST_SLOTS, 2 ** Math.floor(Math.log2(Math.max(1, memoryBytes / 2 / SLOT_BYTES))));
    this.mostTerms = (slots * MOST_FULL) / 100;
    this.mostWords = Math.max(LEAST_SLOTS * SLOT_WORDS, Math.floor(memoryBytes / 2 / 4));
    this.slots = new Int32Array(SLOT_WORDS * Math.min(FIRST_SLOTS, slots));
    this.arena = new Uint32Array(Math.min(FIRST_WORDS, this.mostWords));
  }

  /** It is time to write the table out. */
  get isFull(): boolean {
    return this.size >= this.mostTerms || this.used >= this.mostWords || this.overflowing;
  }

  /** Counts a term of one to eight bytes; `second` is 0 for up to four. */
  addShort(first: number, second: number): void {
    const { slots } = this;
    const mask = slots.length - SLOT_WORDS;
    let slot = slotOf(hashOfTwo(first, second)) & mask;
    for (;;) {
      const difference = ((slots[slot] as number) ^ first) | ((slots[slot + 1] as number) ^ second);
      if ((difference | (slots[slot + PLACE] as number)) === 0) {
        const count = (slots[slot + COUNT] as number) + 1;
        slots[slot + COUNT] = count;
        if (count === MOST_COUNTED) this.overflowing = true;
        break;
      }
      if (slots[slot + COUNT] === 0) {
        this.insert(slot, first, second, 0);
        break;
      }
      slot = (slot + SLOT_WORDS) & mask;
    }
    this.occurrences++;
  }

  /** Counts a term of any length, whose bytes the words hold; words after the last one are not looked at. */
  add(words: Int32Array, byteCount: number): void {
    if (byteCount <= SHORT_BYTES) this.addShort(words[0] as number, byteCount > 4 ? (words[1] as number) : 0);
    else this.addLong(words, byteCount);
  }

  private addLong(words: Int32Array, byteCount: number): void {
    const { slots, arena } = this;
    const wordCount = (byteCount + 3) >> 2;
    let hash = 0;
    for (let word = 0; word < wordCount; word++) hash = hashOfTwo(hash, words[word] as number);
    const mask = slots.length - SLOT_WORDS;
    let slot = slotOf(hash) & mask;
    for (; slots[slot + COUNT] !== 0; slot = (slot + SLOT_WORDS) & mask) {
      const place = slots[slot + PLACE] as number;
      if (place === 0 || slots[slot] !== hash || slots[slot + 1] !== byteCount) continue;
      let word = 0;
      while (word < wordCount && arena[place + word] === (words[word] as number) >>> 0) word++;
      if (word === wordCount) break;
    }
    this.occurrences++;
    const count = (slots[slot + COUNT] as number) + 1;
    if (count === 1) this.insert(slot, hash, byteCount, this.store(words, wordCount));
    else slots[slot + COUNT] = count;
    if (count === MOST_COUNTED) this.overflowing = true;
  }

  /** Copies a term into the arena. */
  private store(words: Int32Array, wordCount: number): number {
    const place = this.used;
    this.used += wordCount;
    if (this.used > this.arena.length) {
      const larger = new Uint32Array(Math.max(this.used, this.arena.length * 2));
      larger.set(this.arena);
      this.arena = larger;
    }
    for (let word = 0; word < wordCount; word++) this.arena[place + word] = words[word] as number;
    return place;
  }

  private insert(slot: number, first: number, second: number, place: number): void {
    this.slots[slot] = first;
    this.slots[slot + 1] = second;
    this.slots[slot + COUNT] = 1;
    this.slots[slot + PLACE] = place;
    this.size++;
    if (this.size * SLOT_WORDS * 100 > this.slots.length * MOST_FULL) this.grow();
  }

  private grow(): void {
    const { slots: before } = this;
    const slots = new Int32Array(before.length * 2);
    const mask = slots.length - SLOT_WORDS;
    for (let from = 0; from < before.length; from += SLOT_WORDS) {
      if (before[from + COUNT] === 0) continue;
      const first = before[from] as number;
      let slot = slotOf(before[from + PLACE] === 0 ? hashOfTwo(first, before[from + 1] as number) : first) & mask;
      while (slots[slot + COUNT] !== 0) slot = (slot + SLOT_WORDS) & mask;
      for (let word = 0; word < SLOT_WORDS; word++) slots[slot + word] = before[from + word] as number;
    }
    this.slots = slots;
  }

  /** Calls with each term and its count, by ascending bytes. The bytes are good only during the call. */
  forEachSorted(visit: (bytes: Uint8Array, count: number) => void): void {
    const { slots } = this;
    const places = new Uint32Array(this.size);
    let found = 0;
    for (let slot = 0; slot < slots.length; slot += SLOT_WORDS) if (slots[slot + COUNT] !== 0) places[found++] = slot;
    const wordOf = (slot: number, depth: number): number => {
      const place = slots[slot + PLACE] as number;
      if (place !== 0) return depth * 4 < (slots[slot + 1] as number) ? (this.arena[place + depth] as number) : 0;
      return depth < 2 ? (slots[slot + depth] as number) >>> 0 : 0;
    };
    sortByWords(places, wordOf);
    const bytes = new Uint8Array(1 << 9);
    for (const slot of places) {
      let length = 0;
      for (let depth = 0, word = wordOf(slot, 0); word !== 0; word = wordOf(slot, ++depth)) {
        for (let rest = word; rest !== 0; rest = (rest << 8) >>> 0) bytes[length++] = rest >>> 24;
      }
      visit(bytes.subarray(0, length), slots[slot + COUNT] as number);
    }
  }

  clear(): void {
    this.slots.fill(0);
    this.used = 1;
    this.size = 0;
    this.occurrences = 0;
    this.overflowing = false;
  }
}

/** Each word goes through a multiplication of its own, and the sum through the end of MurmurHash3 (Appleby, public domain). */
function hashOfTwo(first: number, second: number): number {
  let hash = Math.imul(first, 0x9e3779b1) + Math.imul(second ^ 0x2545f491, 0x85ebca77);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return hash ^ (hash >>> 13);
}

/** The slot that a hash wants, before it is cut to the table's size. */
function slotOf(hash: number): number {
  return (Math.imul(hash, 0xc2b2ae35) >>> 8) << 2;
}

/**
 * Sorts slots by their terms' words, of which 0 is the end: quicksort that compares one word at a time (Bentley and Sedgewick,
 * "Fast algorithms for sorting and searching strings", 1997).
 */
function sortByWords(slots: Uint32Array, wordOf: (slot: number, depth: number) => number): void {
  const swap = (a: number, b: number): void => {
    const slot = slots[a] as number;
    slots[a] = slots[b] as number;
    slots[b] = slot;
  };
  // Parts that are still to be sorted: from, to, and how many words are equal. A stack, for long equal beginnings.
  const parts: number[] = [0, slots.length, 0];
  while (parts.length > 0) {
    const depth = parts.pop() as number;
    const to = parts.pop() as number;
    const from = parts.pop() as number;
    if (to - from < 2) continue;
    const pivot = wordOf(slots[from + ((to - from) >> 1)] as number, depth);
    let low = from;
    let high = to;
    for (let at = from; at < high; ) {
      const word = wordOf(slots[at] as number, depth);
      if (word < pivot) swap(low++, at++);
      else if (word > pivot) swap(at, --high);
      else at++;
    }
    parts.push(from, low, depth, high, to, depth);
    if (pivot !== 0) parts.push(low, high, depth + 1);
  }
}
