import type { Duplex } from 'node:stream';
import { NodeSSH } from 'node-ssh';
import ssh2, { type Client, type ParsedKey } from 'ssh2';
import type { Endpoint } from './endpoint.ts';
import { hostKeyError, loginFailure, type ShownKey, unreachable } from './failures.ts';
import { HostError } from './host.ts';
import { inTime } from './in-time.ts';
import type { KnownHosts } from './known-hosts-file.ts';
import { passwordWay, type Ways, waysToLogIn } from './login-ways.ts';
import { type AgentKeys, Offers } from './offers.ts';
import type { Secrets } from './secrets.ts';
import { dial } from './ssh-socket.ts';

/** What logging in needs beside the address. */
export interface LoginOptions {
  knownHosts: KnownHosts;
  secrets: Secrets;
  /** Asks whether an unknown key is right, and keeps it if so; absent where nobody can be asked. */
  confirmHostKey?: (shown: ShownKey) => Promise<boolean>;
  timing?: Partial<Timing>;
}

/** Milliseconds. */
export interface Timing {
  /** For the connection, and then for logging in. */
  loginMs: number;
  /** A silent machine is asked for a sign of life this often, and given up after five without: a board that installs packages on an SD card is busy. */
  keepaliveMs: number;
}

const TIMING: Timing = { loginMs: 20_000, keepaliveMs: 10_000 };
const KEEPALIVES = 5;
const AGENT_MS = 3_000;
/** How long a goodbye may take. */
const CLOSE_MS = 500;
const HOST_KEYS = [
  ...['ssh-ed25519', 'ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521'],
  ...['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'],
] as const;

/** A connection that is logged in. */
export interface Login {
  client: Client;
  /** Ends it, and those that it goes through; always soon. */
  close(): Promise<void>;
}

/**
 * Logs in, through other machines if need be. The host key of each is looked at before anything secret is sent.
 *
 * @throws HostError that says what hinders it
 */
export async function logIn(node: string, endpoint: Endpoint, options: LoginOptions): Promise<Login> {
  const agent = await askAgent(endpoint.agent);
  const ways = await waysToLogIn(endpoint, agent.keys, options.secrets);
  const first = await attempt(node, endpoint, ways, agent, options);
  if (!('refusal' in first)) return first;
  const { shown, refusal, passwordMayHelp } = first;
  if (shown?.verdict.state === 'unknown' && options.confirmHostKey !== undefined) {
    if (!(await options.confirmHostKey(shown))) throw refusal;
    return logIn(node, endpoint, { ...options, confirmHostKey: async () => false });
  }
  if (!passwordMayHelp) throw refusal;
  const owner = { node, user: endpoint.user, host: endpoint.host };
  const password = await options.secrets.password('ssh', owner);
  if (password === undefined) throw refusal;
  const second = await attempt(node, endpoint, { ways: [passwordWay(password)], notes: ways.notes }, agent, options);
  if ('refusal' in second) throw second.refusal;
  return second;
}

/**
 * The host key that a machine shows, of these types only if any are given; nothing of ours is sent to it.
 *
 * @throws HostError if it does not answer, or has no such key
 */
export async function readHostKey(
  node: string,
  endpoint: Endpoint,
  options: LoginOptions,
  types?: readonly string[],
): Promise<ShownKey> {
  const seen = await attempt(node, endpoint, { ways: [], notes: [] }, NO_AGENT, { ...options, look: true, types });
  if (!('refusal' in seen)) throw new Error('A connection that was only to show its key was not stopped.');
  if (seen.shown === undefined) throw seen.refusal;
  return seen.shown;
}

interface Refused {
  refusal: HostError;
  /** The key that it showed, if it came so far. */
  shown: ShownKey | undefined;
  passwordMayHelp: boolean;
}

interface AttemptOptions extends LoginOptions {
  /** Stop when the key is seen. */
  look?: boolean;
  types?: readonly string[] | undefined;
}

