import type { Node } from '../inventory/inventory.ts';
import { sshConfig } from '../inventory/ssh-config.ts';
import { type AskSshConfig, endpointOf } from './endpoint.ts';
import type { Host } from './host.ts';
import { connectLocal } from './local.ts';
import { ShellHost } from './shell-host.ts';
import { type LoginOptions, logIn } from './ssh.ts';
import { SshTransport } from './ssh-transport.ts';

export interface ConnectOptions extends LoginOptions {
  /** @default what OpenSSH makes of `~/.ssh/config` */
  askSshConfig?: AskSshConfig;
}

/**
 * Opens a node for commands: one login, or none on this machine.
 *
 * @throws HostError that names the node, what hinders it, and what to do
 */
export async function connect(node: Node, options: ConnectOptions): Promise<Host> {
  if (node.connection.type === 'local') return connectLocal(node, options.secrets);
  const endpoint = await endpointOf(node, node.connection, options.askSshConfig ?? sshConfig);
  const login = await logIn(node.name, endpoint, options);
  return new ShellHost(new SshTransport(node.name, endpoint, login), options.secrets);
}
