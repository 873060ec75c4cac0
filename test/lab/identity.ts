import { randomBytes } from 'node:crypto';
import { chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BoardPlan } from './board.ts';
import { RESOLVER } from './network.ts';
import { succeed } from './process.ts';

/** Accounts of every board, with the ids that the base gives them. Each logs in by key or password. */
export const ACCOUNTS = { admin: 1000, teacher: 1001, student: 1002 } as const;
export type Account = keyof typeof ACCOUNTS;

/** What opens all boards of a lab. */
export interface Credentials {
  /** File of the private key; its public one lies beside it. */
  key: string;
  password: string;
}

/** Makes the key and the password of a lab, in its directory. */
export async function makeCredentials(directory: string): Promise<Credentials> {
  const key = join(directory, 'key');
  await succeed(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-C', 'enjambre-lab', '-f', key]);
  return { key, password: randomBytes(6).toString('base64url') };
}

/**
 * Makes what differs between boards that start from one base: files to lay over the root, in a folder whose path is returned.
 * `run/lab-identity` in it is for the base's first-boot unit, which removes it.
 */
export async function makeIdentity(plan: BoardPlan, credentials: Credentials, directory: string): Promise<string> {
  const folder = join(directory, 'identity');
  await rm(folder, { recursive: true, force: true });
  const put = async (path: string, text: string, mode = 0o644) => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text, { mode });
  };
  await put('etc/hostname', `${plan.name}\n`);
  await put('etc/hosts', `127.0.0.1 localhost\n127.0.1.1 ${plan.name}\n::1 localhost ip6-localhost ip6-loopback\n`);
  await put('etc/machine-id', `${randomBytes(16).toString('hex')}\n`);
  await put('etc/resolv.conf', `nameserver ${RESOLVER}\n`);
  await put('run/lab-identity/passwords', passwordLines(credentials.password));
  if (plan.kind === 'vm') {
    await put('etc/systemd/network/20-lan.network', `[Match]\nName=eth1\n\n[Network]\nAddress=${plan.address}/24\n`);
    await put('run/lab-identity/mac', `${plan.mac}\n`);
    await put('run/lab-identity/clock', `${Math.floor(Date.now() / 1000)}\n`);
  }
  if (plan.docker && plan.imageStore === 'containerd') {
    await put(
      'etc/docker/daemon.json',
      `${JSON.stringify({ features: { 'containerd-snapshotter': true } }, null, 2)}\n`,
    );
  }
  for (const type of ['ed25519', 'ecdsa']) {
    const file = join(folder, 'etc/ssh', `ssh_host_${type}_key`);
    await mkdir(dirname(file), { recursive: true });
    await succeed(['ssh-keygen', '-q', '-t', type, '-N', '', '-C', `root@${plan.name}`, '-f', file]);
  }
  const publicKey = await readFile(`${credentials.key}.pub`, 'utf8');
  for (const [account, id] of Object.entries(ACCOUNTS)) {
    const ssh = join(folder, 'home', account, '.ssh');
    await mkdir(ssh, { recursive: true, mode: 0o700 });
    await writeFile(join(ssh, 'authorized_keys'), publicKey, { mode: 0o600 });
    for (const path of [dirname(ssh), ssh, join(ssh, 'authorized_keys')]) await chown(path, id, id);
  }
  return folder;
}

/** Lines of `known_hosts` for a board whose identity lies in a folder. */
export async function knownHosts(plan: BoardPlan, folder: string): Promise<string> {
  const keys = ['ed25519', 'ecdsa'].map(async (type) => {
    const [kind, key] = (await readFile(join(folder, 'etc/ssh', `ssh_host_${type}_key.pub`), 'utf8')).split(' ');
    return `${plan.address} ${kind} ${key}\n`;
  });
  return (await Promise.all(keys)).join('');
}

/** Input of `chpasswd`. */
function passwordLines(password: string): string {
  return Object.keys(ACCOUNTS)
    .map((account) => `${account}:${password}\n`)
    .join('');
}
