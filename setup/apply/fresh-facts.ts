import { FACT_NAMES } from '../facts/all.ts';
import type { FactName, Facts } from '../facts/facts.ts';
import { readFacts } from '../facts/read.ts';
import { type Inventory, managerOf, type Node } from '../inventory/inventory.ts';
import type { OpenLab } from '../plan/read-lab.ts';
import type { Step } from '../steps/step.ts';

/** How fresh the facts of a node are. Changes are counted: a fact is stale if it was asked for before the last one. */
interface Freshness {
  changes: number;
  /** What `changes` was when the facts that are known were asked for; 0 for those read before anything was changed. */
  knownSince: Map<FactName, number>;
  /** Facts that are being read now, so that nodes side by side ask the manager once. */
  reading: Map<FactName, { since: number; ended: Promise<void> }>;
}

/** Keeps what is known of nodes true while they are changed: what a change may have touched is read again before it is used. */
export class FreshFacts {
  readonly #inventory: Inventory;
  readonly #lab: OpenLab;
  readonly #nodes = new Map<string, Freshness>();

  constructor(inventory: Inventory, lab: OpenLab) {
    this.#inventory = inventory;
    this.#lab = lab;
  }

  /** Something was carried out on a node: all that is known of it may be wrong. */
  forget(node: string): void {
    this.#freshness(node).changes++;
  }

  /** Reads again what a step needs to know and is not sure of, of the node and of the manager. */
  async refresh(node: Node, step: Step): Promise<void> {
    const manager = managerOf(this.#inventory);
    const needed = step.readsOfManager ?? [];
    await Promise.all([
      this.#refresh(node, node === manager ? [...step.reads, ...needed] : step.reads),
      ...(node === manager ? [] : [this.#refresh(manager, needed)]),
    ]);
  }

  async #refresh(node: Node, names: readonly FactName[]): Promise<void> {
    if (!this.#lab.hosts.has(node.name) || !this.#lab.facts.has(node.name)) return;
    const { changes, knownSince, reading } = this.#freshness(node.name);
    const stale = FACT_NAMES.filter((name) => names.includes(name) && (knownSince.get(name) ?? 0) < changes);
    const unasked = stale.filter((name) => reading.get(name)?.since !== changes);
    if (unasked.length > 0) this.#startReading(node, unasked);
    await Promise.all(stale.map((name) => reading.get(name)?.ended));
  }

  #startReading(node: Node, names: readonly FactName[]): void {
    const { changes: since, reading } = this.#freshness(node.name);
    const now = { since, ended: this.#read(node, names, since) };
    for (const name of names) reading.set(name, now);
    const end = () => {
      for (const name of names) if (reading.get(name) === now) reading.delete(name);
    };
    now.ended.then(end, end);
  }

  async #read(node: Node, names: readonly FactName[], since: number): Promise<void> {
    const host = this.#lab.hosts.get(node.name);
    if (host === undefined) return;
    const fresh = await readFacts(host, { node, inventory: this.#inventory }, names);
    const { knownSince } = this.#freshness(node.name);
    // A reading that was asked for earlier may end later: it must not take the place of a newer one.
    const newer = names.filter((name) => since >= (knownSince.get(name) ?? 0));
    for (const name of newer) knownSince.set(name, since);
    this.#lab.facts.set(node.name, {
      ...this.#lab.facts.get(node.name),
      ...Object.fromEntries(newer.map((name) => [name, fresh[name]])),
    } as Facts);
  }

  #freshness(node: string): Freshness {
    const known = this.#nodes.get(node) ?? { changes: 0, knownSince: new Map(), reading: new Map() };
    this.#nodes.set(node, known);
    return known;
  }
}
