import type { FactContext } from '../../../setup/facts/fact.ts';
import type { Inventory, Node } from '../../../setup/inventory/inventory.ts';

/** What a case changes in the inventory that all cases start from. */
export interface InventoryChange {
  share?: Partial<Inventory['share']>;
  docker?: Partial<Inventory['docker']>;
  /** Whether all nodes are this machine. */
  local?: boolean;
}

/** A lab of a manager and a worker, of whom one is looked at. */
export function factContext(name = 'manager', change: InventoryChange = {}): FactContext {
  const share = { kind: 'nfs', export: '/srv/nfs/shared', mount: '/mnt/shared', ...change.share } as Inventory['share'];
  const nodes = [labNode('manager', '10.87.1.11', change), labNode('worker1', '10.87.1.12', change)];
  const node = nodes.find((other) => other.name === name);
  if (node === undefined) throw new Error(`There is no node "${name}" in the inventory of cases.`);
  const inventory: Inventory = {
    path: 'inventory.json',
    nodes,
    share,
    swarm: { advertise: '10.87.1.11', certificateDays: 365 },
    docker: { package: 'docker.io', dataRoot: undefined, imageStore: undefined, logMegabytes: 10, ...change.docker },
  };
  return { node, inventory };
}

function labNode(name: string, address: string, { local = false }: InventoryChange): Node {
  const role = name === 'manager' ? 'manager' : 'worker';
  const ssh = { type: 'ssh', user: 'admin', port: 22, key: undefined, jump: undefined } as const;
  return { name, role, address, connection: local ? { type: 'local' } : ssh, labels: {}, notes: '' };
}
