import { isIP } from 'node:net';
import { labAddress, reachableAddresses } from '../addresses.ts';
import type { StepContext } from '../step.ts';
import { type Check, type Finding, problem, warning } from './check.ts';

/** A node has the address that the inventory gives it, and keeps it. */
export const network: Check = (context) => [
  ...ownAddress(context),
  ...foreignAddress(context),
  ...changingAddress(context),
  ...packetSize(context),
];

function ownAddress({ node, inventory, facts }: StepContext): Finding[] {
  const own = reachableAddresses(facts);
  const place = inventory.nodes.indexOf(node);
  const claims = [{ address: node.address, key: `nodes[${place}].address` }];
  if (node.role === 'manager') claims.push({ address: inventory.swarm.advertise, key: 'swarm.advertise' });
  const wrong = claims.filter(({ address }) => isIP(address) !== 0 && !own.some((each) => each.address === address));
  if (wrong.length === 0) return [];
  const { address } = wrong[0] ?? { address: node.address };
  const has = own.map((each) => `${each.address} (${each.interface})`).join(', ') || 'none';
  const keys = wrong.filter((claim) => claim.address === address).map(({ key }) => key);
  const { reachedAt } = facts.network;
  if (node.role === 'worker' && reachedAt !== null && reachedAt !== address) {
    return [warning(`${node.name} is behind a router that translates addresses: ${address} leads to its ${reachedAt}`)];
  }
  return [
    problem(
      'address-elsewhere',
      `${node.name} has no network interface with ${address}: it has ${has}`,
      `give ${node.name} that address again, as by a fixed lease in the router, or correct ${keys.join(' and ')} in the inventory`,
    ),
  ];
}

function foreignAddress({ node, inventory, lab }: StepContext): Finding[] {
  return inventory.nodes.flatMap((other) => {
    const facts = lab.get(other.name);
    if (other.name === node.name || facts === undefined) return [];
    if (!reachableAddresses(facts).some(({ address }) => address === node.address)) return [];
    return [
      problem(
        'duplicate-address',
        `${node.name} and ${other.name} have the same address, ${node.address}`,
        `give each an address of its own, as by fixed leases in the router, and correct the inventory`,
      ),
    ];
  });
}

/** A Swarm does not survive a new address of its manager. */
function changingAddress({ node, inventory, facts }: StepContext): Finding[] {
  if (node.role !== 'manager') return [];
  const { advertise } = inventory.swarm;
  const dynamic = facts.network.addresses.some((own) => own.address === advertise && own.dynamic);
  if (!dynamic) return [];
  return [
    warning(
      `${node.name} got ${advertise} by DHCP, and a manager with a new address loses its Swarm: give it a fixed lease in the router`,
    ),
  ];
}

/** Large packets get lost between nodes that disagree on how large they may be. */
function packetSize({ node, inventory, facts, lab }: StepContext): Finding[] {
  const manager = inventory.nodes.find(({ role }) => role === 'manager');
  const managerFacts = manager === undefined ? undefined : lab.get(manager.name);
  if (node.role === 'manager' || managerFacts === undefined) return [];
  const { advertise } = inventory.swarm;
  const ownAddressInLab = labAddress(node, facts, advertise);
  const own = facts.network.addresses.find(({ address }) => address === ownAddressInLab);
  const managers = managerFacts.network.addresses.find(({ address }) => address === advertise);
  if (own === undefined || managers === undefined || own.mtu === managers.mtu) return [];
  return [
    warning(
      `${own.interface} of ${node.name} has MTU ${own.mtu}, ${managers.interface} of the manager ${managers.mtu}: large packets may get lost`,
    ),
  ];
}
