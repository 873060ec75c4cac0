import { Agent, type ClientRequestArgs } from 'node:http';
import process from 'node:process';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import Docker from 'dockerode';
import type { Engine } from './engine.ts';
import { HostError } from './host.ts';
import { ProgramEnded } from './transport.ts';

/** An engine whose connection is closed when it is done with. */
export interface ClosableEngine extends Engine {
  close(): void;
}

/** Joining waits for certificates and for the manager's word. */
const DEADLINE_MS = 90_000;
const NANOSECONDS_PER_DAY = 86_400e9;

/**
 * A node's engine, spoken to through a program on the node that carries bytes to its socket: no port is opened, and the account
 * needs no right to the socket.
 *
 * @param open starts that program as root
 */
export function connectEngine(node: string, open: (program: string) => Promise<Duplex>): ClosableEngine {
  const agent = new ChannelAgent(() => open('docker system dial-stdio'));
  return new DockerEngine(node, agent);
}

class DockerEngine implements ClosableEngine {
  readonly #node: string;
  readonly #agent: ChannelAgent;
  readonly #docker: Docker;

  constructor(node: string, agent: ChannelAgent) {
    this.#node = node;
    this.#agent = agent;
    this.#docker = withoutDockerHost(
      // The host is for the URL alone: the agent decides where bytes go.
      () => new Docker({ protocol: 'http', host: 'engine.invalid', port: 80, agent } as Docker.DockerOptions),
    );
  }

  swarmInit({ advertise }: { advertise: string }): Promise<void> {
    const options = { ListenAddr: '0.0.0.0:2377', AdvertiseAddr: advertise };
    return this.#ask(`start a Swarm at ${advertise}`, () => this.#docker.swarmInit(options));
  }

  async workerToken(): Promise<string> {
    const swarm = await this.#ask<Swarm>('tell the token for workers', () => this.#docker.swarmInspect());
    return swarm.JoinTokens.Worker;
  }

  swarmJoin({ token, remote, advertise }: { token: string; remote: string; advertise: string }): Promise<void> {
    const options = {
      ListenAddr: '0.0.0.0:2377',
      AdvertiseAddr: advertise,
      RemoteAddrs: [remote],
      JoinToken: token,
    };
    return this.#ask(`join the Swarm at ${remote}`, () => this.#docker.swarmJoin(options), token);
  }

  swarmLeave({ force }: { force: boolean }): Promise<void> {
    return this.#ask('leave its Swarm', () => this.#docker.swarmLeave({ _query: { force }, _body: {} }));
  }

  async setCertificateDays(days: number): Promise<void> {
    await this.#ask(`set certificates of the Swarm to ${days} days`, async () => {
      const { Spec, Version }: Swarm = await this.#docker.swarmInspect();
      const CAConfig = { ...Spec.CAConfig, NodeCertExpiry: days * NANOSECONDS_PER_DAY };
      await this.#docker.swarmUpdate({ _query: { version: Version.Index }, _body: { ...Spec, CAConfig } });
    });
  }

  async labelNode(
    nodeId: string,
    { set, remove }: { set: Readonly<Record<string, string>>; remove: readonly string[] },
  ): Promise<void> {
    await this.#ask(`label the node ${nodeId}`, async () => {
      const node = this.#docker.getNode(nodeId);
      const { Spec, Version }: SwarmNode = await node.inspect();
      const kept = Object.entries(Spec.Labels ?? {}).filter(([name]) => !remove.includes(name));
      const Labels = { ...Object.fromEntries(kept), ...set };
      await node.update({ _query: { version: Version.Index }, _body: { ...Spec, Labels } });
    });
  }

  removeNode(nodeId: string): Promise<void> {
    return this.#ask(`take the node ${nodeId} out of the Swarm`, () => this.#docker.getNode(nodeId).remove());
  }

  close(): void {
    this.#agent.destroy();
  }

  /** Does something with the engine, within a deadline; what it refuses is told with its own words and status. */
  async #ask<Value = void>(what: string, work: () => Promise<unknown>, secret?: string): Promise<Value> {
    const timer = new AbortController();
    const late = sleep(DEADLINE_MS, undefined, { signal: timer.signal }).then(() => {
      throw new HostError(this.#node, `Docker on ${this.#node} did not ${what} within ${DEADLINE_MS / 1000} s`, {
        code: 'deadline',
        next: `see how it is on ${this.#node}: sudo docker info`,
      });
    });
    late.catch(() => {});
    try {
      return (await Promise.race([work(), late])) as Value;
    } catch (error) {
      if (error instanceof HostError) this.#agent.destroy();
      throw error instanceof HostError ? error : this.#refusal(what, error, secret);
    } finally {
      timer.abort();
    }
  }

  #refusal(what: string, error: unknown, secret: string | undefined): HostError {
    const node = this.#node;
    if (error instanceof ProgramEnded && error.exitCode === 127) {
      return new HostError(node, `Docker on ${node} cannot ${what}: there is no docker command`, {
        code: 'engine-refused',
        next: 'enjambre apply --only packages',
      });
    }
    if (error instanceof ProgramEnded) {
      return new HostError(node, `Docker on ${node} cannot ${what}: it does not answer (${error.message})`, {
        code: 'engine-refused',
        next: `see why on ${node}: sudo systemctl status docker`,
      });
    }
    const { statusCode, words } = toldBy(error);
    const told = secret === undefined ? words : words.replaceAll(secret, '…');
    const status = statusCode === undefined ? '' : ` (HTTP ${statusCode})`;
    // Without the error itself as cause: a token could be in it.
    return new HostError(node, `Docker on ${node} refused to ${what}: ${told}${status}`, {
      code: 'engine-refused',
      next: `see how it is on ${node}: sudo docker info`,
    });
  }
}

