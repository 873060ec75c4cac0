import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { EnjambreError, usageError } from '../../pipeline/errors.ts';
import { shellWord } from '../invocation.ts';
import { isAddress } from './addresses.ts';
import type { SshConnection } from './inventory.ts';

/** What OpenSSH would use for an address. */
export interface SshConfig {
  /** The address, or what `HostName` puts in its place. */
  host: string;
  user: string;
  port: number;
  /** Private keys in the order to try, absolute paths; those that OpenSSH looks for by itself may not exist. */
  identityFiles: readonly string[];
  /** Only these keys, none that only the agent holds. */
  identitiesOnly: boolean;
  /** Socket of the agent, if not that of SSH_AUTH_SOCK; `none` for no agent. */
  identityAgent: string | undefined;
  /** `ProxyJump`: one machine, or several separated by commas; each may be a name of `~/.ssh/config`. */
  jump: string | undefined;
  /** A program to connect with instead; this project cannot use it. */
  proxyCommand: string | undefined;
  /** The name under which the host key is known, if not the host. */
  hostKeyAlias: string | undefined;
}

/** Conditions of the file can run programs (`Match exec`). */
const deadlineMs = 10_000;

export interface SshConfigPlaces {
  /** @default `~/.ssh/config` */
  file?: string;
  /** @default the home directory */
  home?: string;
}

/**
 * What `~/.ssh/config` says of an address, as OpenSSH itself understands the file. Undefined without such a file, without
 * OpenSSH, and where the inventory leaves nothing open.
 *
 * @throws EnjambreError if OpenSSH refuses the file, or does not answer in time
 */
export async function sshConfig(
  address: string,
  given: Partial<Omit<SshConnection, 'type'>> = {},
  { home = homedir(), file = join(home, '.ssh/config') }: SshConfigPlaces = {},
): Promise<SshConfig | undefined> {
  // It would be read as an option.
  if (!isHost(address)) {
    throw usageError(`Cannot look up ${JSON.stringify(address)} in ${file}: it is no address`);
  }
  const { user, port, key, jump } = given;
  if (![user, port, key, jump].includes(undefined) || !existsSync(file)) return undefined;
  // OpenSSH goes by the account's home, whatever HOME says.
  const isUsual = file === join(userInfo().homedir, '.ssh/config');
  const options = [
    ...(isUsual ? [] : ['-F', file]),
    ...(user === undefined ? [] : ['-l', user]),
    ...(port === undefined ? [] : ['-p', String(port)]),
  ];
  const text = await askOpenSsh([...options, '-G', '--', address], address, file);
  return text === undefined ? undefined : readSettings(text, { address, home });
}

/** OpenSSH allows names that are no host names, as `my_gateway`. */
function isHost(text: string): boolean {
  return isAddress(text) || /^\w[\w.-]*$/.test(text);
}

function askOpenSsh(args: readonly string[], address: string, file: string): Promise<string | undefined> {
  return new Promise((settle, fail) => {
    const child = execFile(
      'ssh',
      args,
      { timeout: deadlineMs, killSignal: 'SIGKILL', env: withoutSecrets(process.env) },
      (error, stdout, stderr) => {
        if (error === null) return settle(stdout);
        if (error.code === 'ENOENT') return settle(undefined);
        const said = stderr.trim().split('\n').at(0) ?? '';
        const why = error.killed
          ? `no answer in ${deadlineMs / 1000} s`
          : `ssh refused it (exit ${error.code}): ${said}`;
        const next = `see what it says: ssh -G ${shellWord(address)}`;
        fail(
          new EnjambreError(`Cannot read ${file} for ${address}: ${why}`, { code: 'ssh-config', next, cause: error }),
        );
      },
    );
    child.stdin?.on('error', () => {});
    child.stdin?.end();
  });
}

/** Reads what `ssh -G` prints: a line a setting, its name in small letters. */
function readSettings(text: string, { address, home }: { address: string; home: string }): SshConfig {
  const settings = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const end = line.indexOf(' ');
    if (end < 0) continue;
    const name = line.slice(0, end);
    settings.set(name, [...(settings.get(name) ?? []), line.slice(end + 1)]);
  }
  const first = (name: string) => settings.get(name)?.[0];
  const unlessNone = (name: string) => (first(name) === 'none' ? undefined : first(name));
  const host = first('hostname') ?? address;
  if (!isAddress(host))
    throw usageError(`Cannot connect to ${address}: its HostName ${JSON.stringify(host)} is no address`);
  const user = first('user') ?? userInfo().username;
  const port = Number(first('port') ?? 22);
  const tokens = { d: home, h: host, n: address, p: String(port), r: user, u: userInfo().username, '%': '%' };
  const files = (settings.get('identityfile') ?? []).filter((file) => file !== 'none');
  const agent = first('identityagent');
  return {
    host,
    user,
    port,
    identityFiles: files.map((file) => expand(file, home, tokens)),
    identitiesOnly: first('identitiesonly') === 'yes',
    identityAgent: agent === undefined || agent === 'SSH_AUTH_SOCK' ? undefined : expand(agent, home, tokens),
    jump: unlessNone('proxyjump'),
    proxyCommand: unlessNone('proxycommand'),
    hostKeyAlias: first('hostkeyalias'),
  };
}

/** A path of ssh_config(5): `~` and the tokens that name a home, a host or an account. */
function expand(path: string, home: string, tokens: Readonly<Record<string, string>>): string {
  if (path === 'none') return path;
  const filled = path.replace(/%([dhnpru%])/g, (_, token: string) => tokens[token] ?? '');
  return filled.startsWith('~/') ? join(home, filled.slice(2)) : resolve(home, filled);
}

/** `Match exec` starts programs, which need no password of ours. */
function withoutSecrets(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { ENJAMBRE_SSH_PASSWORD, ENJAMBRE_SUDO_PASSWORD, ...rest } = environment;
  return { ...rest, LC_ALL: 'C' };
}
