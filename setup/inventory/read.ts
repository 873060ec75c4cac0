import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, resolve } from 'node:path';
import { EnjambreError, usageError } from '../../pipeline/errors.ts';
import { shellWord } from '../invocation.ts';
import { canonicalAddress, canonicalNetwork } from './addresses.ts';
import { findConflicts } from './conflicts.ts';
import { type Fault, pathText } from './fault.ts';
import type { Inventory, Node, Share } from './inventory.ts';
import { findJsonFault, lineFinder } from './json-syntax.ts';
import { checkValues, type InventoryFile } from './schema.ts';
import { findSecrets } from './secrets.ts';

/** More are counted, not shown. */
const shownFaults = 50;

/**
 * Reads an inventory, and fills in its defaults.
 *
 * @throws EnjambreError with exit code 2 that tells of every fault, one a line
 */
export async function readInventory(path: string): Promise<Inventory> {
  return parseInventory(await readText(path), path);
}

/** An inventory from the text of its file, which need not exist. */
export function parseInventory(text: string, path: string): Inventory {
  const syntax = findJsonFault(text);
  if (syntax !== undefined) {
    const { line, column, message } = syntax;
    throw usageError(
      `Cannot read the inventory ${path}: line ${line}, column ${column}: ${message}`,
      `change line ${line}, then type the command again`,
    );
  }
  const value: unknown = JSON.parse(text);
  const secrets = findSecrets(value);
  const checked = checkValues(value);
  const faults = 'file' in checked ? findConflicts(checked.file) : checked.faults;
  const others = faults.filter((fault) => !secrets.some((secret) => isUnder(fault.path, secret.path)));
  if (secrets.length + others.length > 0) throw invalid(path, text, [...secrets, ...others]);
  if ('faults' in checked) throw new Error('Each fault of an inventory was taken for a secret.');
  return complete(checked.file, resolve(path));
}

async function readText(path: string): Promise<string> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const { why, next } = refusals[String(code)] ?? { why: String(code ?? error), next: 'look at that path' };
    throw new EnjambreError(`Cannot read the inventory ${path}: ${why}`, {
      code: code === 'ENOENT' ? 'inventory-missing' : 'usage',
      exitCode: 2,
      next: code === 'ENOENT' ? `${next} ${shellWord(path)}` : next,
      cause: error,
    });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw usageError(`Cannot read the inventory ${path}: it is not UTF-8`, 'save it as UTF-8 in your editor');
  }
}

const refusals: Readonly<Record<string, { why: string; next: string }>> = {
  ENOENT: {
    why: 'there is no such file',
    next: 'name yours with --inventory FILE, or copy the example (inventory.json of the project, docs/inventory.md) to',
  },
  EISDIR: { why: 'it is a folder', next: 'name the file: --inventory FILE' },
  ENOTDIR: { why: 'a part of this path is no folder', next: 'name the file: --inventory FILE' },
  EACCES: { why: 'you may not read it', next: 'look at its owner and mode' },
};

function isUnder(path: readonly PropertyKey[], before: readonly PropertyKey[]): boolean {
  return before.every((key, index) => path[index] === key);
}

function invalid(path: string, text: string, faults: readonly Fault[]): EnjambreError {
  const lineOf = lineFinder(text);
  const lines = faults.map((fault) => {
    const place = fault.path.length === 0 ? '' : `${pathText(fault.path)}: `;
    return { line: lineOf(fault.path), text: `${place}${fault.text}` };
  });
  lines.sort((a, b) => a.line - b.line);
  const shown = lines.slice(0, shownFaults).map(({ line, text }) => `  line ${line}: ${text}`);
  if (lines.length > shownFaults) shown.push(`  and ${lines.length - shownFaults} more`);
  const count = faults.length === 1 ? 'one value is' : `${faults.length} values are`;
  return new EnjambreError([`Cannot use the inventory ${path}: ${count} not right.`, ...shown].join('\n'), {
    code: 'inventory-invalid',
    exitCode: 2,
    next: 'change these lines, then type the command again. Each key is explained in docs/inventory.md',
  });
}

function complete(file: InventoryFile, path: string): Inventory {
  const manager = file.nodes.find(({ role }) => role === 'manager');
  const advertise = file.swarm.advertise ?? manager?.address ?? '';
  return {
    path,
    nodes: file.nodes.map((node) => ({
      name: node.name,
      role: node.role,
      address: canonicalAddress(node.address),
      connection: completeConnection(node.connection, dirname(path)),
      labels: node.labels,
      notes: node.notes,
    })),
    share: completeShare(file.share),
    swarm: { advertise: canonicalAddress(advertise), certificateDays: file.swarm.certificateDays },
    docker: {
      package: file.docker.package,
      dataRoot: file.docker.dataRoot,
      imageStore: file.docker.imageStore,
      logMegabytes: file.docker.logMegabytes,
    },
  };
}

function completeConnection(
  { type, user, port, key, jump }: InventoryFile['nodes'][number]['connection'],
  folder: string,
): Node['connection'] {
  if (type === 'local') return { type };
  const path = key?.startsWith('~/') ? resolve(homedir(), key.slice(2)) : key;
  return { type, user, port, key: path === undefined ? undefined : resolve(folder, path), jump };
}

function completeShare(share: InventoryFile['share']): Share {
  if (!('export' in share)) return { kind: 'existing', mount: share.mount };
  const [user = 0, group = 0] = share.owner.split(':').map(Number);
  const allow = share.allow?.map(canonicalNetwork);
  return { kind: 'nfs', export: share.export, mount: share.mount, allow, owner: { user, group } };
}
