import type { Endpoint } from './endpoint.ts';
import { HostError } from './host.ts';
import { fingerprintOf, keyTypeOf, type Verdict } from './known-hosts.ts';
import { PASSWORD_VARIABLES } from './secrets.ts';

/** A host key that a machine showed, and what is known of it. */
export interface ShownKey {
  node: string;
  /** Of the node, or of the machine on the way to it. */
  endpoint: Endpoint;
  key: Buffer;
  verdict: Verdict;
}

/** What the system's codes mean for people, and what to look at. */
const REASONS: Readonly<Record<string, readonly [string, string]>> = {
  ECONNREFUSED: ['it refuses connections', 'see that its SSH server runs (sudo systemctl status ssh), and the port'],
  EHOSTUNREACH: ['nothing is at that address', 'see that it is on and plugged in, and its address'],
  ENETUNREACH: ['there is no way to that network', 'see that this machine is in the network of the lab'],
  EHOSTDOWN: ['nothing is at that address', 'see that it is on and plugged in, and its address'],
  ETIMEDOUT: ['no answer', 'see that it is on and plugged in, and its address'],
  ENOTFOUND: ['no machine of that name is known here', 'give its IP address in the inventory'],
  EAI_AGAIN: ['names cannot be looked up now', 'give its IP address in the inventory'],
  ECONNRESET: ['it closed the connection', 'see that its SSH server runs, and is not busy: sudo systemctl status ssh'],
  EACCES: ['this machine does not let us', 'look at the firewall of this machine'],
};

/** @param code of the system's error */
export function unreachable(node: string, { host, port }: Endpoint, code: string, cause?: unknown): HostError {
  const [why, next] = REASONS[code] ?? [`no connection (${code})`, 'see that it is on, and runs an SSH server'];
  return new HostError(node, `Cannot reach ${node} at ${place(host, port)}: ${why}`, {
    code: 'unreachable',
    next: `${next}; then run the same again`,
    cause,
  });
}

/** What a host key that is not known stops; undefined for a known one. */
export function hostKeyError({ node, endpoint, key, verdict }: ShownKey): HostError | undefined {
  const { host, port } = endpoint.knownAs;
  const shown = `${keyTypeOf(key)} ${fingerprintOf(key)}`;
  const where = `${node} at ${place(host, port)}`;
  switch (verdict.state) {
    case 'known':
      return undefined;
    case 'unknown': {
      const notes = verdict.notes.map((note) => ` (${note})`).join('');
      return new HostError(node, `The host key of ${where} is not known: ${shown}${notes}`, {
        code: 'host-key-unknown',
        next: `if that is what the machine itself shows (ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub): enjambre trust ${node} --fingerprint ${fingerprintOf(key)}`,
      });
    }
    case 'changed': {
      const before = `it is not the one in ${verdict.where} (${verdict.knownType})`;
      return new HostError(node, `The host key of ${where} has changed to ${shown}: ${before}`, {
        code: 'host-key-changed',
        next: `if it was installed anew: enjambre trust ${node} --replace; if not, somebody may be in between: do not go on`,
      });
    }
    case 'revoked':
      return new HostError(
        node,
        `The host key of ${where} is marked as stolen: ${shown} is revoked in ${verdict.where}`,
        {
          code: 'host-key-changed',
          next: `give ${node} new host keys (sudo rm /etc/ssh/ssh_host_*; sudo dpkg-reconfigure openssh-server)`,
        },
      );
  }
}

/** @param tried names of the keys and passwords that were offered */
function loginRefused(
  node: string,
  endpoint: Endpoint,
  { tried, notes }: { tried: readonly string[]; notes: readonly string[] },
): HostError {
  const account = `${endpoint.user}@${endpoint.host}`;
  const offered = tried.length === 0 ? 'there was nothing to offer' : `it takes none of: ${tried.join(', ')}`;
  const more = notes.length === 0 ? '' : `; not offered: ${notes.join('; ')}`;
  return new HostError(node, `Cannot log in at ${node} as ${account}: ${offered}${more}`, {
    code: 'login-refused',
    next: `ssh-copy-id -p ${endpoint.port} ${account}, or set ${PASSWORD_VARIABLES.ssh}`,
  });
}

/** Both sides speak SSH, but not the same. */
function noCommonTongue(node: string, { host, port }: Endpoint, words: string): HostError {
  return new HostError(node, `Cannot speak SSH with ${node} at ${place(host, port)}: ${words}`, {
    code: 'unreachable',
    next: `see what OpenSSH makes of it: ssh -v -p ${port} ${host}`,
  });
}

export function place(host: string, port: number): string {
  const name = host.includes(':') ? `[${host}]` : host;
  return port === 22 ? host : `${name}:${port}`;
}

/** Why a machine that was reached let nobody in. Decides on the library's fields. */
export function loginFailure(
  node: string,
  endpoint: Endpoint,
  error: unknown,
  seen: { tried: readonly string[]; notes: readonly string[]; shown: ShownKey | undefined },
): HostError {
  const { level, code, message } = error as Error & { level?: string; code?: string | number };
  if (level === 'client-timeout') return unreachable(node, endpoint, 'ETIMEDOUT', error);
  if (level === 'client-authentication') return loginRefused(node, endpoint, seen);
  if (level === 'agent') {
    const notes = [...seen.notes, 'the SSH agent did not sign'];
    return loginRefused(node, endpoint, { tried: seen.tried, notes });
  }
  if (level === 'client-socket') return unreachable(node, endpoint, String(code ?? 'ECONNRESET'), error);
  // It said goodbye in the middle: after too many keys, or because it is full.
  if (seen.tried.length > 0) return loginRefused(node, endpoint, seen);
  if (level === undefined) return unreachable(node, endpoint, 'ECONNRESET', error);
  return noCommonTongue(node, endpoint, message);
}
