import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ConnectOptions, connect } from '../../../setup/host/connect.ts';
import { type Host, HostError } from '../../../setup/host/host.ts';
import { KnownHosts } from '../../../setup/host/known-hosts-file.ts';
import { secretsFrom } from '../../../setup/host/secrets.ts';
import type { Node, SshConnection } from '../../../setup/inventory/inventory.ts';
import { newKey, type SshServer, type SshServerOptions, startSshServer } from './ssh-server.ts';

/** What a test gets: a server, and a way in. */
export interface Stage {
  server: SshServer;
  folder: string;
  knownHosts: KnownHosts;
  node: Node;
  /** Connects as the options say; what is opened is closed at the end. */
  open(options?: Partial<ConnectOptions>, connection?: Partial<SshConnection>): Promise<Host>;
}

export interface StageOptions extends SshServerOptions {
  /** Whether the server's host key is known. @default true */
  known?: boolean;
}

/** Runs work beside a server of its own. */
export async function atServer(options: StageOptions, work: (stage: Stage) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'enjambre-host-'));
  const server = await startSshServer(options);
  const opened: Host[] = [];
  try {
    const key = join(folder, 'key');
    writeFileSync(key, newKey().private, { mode: 0o600 });
    const knownHosts = await KnownHosts.read(join(folder, 'home', 'known_hosts'), []);
    if (options.known !== false) {
      await knownHosts.pin({ host: '127.0.0.1', port: server.port, key: server.hostKey, comment: 'worker1' });
    }
    const node = nodeAt(server.port, key);
    const open = async (given: Partial<ConnectOptions> = {}, connection: Partial<SshConnection> = {}) => {
      const at = { ...node, connection: { ...(node.connection as SshConnection), ...connection } };
      const secrets = secretsFrom({});
      const host = await connect(at, { knownHosts, secrets, askSshConfig: async () => undefined, ...given });
      opened.push(host);
      return host;
    };
    await work({ server, folder, knownHosts, node, open });
  } finally {
    await Promise.all(opened.map((host) => host.close()));
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function nodeAt(port: number, key: string): Node {
  const connection = { type: 'ssh', user: 'teacher', port, key, jump: undefined } as const;
  return { name: 'worker1', role: 'worker', address: '127.0.0.1', connection, labels: {}, notes: '' };
}

/** The error that a promise rejects with, which must be one of a host. */
export async function hostError(promise: Promise<unknown>): Promise<HostError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof HostError) return error;
    throw error;
  }
  throw new Error('It did not fail.');
}
