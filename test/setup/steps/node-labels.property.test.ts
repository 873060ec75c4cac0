import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { JournalEntry } from '../../../setup/apply/journal.ts';
import type { Facts } from '../../../setup/facts/facts.ts';
import type { DockerCall } from '../../../setup/plan/command.ts';
import { nodeLabels } from '../../../setup/steps/node-labels.ts';
import { inventory as defaultInventory } from './defaults.ts';
import { finishedFacts } from './finished.ts';

const test = suite('labels of nodes follow the inventory, and a reset brings the first ones back');

type Labels = Readonly<Record<string, string>>;

/** A manager without workers, whose labels and journal change as if the plans were carried out. */
class Lab {
  labels: Labels;
  readonly journal: JournalEntry[] = [];

  constructor(labels: Labels) {
    this.labels = labels;
  }

  plan(wanted: Labels) {
    const [manager] = defaultInventory.nodes;
    if (manager === undefined) throw new Error('The default inventory has no node.');
    const node = { ...manager, labels: wanted };
    const inventory = { ...defaultInventory, nodes: [node] };
    const finished = finishedFacts(node, inventory);
    const swarmNodes = finished.swarmNodes?.map((entry) => ({ ...entry, labels: this.labels })) ?? null;
    const facts: Facts = { ...finished, swarmNodes, journal: this.journal };
    const lab = new Map([[node.name, facts]]);
    return nodeLabels.plan({ node, inventory, facts, lab, mayLeaveSwarm: new Set() });
  }

  apply(wanted: Labels): void {
    for (const command of this.plan(wanted).commands) {
      if (command.kind !== 'docker' || command.undo === null) throw new Error(`Nobody expected "${command.sentence}".`);
      this.call(command.call);
      const { sentence, undo } = command;
      const about = { id: String(this.journal.length), at: '', by: '', version: '', step: nodeLabels.id, sentence };
      this.journal.push({ ...about, change: { kind: 'docker', undo }, state: 'done' });
    }
  }

  call(call: DockerCall): void {
    if (call.name !== 'label-node') throw new Error(`Nobody expected ${call.name}.`);
    const kept = Object.entries(this.labels).filter(([key]) => !call.remove.includes(key));
    this.labels = { ...Object.fromEntries(kept), ...call.set };
  }

  /** Takes back what the journal knows of, the last first. */
  reset(): void {
    for (const { change } of this.journal.toReversed()) if (change.kind === 'docker') this.call(change.undo.call);
  }
}

const someLabels = fc.dictionary(fc.constantFrom('type', 'destino', 'disk', 'room'), fc.constantFrom('a', 'b', 'c'), {
  noNullPrototype: true,
});

test('after each inventory its labels are there, and nothing is left to do', () => {
  fc.assert(
    fc.property(someLabels, fc.array(someLabels, { maxLength: 6 }), (first, inventories) => {
      const lab = new Lab(first);
      for (const wanted of inventories) {
        lab.apply(wanted);
        assert.equal(lab.plan(wanted).commands, []);
        assert.equal({ ...lab.labels, ...wanted }, lab.labels);
      }
    }),
  );
});

test('an inventory without labels brings back those that were there first', () => {
  fc.assert(
    fc.property(someLabels, fc.array(someLabels, { maxLength: 6 }), (first, inventories) => {
      const lab = new Lab(first);
      for (const wanted of [...inventories, {}]) lab.apply(wanted);
      assert.equal(lab.labels, first);
    }),
  );
});

test('a reset brings back the first labels, whatever inventories there were', () => {
  fc.assert(
    fc.property(someLabels, fc.array(someLabels, { maxLength: 6 }), (first, inventories) => {
      const lab = new Lab(first);
      for (const wanted of inventories) lab.apply(wanted);
      lab.reset();
      assert.equal(lab.labels, first);
    }),
  );
});

test('a label that came by hand after set-up took its own away is left', () => {
  const lab = new Lab({});
  lab.apply({ disk: 'ssd' });
  lab.apply({});
  assert.equal(lab.labels, {});
  lab.labels = { disk: 'ssd' };
  assert.equal(lab.plan({}).commands, []);
});

test.run();
