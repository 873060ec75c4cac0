import type { JournalEntry } from '../apply/journal.ts';
import type { Facts, SwarmNodeFact } from '../facts/facts.ts';
import type { Node } from '../inventory/inventory.ts';
import type { Command } from '../plan/command.ts';
import { labAddress } from './addresses.ts';
import { nothing, type Step, type StepContext, todo } from './step.ts';

export const nodeLabels: Step = {
  id: 'node-labels',
  title: 'Label the nodes',
  appliesTo: ({ role }) => role === 'manager',
  reads: ['docker', 'network', 'swarmNodes', 'journal'],
  after: { step: 'swarm-join', on: 'workers', required: false },
  plan(context) {
    const { inventory } = context;
    const plans = inventory.nodes.map((node) => planNode(node, context));
    // Those that have yet to join come last: where one fails to, the others have their labels.
    const commands = [...plans.filter(({ waits }) => !waits), ...plans.filter(({ waits }) => waits)].flatMap(
      (plan) => plan.commands,
    );
    const warnings = [...plans.flatMap((plan) => plan.warnings), ...staleEntries(context)];
    if (commands.length === 0) return nothing('the nodes have the labels of the inventory', warnings);
    return todo(commands, 'labels differ from the inventory', warnings);
  },
  explain: {
    what: 'Gives each node of the Swarm the labels that the inventory names, and takes away those that it once named and names no longer. Labels that somebody else has set stay.',
    why: 'Labels are how you tell the Swarm where a service may run, as "only on boards with an SSD": docker service create --constraint node.labels.disk==ssd.',
    commands: ['docker node update --label-add type=worker worker1'],
    look: [
      {
        command: "docker node inspect worker1 --format '{{json .Spec.Labels}}'",
        shows: 'the labels of a node, on the manager',
      },
      { command: 'docker node ls --filter node.label=type=worker', shows: 'the nodes that have a label' },
    ],
    undo: 'enjambre reset takes away the labels that it set, and gives those that it changed their earlier value.',
  },
};

interface NodePlan {
  commands: Command[];
  warnings: string[];
  /** It has no id yet. */
  waits?: boolean;
}

function planNode(node: Node, context: StepContext): NodePlan {
  const listed = entryOf(node, context);
  if (listed === undefined) return planAbsent(node, context);
  const { id, labels } = listed;
  const owned = ownedLabels(context.facts.journal, id);
  const dropped = [...owned].filter(([key]) => node.labels[key] === undefined && labels[key] !== undefined);
  const restored = dropped.flatMap(([key, value]) => (value === null || value === labels[key] ? [] : [[key, value]]));
  const differing = Object.entries(node.labels).filter(([key, value]) => labels[key] !== value);
  const set: Record<string, string> = Object.fromEntries([...differing, ...restored]);
  const remove = dropped.flatMap(([key, value]) => (value === null ? [key] : []));
  if (Object.keys(set).length === 0 && remove.length === 0) return { commands: [], warnings: [] };
  return {
    commands: [labelCommand(node.name, id, { set, remove }, undoOf(labels, owned, { set, remove }))],
    warnings: remove.map((key) => `Tasks that need the label "${key}" of ${node.name} end when it goes`),
  };
}

/** Not in the Swarm: on a lab that is set up right now, it will be. */
function planAbsent(node: Node, { lab, mayLeaveSwarm }: StepContext): NodePlan {
  if (Object.keys(node.labels).length === 0) return { commands: [], warnings: [] };
  const docker = lab.get(node.name)?.docker;
  const joins = docker === null || docker?.swarm.state === 'inactive' || mayLeaveSwarm.has(node.name);
  if (lab.has(node.name) && joins) {
    const undo = { set: {}, remove: Object.keys(node.labels) };
    const command = labelCommand(node.name, null, { set: node.labels, remove: [] }, undo);
    return { commands: [command], warnings: [], waits: true };
  }
  return { commands: [], warnings: [`${node.name} gets its labels when it has joined the Swarm`] };
}

/**
 * The entry of a node in the manager's list: the one with the id that the node itself says. What is known of a worker may be
 * older than the list, in which it has joined since: then the live entry with its address counts.
 */
function entryOf(node: Node, { inventory, facts, lab }: StepContext): SwarmNodeFact | undefined {
  const listed = facts.swarmNodes ?? [];
  const own = lab.get(node.name);
  const address = own === undefined ? node.address : labAddress(node, own, inventory.swarm.advertise);
  const here = listed.filter((entry) => entry.address === address);
  return (
    listed.find(({ id }) => id === own?.docker?.swarm.nodeId) ??
    here.find(({ state }) => state === 'ready') ??
    (own === undefined ? (here[0] ?? listed.find(({ hostname }) => hostname === node.name)) : undefined)
  );
}

/**
 * Labels of a node that set-up has set, by the journal, and what they were before: null if there was none. An entry's undo
 * that sets a label of ours to something else than what it first was has taken our label away.
 */
function ownedLabels(journal: readonly JournalEntry[], nodeId: string): Map<string, string | null> {
  const owned = new Map<string, string | null>();
  for (const { change } of journal) {
    if (change.kind !== 'docker' || change.undo.call.name !== 'label-node') continue;
    const { call } = change.undo;
    if (call.nodeId !== nodeId) continue;
    for (const key of call.remove) owned.set(key, null);
    for (const [key, value] of Object.entries(call.set)) {
      if (!owned.has(key)) owned.set(key, value);
      else if (owned.get(key) !== value) owned.delete(key);
    }
  }
  return owned;
}

interface LabelChange {
  set: Readonly<Record<string, string>>;
  remove: readonly string[];
}

/** What makes the labels as they were before set-up came: a label of ours goes back to what it first was. */
function undoOf(
  labels: SwarmNodeFact['labels'],
  owned: ReadonlyMap<string, string | null>,
  change: LabelChange,
): LabelChange {
  const set: Record<string, string> = {};
  const remove: string[] = [];
  for (const key of Object.keys(change.set)) {
    const first =
      owned.has(key) && change.set[key] !== owned.get(key) ? (owned.get(key) ?? null) : (labels[key] ?? null);
    if (first === null) remove.push(key);
    else set[key] = first;
  }
  for (const key of change.remove) set[key] = labels[key] ?? '';
  return { set, remove };
}

function labelCommand(node: string, nodeId: string | null, change: LabelChange, undo: LabelChange): Command {
  const words = [
    ...Object.entries(change.set).map(([key, value]) => `${key}=${value}`),
    ...change.remove.map((key) => `without ${key}`),
  ];
  return {
    kind: 'docker',
    sentence: `Label ${node}: ${words.join(', ')}`,
    call: { name: 'label-node', node, nodeId, ...change },
    undo: {
      sentence: `Give ${node} its earlier labels`,
      call: { name: 'label-node', node, nodeId, ...undo },
    },
  };
}

/** A node that joined again leaves its former self behind in the list, down for ever. */
function staleEntries({ facts }: { facts: Facts }): string[] {
  const listed = facts.swarmNodes ?? [];
  return listed
    .filter(({ id, state, hostname }) => {
      const alike = listed.filter((other) => other.id !== id && other.hostname === hostname);
      return state === 'down' && alike.some((other) => other.state === 'ready');
    })
    .map(
      ({ id, hostname }) =>
        `The Swarm lists ${hostname} twice, once as down: sudo docker node rm ${id} on the manager takes the old entry away`,
    );
}
