import type { Facts } from '../../facts/facts.ts';
import type { Node } from '../../inventory/inventory.ts';
import type { StepContext } from '../step.ts';
import { type Check, type Finding, problem } from './check.ts';

/** One node beside another: the later in the inventory is the one to mend. */
interface Pair {
  first: Node;
  second: Node;
  firstFacts: Facts;
  secondFacts: Facts;
}

/** No other node of the lab has this one's identity, as a copy of its SD card would have. */
export const unique: Check = (context) =>
  pairsOf(context).flatMap((pair) => {
    // What follows is a consequence then: the two have everything in common.
    const same = sameMachine(pair);
    return same === undefined ? [...sameMachineId(pair), ...sameHostname(pair), ...sameSwarmNode(pair)] : [same];
  });

function pairsOf({ node, inventory, lab }: StepContext): Pair[] {
  return inventory.nodes.flatMap((other) => {
    const [first, second] =
      inventory.nodes.indexOf(other) < inventory.nodes.indexOf(node) ? [other, node] : [node, other];
    const firstFacts = lab.get(first.name);
    const secondFacts = lab.get(second.name);
    if (other.name === node.name || firstFacts === undefined || secondFacts === undefined) return [];
    return [{ first, second, firstFacts, secondFacts }];
  });
}

function sameMachine({ first, second, firstFacts, secondFacts }: Pair): Finding | undefined {
  const { machineId, bootId } = secondFacts.system;
  if (firstFacts.system.bootId !== bootId || firstFacts.system.machineId !== machineId) return undefined;
  return problem(
    'same-machine',
    `${first.name} and ${second.name} are one machine: ${first.address} and ${second.address} both lead to it`,
    `correct the address of ${second.name} in the inventory`,
  );
}

function sameMachineId({ first, second, firstFacts, secondFacts }: Pair): Finding[] {
  const { machineId } = secondFacts.system;
  if (firstFacts.system.machineId !== machineId) return [];
  return [
    problem(
      'duplicate-machine-id',
      `${first.name} and ${second.name} have the same machine-id, ${machineId.slice(0, 8)}…: the disk of one is a copy of the other's`,
      `on ${second.name}: sudo rm -f /etc/machine-id /var/lib/dbus/machine-id && sudo systemd-machine-id-setup && sudo reboot`,
    ),
  ];
}

function sameHostname({ first, second, firstFacts, secondFacts }: Pair): Finding[] {
  const { hostname } = secondFacts.system;
  if (firstFacts.system.hostname !== hostname) return [];
  // The one that is not called as in the inventory is the one to rename.
  const wrong = hostname === second.name ? first : second;
  return [
    problem(
      'duplicate-hostname',
      `${first.name} and ${second.name} have the same host name, "${hostname}"`,
      `on ${wrong.name}: sudo hostnamectl set-hostname ${wrong.name} && sudo reboot`,
    ),
  ];
}

function sameSwarmNode({ first, second, firstFacts, secondFacts }: Pair): Finding[] {
  const nodeId = secondFacts.docker?.swarm.nodeId ?? '';
  if (nodeId === '' || firstFacts.docker?.swarm.nodeId !== nodeId) return [];
  return [
    problem(
      'duplicate-swarm-node',
      `${first.name} and ${second.name} have the same node ID in a Swarm, ${nodeId}: the disk of one is a copy of the other's`,
      `enjambre apply --leave-swarm ${second.name} --node ${second.name}`,
    ),
  ];
}
