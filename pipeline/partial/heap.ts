/** A binary heap of keys, each with the number of the source that it came from. */
export class Heap<Key extends number | bigint> {
  private readonly keys: Key[] = [];
  private readonly items: number[] = [];

  get size(): number {
    return this.keys.length;
  }

  /** The smallest key; the heap must not be empty. */
  get least(): Key {
    return this.keys[0] as Key;
  }

  get leastItem(): number {
    return this.items[0] as number;
  }

  push(key: Key, item: number): void {
    let at = this.keys.length;
    this.keys.push(key);
    this.items.push(item);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if ((this.keys[parent] as Key) <= key) break;
      this.keys[at] = this.keys[parent] as Key;
      this.items[at] = this.items[parent] as number;
      at = parent;
    }
    this.keys[at] = key;
    this.items[at] = item;
  }

  /** Gives the smallest key's source a new key, which is not smaller. */
  replace(key: Key): void {
    this.sink(key, this.items[0] as number);
  }

  /** Removes the smallest key. */
  pop(): void {
    const key = this.keys.pop() as Key;
    const item = this.items.pop() as number;
    if (this.keys.length > 0) this.sink(key, item);
  }

  private sink(key: Key, item: number): void {
    const { keys, items } = this;
    const { length } = keys;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= length) break;
      if (child + 1 < length && (keys[child + 1] as Key) < (keys[child] as Key)) child++;
      if ((keys[child] as Key) >= key) break;
      keys[at] = keys[child] as Key;
      items[at] = items[child] as number;
      at = child;
    }
    keys[at] = key;
    items[at] = item;
  }
}
