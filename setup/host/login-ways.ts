import { readFile } from 'node:fs/promises';
import type { Endpoint } from './endpoint.ts';
import { describeKey, type KeyFile, publicKeyOf } from './private-key.ts';
import type { Secrets } from './secrets.ts';

/** One try at logging in. */
export type Way =
  | { kind: 'key'; name: string; text: Buffer; passphrase?: string }
  /** A key that the agent holds. */
  | { kind: 'agent'; name: string; publicKey: Buffer }
  | { kind: 'password'; name: string; password: string };

export interface Ways {
  ways: readonly Way[];
  /** Keys that cannot be tried, each with the reason. */
  notes: readonly string[];
}

/** Servers give up after six failures; a password may be one. */
const MOST_KEYS = 5;

/**
 * The ways to log in, in order: keys of files, then those of the agent.
 *
 * @param agentKeys public keys that the agent holds
 */
export async function waysToLogIn(endpoint: Endpoint, agentKeys: readonly Buffer[], secrets: Secrets): Promise<Ways> {
  const notes: string[] = [];
  const ways: Way[] = [];
  const taken = new Set<string>();
  const held = (key: Buffer | undefined) => key !== undefined && agentKeys.some((one) => one.equals(key));
  const add = (way: Way, publicKey: Buffer | undefined) => {
    ways.push(way);
    if (publicKey !== undefined) taken.add(publicKey.toString('base64'));
  };
  for (const path of endpoint.keys) {
    const file = await readKey(path, notes, endpoint.keysOnly);
    if (file === undefined) continue;
    const { publicKey } = file;
    if (held(publicKey)) add({ kind: 'agent', name: `${path} (agent)`, publicKey: publicKey! }, publicKey);
    else if (file.text === undefined)
      notes.push(`${path}: only its public part is there, and the agent does not hold it`);
    else if (!file.encrypted) add({ kind: 'key', name: path, text: file.text }, publicKey);
    else await addEncrypted(path, file.text);
  }
  async function addEncrypted(path: string, text: Buffer): Promise<void> {
    // Others may do: a person is asked only for a key that was named.
    const passphrase = endpoint.keysOnly ? await secrets.passphrase(path) : undefined;
    if (passphrase === undefined) notes.push(`${path}: encrypted, and the agent does not hold it (ssh-add ${path})`);
    else add({ kind: 'key', name: path, text, passphrase }, undefined);
  }
  if (!endpoint.keysOnly) {
    for (const publicKey of agentKeys) {
      if (!taken.has(publicKey.toString('base64'))) ways.push({ kind: 'agent', name: 'a key of the agent', publicKey });
    }
  }
  const password = secrets.known('ssh');
  const keys = ways.slice(0, MOST_KEYS);
  return { ways: password === undefined ? keys : [...keys, passwordWay(password)], notes };
}

export function passwordWay(password: string): Way {
  return { kind: 'password', name: 'password', password };
}

/** A key file with its public part, which may lie beside it. A file that holds only a public key has no text. */
async function readKey(
  path: string,
  notes: string[],
  named: boolean,
): Promise<{ text: Buffer | undefined; encrypted: boolean; publicKey: Buffer | undefined } | undefined> {
  const text = await readFile(path).catch((error: Error & { code?: string }) => {
    if (named || error.code !== 'ENOENT')
      notes.push(`${path}: ${error.code === 'ENOENT' ? 'no such file' : error.code}`);
    return undefined;
  });
  const beside = await readFile(`${path}.pub`, 'utf8').then(publicKeyOf, () => undefined);
  if (text === undefined) return beside && { text: undefined, encrypted: false, publicKey: beside };
  const file: KeyFile | undefined = describeKey(path, text);
  if (file !== undefined) return { ...file, publicKey: file.publicKey ?? beside };
  const publicKey = publicKeyOf(text.toString());
  if (publicKey !== undefined) return { text: undefined, encrypted: false, publicKey };
  notes.push(`${path}: no private key in it`);
  return undefined;
}
