import { isIP } from 'node:net';
import { canonicalAddress, canonicalNetwork, isLoopback, isWithin } from './addresses.ts';
import type { Fault } from './fault.ts';
import { managerIp } from './kinds.ts';
import { isInside } from './paths.ts';
import type { InventoryFile } from './schema.ts';

type FileNode = InventoryFile['nodes'][number];

/** What is wrong with values that are each right by themselves. */
export function findConflicts(file: InventoryFile): Fault[] {
  return [
    ...managerFaults(file.nodes),
    ...twins(file.nodes, 'name', ({ name }) => name),
    ...twins(file.nodes, 'address', ({ address }) => canonicalAddress(address)),
    ...localFaults(file.nodes),
    ...directoryFaults(file),
    ...allowFaults(file),
    ...advertiseFaults(file),
  ];
}

function managerFaults(nodes: readonly FileNode[]): Fault[] {
  const [first, ...more] = nodes.flatMap(({ role, name }, index) => (role === 'manager' ? [{ index, name }] : []));
  if (first === undefined) return [{ path: ['nodes'], text: 'no node is the manager: give one the role "manager"' }];
  return more.map(({ index }) => ({
    path: ['nodes', index, 'role'],
    text: `"manager" is the role of "${first.name}", too: a lab has one manager`,
  }));
}

/** Nodes that share what each must have for itself. */
function twins(nodes: readonly FileNode[], key: 'name' | 'address', ownOf: (node: FileNode) => string): Fault[] {
  const owners = new Map<string, { name: string; index: number }>();
  return nodes.flatMap((node, index): Fault[] => {
    const value = ownOf(node);
    const before = owners.get(value);
    owners.set(value, before ?? { name: node.name, index });
    if (before === undefined) return [];
    const owner = key === 'name' ? `nodes[${before.index}]` : `"${before.name}"`;
    const own = key === 'name' ? '' : ` of "${node.name}"`;
    const text = `"${node[key]}"${own} is the ${key} of ${owner}, too: each node needs its own`;
    return [{ path: ['nodes', index, key], text }];
  });
}

/** One node at most is this machine, and there is no login to it. */
function localFaults(nodes: readonly FileNode[]): Fault[] {
  let local: string | undefined;
  return nodes.flatMap(({ name, connection }, index): Fault[] => {
    if (connection.type !== 'local') return [];
    const path = ['nodes', index, 'connection'];
    if (local !== undefined) {
      return [
        { path: [...path, 'type'], text: `"local" is the connection of "${local}", too: one node is this machine` },
      ];
    }
    local = name;
    const idle = (['user', 'port', 'key', 'jump'] as const).filter((key) => connection[key] !== undefined);
    return idle.map((key) => ({ path: [...path, key], text: 'is for SSH: leave it out, or give the type "ssh"' }));
  });
}

function directoryFaults({ share, docker }: InventoryFile): Fault[] {
  const taken = 'export' in share ? [share.export, share.mount] : [share.mount];
  const { dataRoot } = docker;
  const faults: Fault[] = [];
  if ('export' in share && overlap(share.export, share.mount)) {
    const text = `"${share.mount}" and share.export "${share.export}" lie in one another: give them different places`;
    faults.push({ path: ['share', 'mount'], text });
  }
  const shared = dataRoot === undefined ? undefined : taken.find((path) => overlap(path, dataRoot));
  if (shared !== undefined) {
    const text = `"${dataRoot}" and "${shared}" of the share lie in one another: Docker's data must stay on each node`;
    faults.push({ path: ['docker', 'dataRoot'], text });
  }
  return faults;
}

function overlap(one: string, other: string): boolean {
  return isInside(one, other) || isInside(other, one);
}

/** Workers that the given list would keep out. */
function allowFaults({ share, nodes }: InventoryFile): Fault[] {
  if (!('export' in share) || share.allow === undefined) return [];
  const allow = share.allow.map(canonicalNetwork);
  const outside = nodes.filter(
    ({ role, address }) => role === 'worker' && isIP(address) !== 0 && !isWithin(canonicalAddress(address), allow),
  );
  return outside.map(({ name, address }) => ({
    path: ['share', 'allow'],
    text: `"${name}" at ${address} could not mount the share: let its address in, or leave "allow" out`,
  }));
}

/** The address to join is the manager's, unless that is a name, or means another machine on each of them. */
function advertiseFaults({ swarm, nodes }: InventoryFile): Fault[] {
  const path = ['swarm', 'advertise'];
  const manager = nodes.find(({ role }) => role === 'manager');
  if (swarm.advertise !== undefined) {
    if (!isLoopback(swarm.advertise)) return [];
    return [{ path, text: `"${swarm.advertise}" leads each machine to itself: ${managerIp.hint}` }];
  }
  if (manager === undefined || (isIP(manager.address) !== 0 && !isLoopback(manager.address))) return [];
  const why = isLoopback(manager.address) ? 'leads each machine to itself' : 'is a name';
  return [{ path, text: `is missing, because "${manager.address}" of "${manager.name}" ${why}: ${managerIp.hint}` }];
}
