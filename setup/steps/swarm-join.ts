import type { DockerFact, Facts } from '../facts/facts.ts';
import { managerOf } from '../inventory/inventory.ts';
import type { Command } from '../plan/command.ts';
import { labAddress, withPort } from './addresses.ts';
import { blocked, nothing, type Step, type StepContext, type StepPlan, todo } from './step.ts';

const SWARM_PORT = 2377;

export const swarmJoin: Step = {
  id: 'swarm-join',
  title: 'Join the Swarm',
  appliesTo: ({ role }) => role === 'worker',
  reads: ['docker', 'network'],
  readsOfManager: ['docker', 'swarmNodes'],
  after: { step: 'swarm-init', on: 'manager', required: true },
  plan(context) {
    const { docker } = context.facts;
    if (docker === null || docker.swarm.state === 'inactive') return join(context, 'it is in no Swarm');
    const { swarm } = docker;
    if (swarm.state !== 'active') return planBroken(context, docker);
    if (swarm.isManager) return planManager(context, docker);
    return planMember(context, docker);
  },
  explain: {
    what: 'Makes the node a worker of the manager’s Swarm, under its address of the inventory. Then both ends are compared: the node says which Swarm it is in, and the manager lists the node. A node that is in another Swarm stays there, unless you say that it may leave.',
    why: 'A worker can belong to a Swarm that is long gone, be listed twice, or be known by an address that nobody reaches, and Docker calls all of that "active". The secret that lets a node join goes from the manager’s Docker to the worker’s, and is written down nowhere.',
    commands: [
      'docker swarm join-token worker                                              # on the manager',
      'docker swarm join --token TOKEN --advertise-addr WORKER MANAGER:2377        # on the worker',
    ],
    look: [
      { command: 'docker node ls', shows: 'on the manager: the nodes, and which are ready' },
      {
        command: "docker info --format '{{json .Swarm}}'",
        shows: 'on a worker: its node ID, its address, its managers',
      },
      { command: 'docker node inspect worker1 --pretty', shows: 'on the manager: all about one node' },
    ],
    undo: 'enjambre reset lets the node leave. A node that had joined before set-up stays.',
  },
};

function join(context: StepContext, because: string, first: readonly Command[] = []): StepPlan {
  const { node, inventory, facts } = context;
  const { advertise: manager } = inventory.swarm;
  const own = labAddress(node, facts, manager);
  if (own === undefined) {
    return blocked(
      'no-address',
      `Cannot tell which address of ${node.name} the others reach: the inventory says ${node.address}, which is a name`,
      `give ${node.name} its IP address in the inventory`,
    );
  }
  const call = {
    name: 'swarm-join',
    manager: managerOf(inventory).name,
    remote: withPort(manager, SWARM_PORT),
    advertise: own,
  } as const;
  const undo = { sentence: `Let ${node.name} leave the Swarm`, call: { name: 'swarm-leave', force: false } } as const;
  return todo([...first, { kind: 'docker', sentence: `Join the Swarm at ${manager} as ${own}`, call, undo }], because);
}

/** Leaves and joins where the node was asked to; else says why it cannot be as it is. */
function rejoinOr(context: StepContext, code: string, message: string, next?: string): StepPlan {
  const { name } = context.node;
  if (!context.mayLeaveSwarm.has(name)) {
    return blocked(code, message, next ?? `enjambre apply --leave-swarm ${name} --node ${name}`);
  }
  const isManager = context.facts.docker?.swarm.isManager === true;
  const broken = context.facts.docker?.swarm.state !== 'active';
  const call = { name: 'swarm-leave', force: isManager || broken } as const;
  const leave: Command = { kind: 'docker', sentence: `Leave the Swarm that ${name} is in`, call, undo: null };
  return join(context, `${name} was asked to leave its Swarm`, [leave]);
}

function planBroken(context: StepContext, { swarm }: DockerFact): StepPlan {
  const { name } = context.node;
  const reason = swarm.error === '' ? '' : `: ${swarm.error}`;
  if (swarm.state === 'pending') {
    const managers = swarm.managers.map(({ address }) => address).join(', ') || 'its manager';
    return rejoinOr(context, 'swarm-pending', `${name} still waits for ${managers} to let it join the Swarm${reason}`);
  }
  return rejoinOr(context, 'swarm-error', `${name} is in a Swarm that does not work (${swarm.state})${reason}`);
}

function planManager(context: StepContext, { swarm }: DockerFact): StepPlan {
  const { node, inventory, lab } = context;
  const manager = managerOf(inventory);
  const ours = lab.get(manager.name)?.docker?.swarm.clusterId ?? null;
  if (ours !== null && swarm.clusterId === ours) {
    return blocked(
      'worker-is-manager',
      `${node.name} is a manager of the Swarm, but a worker in the inventory`,
      `on ${manager.name}: sudo docker node demote ${swarm.nodeId}`,
    );
  }
  return rejoinOr(context, 'other-swarm', `${node.name} manages a Swarm of its own`);
}

/** It is an active worker: of this Swarm, if the manager says so as well. */
function planMember(context: StepContext, docker: DockerFact): StepPlan {
  const { node, inventory, lab } = context;
  const { swarm } = docker;
  const managers = swarm.managers.map(({ address }) => address).join(', ') || 'an unknown address';
  const manager = lab.get(managerOf(inventory).name);
  if (manager === undefined) {
    return nothing(`${node.name} is in a Swarm managed at ${managers}`, [
      `The manager was not read: it is not known whether ${node.name} is in its Swarm`,
    ]);
  }
  const listed = manager.swarmNodes?.find(({ id }) => id === swarm.nodeId);
  if (listed === undefined) return notListed(context, managers);
  return planListed(context, docker, listed);
}

function notListed(context: StepContext, managers: string): StepPlan {
  const { node, inventory } = context;
  const known = context.facts.docker?.swarm.managers ?? [];
  const wasOurs = known.some(({ address }) => address === withPort(inventory.swarm.advertise, SWARM_PORT));
  return rejoinOr(
    context,
    'other-swarm',
    wasOurs
      ? `${node.name} believes to be in the Swarm of ${managers}, which does not list it: it was removed, or the Swarm was made anew`
      : `${node.name} is a worker of another Swarm, managed at ${managers}`,
  );
}

function planListed(
  context: StepContext,
  docker: DockerFact,
  listed: NonNullable<Facts['swarmNodes']>[number],
): StepPlan {
  const { node, inventory, facts } = context;
  const wanted = labAddress(node, facts, inventory.swarm.advertise);
  // A Swarm knows a node by the address that it announced, or by the one that it called from.
  const announced = docker.swarm.nodeAddress;
  if (wanted !== undefined && announced !== '' && announced !== wanted) {
    return rejoinOr(
      context,
      'swarm-address',
      `${node.name} is in the Swarm as ${announced}, but its address is ${wanted}: tasks there would not find each other`,
    );
  }
  const warnings =
    listed.state === 'ready'
      ? []
      : [
          `The manager sees ${node.name} as "${listed.state}", though it says that it is active: are ports 2377/tcp, 7946/tcp+udp and 4789/udp open?`,
        ];
  return nothing(`${node.name} is in the Swarm as ${announced || listed.address}, and the manager lists it`, warnings);
}
