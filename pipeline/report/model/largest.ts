/** Keeps the items with the largest sizes, of any number that come; of equal sizes the ones that came first. */
export class Largest<Item> {
  private readonly limit: number;
  private kept: { size: number; order: number; item: Item }[] = [];
  private bar = Number.NEGATIVE_INFINITY;
  /** Items that came. */
  seen = 0;

  constructor(limit: number) {
    this.limit = limit;
  }

  /** @param make called only if the item may be among the largest */
  add(size: number, make: () => Item): void {
    const order = this.seen++;
    if (size <= this.bar) return;
    this.kept.push({ size, order, item: make() });
    if (this.kept.length >= 2 * this.limit) this.prune();
  }

  /** The largest first. */
  items(): Item[] {
    this.prune();
    return this.kept.map(({ item }) => item);
  }

  private prune(): void {
    this.kept.sort((a, b) => b.size - a.size || a.order - b.order);
    this.kept = this.kept.slice(0, this.limit);
    if (this.kept.length === this.limit) this.bar = this.kept.at(-1)?.size ?? this.bar;
  }
}