interface Versioned {
  Version: { Index: number };
}

/** Parts of the answers that count here; the rest goes back as it came. */
interface Swarm extends Versioned {
  JoinTokens: { Worker: string };
  Spec: { CAConfig?: object };
}

interface SwarmNode extends Versioned {
  Spec: { Labels?: Record<string, string> };
}

/** The message and the status of an answer that says no. */
function toldBy(error: unknown): { statusCode: number | undefined; words: string } {
  if (!(error instanceof Error)) return { statusCode: undefined, words: String(error) };
  const { statusCode, json } = error as Error & { statusCode?: number; json?: { message?: string } };
  return { statusCode, words: (json?.message ?? error.message).trim() };
}

/** What is made while no `DOCKER_HOST` of this machine is there: it would be read whatever the options say. */
function withoutDockerHost<Value>(make: () => Value): Value {
  const { DOCKER_HOST } = process.env;
  delete process.env.DOCKER_HOST;
  try {
    return make();
  } finally {
    if (DOCKER_HOST !== undefined) process.env.DOCKER_HOST = DOCKER_HOST;
  }
}

/** An agent whose connections are channels that somebody else opens; one is kept for the next request. */
class ChannelAgent extends Agent {
  readonly #open: () => Promise<Duplex>;

  constructor(open: () => Promise<Duplex>) {
    super({ keepAlive: true, maxSockets: 1 });
    this.#open = open;
  }

  override createConnection(_options: ClientRequestArgs, done?: (error: Error | null, stream: Duplex) => void): Duplex {
    this.#open().then(
      (stream) => done?.(null, asSocket(stream)),
      (error) => done?.(error, undefined as unknown as Duplex),
    );
    // Node takes undefined for "not yet".
    return undefined as unknown as Duplex;
  }
}

/** What HTTP asks of sockets beside bytes means nothing for a channel. */
function asSocket(stream: Duplex): Duplex {
  const self = () => stream;
  return Object.assign(stream, { setTimeout: self, setNoDelay: self, setKeepAlive: self, ref: self, unref: self });
}
