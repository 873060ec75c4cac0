import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { Node, SshConnection } from '../inventory/inventory.ts';
import type { SshConfig } from '../inventory/ssh-config.ts';
import { HostError } from './host.ts';

/** Where to log in, as whom, and with which keys. */
export interface Endpoint {
  host: string;
  port: number;
  /** Under which name and port its host key is known. */
  knownAs: { host: string; port: number };
  user: string;
  /** Paths of private keys, tried in this order; some may not exist. */
  keys: readonly string[];
  /** Whether these keys alone may be tried, not others of the agent. */
  keysOnly: boolean;
  /** Socket of the agent. */
  agent: string | undefined;
  /** The machine to go through. */
  jump: Endpoint | undefined;
}

/** Asks `~/.ssh/config`; undefined where it says nothing. */
export type AskSshConfig = (
  address: string,
  given: Partial<Omit<SshConnection, 'type'>>,
) => Promise<SshConfig | undefined>;

const USUAL_KEYS = ['id_ed25519', 'id_ecdsa', 'id_rsa'];
/** A jump through a jump through … ends. */
const MOST_JUMPS = 8;

interface Surroundings {
  node: string;
  askSshConfig: AskSshConfig;
  home: string;
  agent: string | undefined;
}

/**
 * What the inventory says of a node, then what `~/.ssh/config` says, then what is usual.
 *
 * @throws HostError if `~/.ssh/config` asks for what is not supported
 */
export function endpointOf(
  node: Node,
  connection: SshConnection,
  askSshConfig: AskSshConfig,
  { home = homedir(), agent = process.env.SSH_AUTH_SOCK || undefined } = {},
): Promise<Endpoint> {
  const { user, port, key, jump } = connection;
  const hop = { host: node.address, user, port, key, jump };
  return resolve(hop, { node: node.name, askSshConfig, home, agent }, MOST_JUMPS);
}

interface Hop extends Omit<SshConnection, 'type'> {
  host: string;
}

async function resolve(hop: Hop, about: Surroundings, jumpsLeft: number): Promise<Endpoint> {
  const { host: address, ...given } = hop;
  const config = await about.askSshConfig(address, given);
  const jumps = jumpsOf(hop.jump ?? config?.jump);
  if (jumps.length === 0 && config?.proxyCommand !== undefined) throw proxyCommand(about.node, address);
  const host = config?.host ?? address;
  const port = hop.port ?? config?.port ?? 22;
  const alias = config?.hostKeyAlias;
  const agent = config?.identityAgent ?? about.agent;
  const last = jumpsLeft > 0 ? jumps.pop() : undefined;
  const before = jumps.length > 0 ? jumps.map(jumpText).join(',') : undefined;
  return {
    host,
    port,
    knownAs: alias === undefined ? { host, port } : { host: alias, port: 22 },
    user: hop.user ?? config?.user ?? userInfo().username,
    keys: keysOf(hop.key, config, about.home),
    keysOnly: hop.key !== undefined || config?.identitiesOnly === true,
    agent: agent === 'none' ? undefined : agent,
    jump: last && (await resolve({ ...last, key: undefined, jump: before }, about, jumpsLeft - 1)),
  };
}

function keysOf(key: string | undefined, config: SshConfig | undefined, home: string): string[] {
  if (key !== undefined) return [key.startsWith('~/') ? join(home, key.slice(2)) : key];
  return config === undefined ? USUAL_KEYS.map((name) => join(home, '.ssh', name)) : [...config.identityFiles];
}

interface Jump {
  host: string;
  user: string | undefined;
  port: number | undefined;
}

const jumpPattern =
  /^(?:ssh:\/\/)?(?:(?<user>[^@]+)@)?(?:\[(?<bracketed>[^\]]+)\]|(?<plain>[^:@[\]]+))(?::(?<port>\d+))?\/?$/;

/** `[user@]host[:port]`, several with commas between; `none` is none. IPv6 addresses stand in brackets. */
function jumpsOf(text: string | undefined): Jump[] {
  if (text === undefined || text === '' || text === 'none') return [];
  return text.split(',').map((one) => {
    const found = jumpPattern.exec(one.trim())?.groups;
    // An IPv6 address without brackets is a host as it is.
    const host = found?.bracketed ?? found?.plain ?? one.trim();
    return { host, user: found?.user, port: found?.port === undefined ? undefined : Number(found.port) };
  });
}

function jumpText({ host, user, port }: Jump): string {
  const name = host.includes(':') ? `[${host}]` : host;
  return `${user === undefined ? '' : `${user}@`}${name}${port === undefined ? '' : `:${port}`}`;
}

function proxyCommand(node: string, address: string): HostError {
  return new HostError(node, `Cannot connect to ${node}: ~/.ssh/config has a ProxyCommand for ${address}`, {
    code: 'unreachable',
    next: `use ProxyJump there, or "jump" in the inventory`,
  });
}
