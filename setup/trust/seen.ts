import { type AskSshConfig, type Endpoint, endpointOf } from '../host/endpoint.ts';
import type { ShownKey } from '../host/failures.ts';
import { HostError } from '../host/host.ts';
import { fingerprintOf } from '../host/known-hosts.ts';
import type { LoginOptions } from '../host/ssh.ts';
import type { Node } from '../inventory/inventory.ts';

/** What a look at a node, or at a machine on the way to it, has shown. */
export type Seen =
  | { node: string; state: 'local' }
  | { node: string; state: 'failed'; error: HostError }
  /** `isNode`: the node itself, not a machine on the way. */
  | ({ state: 'shown'; isNode: boolean } & ShownKey);

export interface LookOptions extends LoginOptions {
  askSshConfig: AskSshConfig;
}

/** One type after the other, so that a fingerprint read off a screen is found whichever key it is of. */
const TYPES = ['ssh-ed25519', 'ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521', 'ssh-rsa'];

/**
 * Looks at the host keys of a node and of the machines on the way to it, outermost first. It ends at the first that is not
 * trusted: what lies behind can only be seen when that is settled.
 *
 * @param fingerprint look for the key that has it
 */
export async function lookAt(node: Node, options: LookOptions, fingerprint?: string): Promise<Seen[]> {
  if (node.connection.type === 'local') return [{ node: node.name, state: 'local' }];
  const seen: Seen[] = [];
  try {
    const endpoint = await endpointOf(node, node.connection, options.askSshConfig);
    for (const one of chainOf(endpoint)) {
      const shown = await keyOf(node.name, one, options, fingerprint);
      seen.push({ state: 'shown', isNode: one === endpoint, ...shown });
      if (shown.verdict.state !== 'known') break;
    }
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    seen.push({ node: node.name, state: 'failed', error });
  }
  return seen;
}

/** The machines that are gone through, then the endpoint itself. */
function chainOf(endpoint: Endpoint): Endpoint[] {
  return endpoint.jump === undefined ? [endpoint] : [...chainOf(endpoint.jump), endpoint];
}

async function keyOf(
  node: string,
  endpoint: Endpoint,
  options: LoginOptions,
  fingerprint: string | undefined,
): Promise<ShownKey> {
  const { readHostKey } = await import('../host/ssh.ts');
  const first = await readHostKey(node, endpoint, options);
  if (fingerprint === undefined || fingerprintOf(first.key) === fingerprint || first.verdict.state === 'known')
    return first;
  for (const type of TYPES) {
    const other = await readHostKey(node, endpoint, options, [type]).catch((error) => {
      if (error instanceof HostError) return undefined;
      throw error;
    });
    if (other !== undefined && fingerprintOf(other.key) === fingerprint) return other;
  }
  return first;
}