async function attempt(
  node: string,
  endpoint: Endpoint,
  ways: Ways,
  agent: Agent,
  options: AttemptOptions,
): Promise<Login | Refused> {
  const { knownHosts, look = false, types } = options;
  const { loginMs, keepaliveMs } = { ...TIMING, ...options.timing };
  const { host, port } = endpoint.knownAs;
  let via: Login | undefined;
  let socket: Duplex | undefined;
  let shown: ShownKey | undefined;
  const drop = async () => {
    socket?.destroy();
    await via?.close();
  };
  try {
    via = endpoint.jump && (await logIn(node, endpoint.jump, options));
    socket = via ? await through(via.client, node, endpoint, loginMs) : await dial(node, endpoint, loginMs);
    const offers = new Offers(endpoint.user, ways, agent, isReadable);
    const ssh = new NodeSSH();
    const ready = ssh.connect({
      sock: socket,
      username: endpoint.user,
      readyTimeout: loginMs,
      keepaliveInterval: keepaliveMs,
      keepaliveCountMax: KEEPALIVES,
      algorithms: { serverHostKey: hostKeyAlgorithms(knownHosts.types(host, port), types) },
      // Called again when keys are renewed on a long connection.
      hostVerifier: (key: Buffer) => {
        shown = { node, endpoint, key, verdict: knownHosts.verdict(host, port, key) };
        return !look && shown.verdict.state === 'known';
      },
      authHandler: (left: string[] | null) => offers.next(left),
    } as Parameters<NodeSSH['connect']>[0]);
    const client = ssh.connection;
    if (client === null) throw new Error('There is no connection to listen to.');
    // What goes wrong later ends in "close"; an "error" that nobody hears would end this process.
    client.on('error', () => {});
    const closed = new Promise<void>((resolve) => client.once('close', () => resolve()));
    try {
      await ready;
    } catch (error) {
      await drop();
      const refusal = (shown && hostKeyError(shown)) ?? loginFailure(node, endpoint, error, { ...offers, shown });
      return { refusal, shown, passwordMayHelp: shown?.verdict.state === 'known' && offers.passwordMayHelp };
    }
    return { client, close: () => goodbye(client, closed, drop) };
  } catch (error) {
    await drop();
    if (error instanceof HostError) return { refusal: error, shown, passwordMayHelp: false };
    throw error;
  }
}

/** Types that are known for a machine come first, so that it shows a key that can be compared. */
function hostKeyAlgorithms(known: readonly string[], only: readonly string[] | undefined): string[] {
  const all: readonly string[] = HOST_KEYS;
  const spelt = (types: readonly string[]) =>
    types.flatMap((type) => (type === 'ssh-rsa' ? ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'] : [type]));
  if (only !== undefined) return spelt(only).filter((type) => all.includes(type));
  return [...new Set([...spelt(known).filter((type) => all.includes(type)), ...all])];
}

/** Keys that are kept for us elsewhere. */
interface Agent extends AgentKeys {
  keys: readonly Buffer[];
}

const NO_AGENT: Agent = {
  keys: [],
  only: () => {
    throw new Error('There is no agent.');
  },
};

/** What the agent holds; an agent that is gone or silent holds nothing. */
async function askAgent(socket: string | undefined): Promise<Agent> {
  if (socket === undefined) return NO_AGENT;
  const agent = ssh2.createAgent(socket);
  const asked = new Promise<ParsedKey[]>((resolve) => {
    agent.getIdentities((error, keys) => resolve(error ? [] : ((keys ?? []) as ParsedKey[])));
  });
  const keys = await inTime(asked, AGENT_MS, []);
  const held = new Map(keys.map((key) => [key.getPublicSSH().toString('base64'), key]));
  class OneKey extends ssh2.BaseAgent<ParsedKey> {
    readonly #key: ParsedKey;
    constructor(key: ParsedKey) {
      super();
      this.#key = key;
    }
    override getIdentities(done: (error: Error | undefined, keys?: ParsedKey[]) => void): void {
      done(undefined, [this.#key]);
    }
    override sign(...request: unknown[]): void {
      Reflect.apply(agent.sign, agent, request);
    }
  }
  return {
    keys: keys.map((key) => key.getPublicSSH()),
    only: (publicKey) => new OneKey(held.get(publicKey.toString('base64'))!),
  };
}

function isReadable(text: Buffer, passphrase: string | undefined): boolean {
  return !(ssh2.utils.parseKey(text, passphrase) instanceof Error);
}

/** A connection to a machine by way of another one. */
async function through(client: Client, node: string, endpoint: Endpoint, deadlineMs: number): Promise<Duplex> {
  const opened = new Promise<Duplex>((resolve, reject) => {
    client.forwardOut('127.0.0.1', 0, endpoint.host, endpoint.port, (error, channel) => {
      if (error) reject(unreachable(node, endpoint, 'EHOSTUNREACH', error));
      else resolve(channel);
    });
  });
  const channel = await inTime(opened, deadlineMs);
  if (channel !== undefined) return channel;
  opened.then((late) => late.destroy()).catch(() => {});
  throw unreachable(node, endpoint, 'ETIMEDOUT');
}

async function goodbye(client: Client, closed: Promise<void>, drop: () => Promise<void>): Promise<void> {
  client.end();
  await inTime(closed, CLOSE_MS);
  await drop();
}
