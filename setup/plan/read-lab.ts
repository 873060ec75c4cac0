import { EnjambreError } from '../../pipeline/errors.ts';
import type { FactName, Facts } from '../facts/facts.ts';
import { readFacts } from '../facts/read.ts';
import type { Host } from '../host/host.ts';
import type { Inventory, Node } from '../inventory/inventory.ts';
import type { Limit } from './side-by-side.ts';

/** Nodes of a lab with a connection each, and what was read of them. */
export interface OpenLab {
  hosts: Map<string, Host>;
  facts: Map<string, Facts>;
  errors: Map<string, EnjambreError>;
  close(): Promise<void>;
}

export interface ReadOptions {
  limit: Limit;
  connect: (node: Node) => Promise<Host>;
  names: readonly FactName[];
  /** Whether connections are needed after this. @default true */
  keepOpen?: boolean;
  /** Called when a node was read, or could not be. */
  onNode?: (node: Node, error: EnjambreError | undefined) => void;
}

/** Connects to nodes side by side and reads facts of each. A node that fails does not hinder the others. */
export async function openLab(
  inventory: Inventory,
  nodes: readonly Node[],
  { limit, connect, names, keepOpen = true, onNode }: ReadOptions,
): Promise<OpenLab> {
  const hosts = new Map<string, Host>();
  const facts = new Map<string, Facts>();
  const errors = new Map<string, EnjambreError>();
  const read = async (node: Node) => {
    const host = await connect(node);
    if (keepOpen) hosts.set(node.name, host);
    try {
      facts.set(node.name, (await readFacts(host, { node, inventory }, names)) as Facts);
    } finally {
      if (!keepOpen) await host.close();
    }
  };
  await Promise.all(
    nodes.map((node) =>
      limit(async () => {
        await read(node).catch((error: unknown) => {
          if (!(error instanceof EnjambreError)) throw error;
          errors.set(node.name, error);
        });
        onNode?.(node, errors.get(node.name));
      }),
    ),
  );
  return {
    hosts,
    facts,
    errors,
    close: async () => {
      await Promise.all([...hosts.values()].map((host) => host.close()));
    },
  };
}
