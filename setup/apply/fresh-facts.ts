import { FACT_NAMES } from '../facts/all.ts';
import type { FactName, Facts } from '../facts/facts.ts';
import { readFacts } from '../facts/read.ts';
import { type Inventory, managerOf, type Node } from '../inventory/inventory.ts';
import type { OpenLab } from '../plan/read-lab.ts';
import type { Step } from '../steps/step.ts';

/** Keeps what is known of nodes true while they are changed: what a change may have touched is read again before it is used. */
export class FreshFacts {
  readonly #inventory: Inventory;
  readonly #lab: OpenLab;
  readonly #stale = new Map<string, Set<FactName>>();

  constructor(inventory: Inventory, lab: OpenLab) {
    this.#inventory = inventory;
    this.#lab = lab;
  }

  /** Something was carried out on a node: all that is known of it may be wrong. */
  forget(node: string): void {
    this.#stale.set(node, new Set(FACT_NAMES));
  }

  /** Reads again what a step needs to know and is not sure of, of the node and of the manager. */
  async refresh(node: Node, step: Step): Promise<void> {
    const manager = managerOf(this.#inventory);
    const needed = step.readsOfManager ?? [];
    await Promise.all([
      this.#read(node, node === manager ? [...step.reads, ...needed] : step.reads),
      ...(node === manager ? [] : [this.#read(manager, needed)]),
    ]);
  }

  async #read(node: Node, names: readonly FactName[]): Promise<void> {
    const stale = this.#stale.get(node.name);
    const wanted = names.filter((name) => stale?.has(name));
    const host = this.#lab.hosts.get(node.name);
    const known = this.#lab.facts.get(node.name);
    if (wanted.length === 0 || host === undefined || known === undefined) return;
    // What changes while it is being read is stale again.
    for (const name of wanted) stale?.delete(name);
    const fresh = await readFacts(host, { node, inventory: this.#inventory }, wanted);
    this.#lab.facts.set(node.name, {
      ...(this.#lab.facts.get(node.name) ?? known),
      ...(fresh as Partial<Facts>),
    } as Facts);
  }
}
