import { isIP } from 'node:net';
import type { Facts } from '../facts/facts.ts';
import type { Node } from '../inventory/inventory.ts';

type Address = Facts['network']['addresses'][number];

/** Interfaces that Docker makes: each node has the same addresses there. */
const dockerInterface = /^(docker|br-|veth|docker_gwbridge)/;

/** Addresses that other machines could reach a node at. */
export function reachableAddresses({ network }: Pick<Facts, 'network'>): Address[] {
  return network.addresses.filter(
    ({ interface: name, address }) =>
      name !== 'lo' && !dockerInterface.test(name) && !address.startsWith('127.') && !/^(::1$|fe80:)/i.test(address),
  );
}

/**
 * IP address of a node in the lab's network. The inventory may give a name instead: then the address in the manager's
 * network counts, else the one that this machine reached. Undefined where neither is known.
 */
export function labAddress(node: Node, facts: Pick<Facts, 'network'>, advertise: string): string | undefined {
  if (isIP(node.address) !== 0) return node.address;
  const near = reachableAddresses(facts).find((own) => sameNetwork(own, advertise));
  return near?.address ?? facts.network.reachedAt ?? undefined;
}

/** Address and port, as Docker writes them. */
export function withPort(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

function sameNetwork({ address, prefixLength, family }: Address, other: string): boolean {
  if (isIP(other) !== family || family === 6)
    return family === 6 && address.split(':', 4).join() === other.split(':', 4).join();
  const mask = prefixLength === 0 ? 0 : (0xffffffff << (32 - prefixLength)) >>> 0;
  return ((numberOf(address) ^ numberOf(other)) & mask) === 0;
}

function numberOf(address: string): number {
  return address.split('.').reduce((number, part) => number * 256 + Number(part), 0);
}
