import type { DockerFact } from '../facts/facts.ts';
import type { Command, DockerCall } from '../plan/command.ts';
import { blocked, nothing, type Step, type StepContext, type StepPlan, todo } from './step.ts';

export const swarmInit: Step = {
  id: 'swarm-init',
  title: 'Make the Swarm',
  appliesTo: ({ role }) => role === 'manager',
  reads: ['docker'],
  plan(context) {
    const { docker } = context.facts;
    if (docker === null || docker.swarm.state === 'inactive') {
      return todo(initCommands(context), 'there is no Swarm yet');
    }
    if (docker.swarm.state === 'active' && docker.swarm.isManager) return planOwn(context, docker);
    return planForeign(context, docker);
  },
  explain: {
    what: 'Makes the manager’s Docker a Swarm of one node, which announces the address that the inventory gives, and lets certificates of nodes last as long as the inventory says. A Swarm that the manager runs already is adopted.',
    why: 'A Swarm is several Dockers that act as one: the manager hands out tasks, the workers run them. It has to announce an address that all boards reach, and one that stays: with another address the manager loses its Swarm. Certificates last 90 days unless told otherwise, and a lab that was off for the summer would have to be joined anew.',
    commands: ['docker swarm init --advertise-addr MANAGER', 'docker swarm update --cert-expiry 8760h'],
    look: [
      { command: 'docker node ls', shows: 'the nodes of the Swarm, on the manager' },
      { command: "docker info --format '{{.Swarm.NodeAddr}}'", shows: 'the address that it announces' },
      { command: 'docker system info | grep -A 2 "CA Config"', shows: 'how long certificates last' },
    ],
    undo: 'enjambre reset lets the manager leave, which ends the Swarm with all of its services. A Swarm that was adopted stays.',
  },
};

function initCommands({ node, inventory: { swarm } }: StepContext): Command[] {
  return [
    call(
      `Make a Swarm that announces ${swarm.advertise}`,
      { name: 'swarm-init', advertise: swarm.advertise },
      { sentence: `End the Swarm of ${node.name}`, call: { name: 'swarm-leave', force: true } },
    ),
    call(
      `Let certificates of nodes last ${swarm.certificateDays} days`,
      { name: 'certificate-days', days: swarm.certificateDays },
      null,
    ),
  ];
}

/** The manager runs a Swarm: made by set-up, or by hand and adopted. */
function planOwn(context: StepContext, docker: DockerFact): StepPlan {
  const { node, inventory } = context;
  const { nodeAddress, certificateDays } = docker.swarm;
  const { advertise, certificateDays: wanted } = inventory.swarm;
  if (nodeAddress !== '' && nodeAddress !== advertise) {
    if (context.mayLeaveSwarm.has(node.name)) return startAgain(context);
    return blocked(
      'swarm-address',
      `The Swarm of ${node.name} announces ${nodeAddress}, but the inventory says ${advertise}: workers would look for it there in vain`,
      `give ${node.name} the address ${nodeAddress} again, or make a new Swarm: enjambre apply --leave-swarm ${node.name}`,
    );
  }
  if (certificateDays === null || certificateDays === wanted) {
    return nothing(`${node.name} manages a Swarm that announces ${advertise}`);
  }
  const days = call(
    `Let certificates of nodes last ${wanted} days`,
    { name: 'certificate-days', days: wanted },
    {
      sentence: `Let certificates of nodes last ${certificateDays} days again`,
      call: { name: 'certificate-days', days: certificateDays },
    },
  );
  return todo([days], `certificates last ${certificateDays} days`);
}

/** Docker belongs to a Swarm, but not as a manager that works. */
function planForeign(context: StepContext, { swarm }: DockerFact): StepPlan {
  const { node, mayLeaveSwarm } = context;
  if (mayLeaveSwarm.has(node.name)) return startAgain(context);
  const leave = `enjambre apply --leave-swarm ${node.name} --node ${node.name}`;
  if (swarm.state === 'locked') {
    return blocked(
      'swarm-locked',
      `The Swarm of ${node.name} is locked: Docker was restarted and waits for its key`,
      `on ${node.name}: sudo docker swarm unlock`,
    );
  }
  if (swarm.state === 'active') {
    const managers = swarm.managers.map(({ address }) => address).join(', ') || 'an unknown address';
    return blocked('manager-is-worker', `${node.name} is a worker of another Swarm, managed at ${managers}`, leave);
  }
  return blocked(
    swarm.state === 'pending' ? 'swarm-pending' : 'swarm-error',
    `The Swarm of ${node.name} does not work (${swarm.state})${swarm.error === '' ? '' : `: ${swarm.error}`}`,
    `on ${node.name}: sudo systemctl restart docker; to make a new Swarm and lose its services: ${leave}`,
  );
}

function startAgain(context: StepContext): StepPlan {
  const { node } = context;
  const leave = call(`Leave the Swarm that ${node.name} is in`, { name: 'swarm-leave', force: true }, null);
  return todo([leave, ...initCommands(context)], `${node.name} was asked to leave its Swarm`, [
    'Services of the old Swarm end, and each of its workers has to leave it, too: enjambre apply --leave-swarm WORKER',
  ]);
}

function call(sentence: string, docker: DockerCall, undo: { sentence: string; call: DockerCall } | null): Command {
  return { kind: 'docker', sentence, call: docker, undo };
}
