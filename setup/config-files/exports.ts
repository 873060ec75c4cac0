import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { utf8 } from '../facts/raw-text.ts';
import { ConfigFileError } from './config-file-error.ts';
import { type ExportLine, parseExports } from './exports-parser.ts';
import { outsideOfBlock, withBlock } from './managed-block.ts';
import { escapeExportsPath, toBytes } from './octal.ts';

export const EXPORTS_PATH = '/etc/exports';

/** Written before the answer comes; a client's root is nobody here; no list of files is kept for subfolders. */
export const SHARE_OPTIONS = ['rw', 'sync', 'root_squash', 'no_subtree_check'] as const;

/** A directory, who may mount it, and how. */
export interface Export {
  path: string;
  /** An IP address or a network. */
  client: string;
  options: readonly string[];
}

export interface ExportsEdit {
  /** What the file shall be; null: no file. */
  text: string | null;
  /** Lines made by hand that give some of what is wanted already. */
  adopted: ExportLine[];
  warnings: string[];
}

/** A line of exports(5). */
export function exportLine({ path, client, options }: Export): string {
  return `${escapeExportsPath(toBytes(path))} ${client}(${options.join(',')})`;
}

/**
 * The file with what is wanted in its managed block. What a line made by hand gives already is left to that line.
 *
 * @param wanted all of one directory
 * @throws ConfigFileError `conflicting-line` where a line made by hand exports that directory otherwise; `unreadable-line`
 *   where `exportfs` would stop; `open-line`; `damaged-block`
 */
export function editExports(text: string | null, wanted: readonly Export[]): ExportsEdit {
  const foreign = parseExports(outsideOfBlock(text ?? '', EXPORTS_PATH));
  if (foreign.unreadableLine !== undefined) throw unreadable(foreign.unreadableLine);
  const paths = new Set(wanted.map(({ path }) => trimmed(toBytes(path))));
  const same = foreign.exports.filter(({ path }) => paths.has(trimmed(path)));
  for (const line of same) {
    const like = wanted[0];
    if (like === undefined || (sameOptions(line.options, like.options) && line.client !== '*')) continue;
    throw conflicting(line, wanted);
  }
  const givenBy = (one: Export) => same.find((line) => covers(line.client, one.client));
  const added = wanted.filter((one) => givenBy(one) === undefined);
  if (foreign.isOpen && added.length > 0) throw openLine();
  return {
    text: withBlock(text, added.map(exportLine), EXPORTS_PATH),
    adopted: [...new Set(wanted.flatMap((one) => givenBy(one) ?? []))],
    warnings: [...widerLines(same, wanted), ...parentLines(foreign.exports, paths)],
  };
}

/** Whether an export exists among those that the server has now. */
export function isExported(live: readonly Export[], { path, client, options }: Export): boolean {
  return live.some(
    (one) => trimmed(one.path) === trimmed(path) && sameOptions(one.options, options) && covers(one.client, client),
  );
}

/** Exports of lines that are not ours, of any directory. */
export function foreignExports(text: string | null): ExportLine[] {
  return parseExports(outsideOfBlock(text ?? '', EXPORTS_PATH)).exports;
}

const DEFAULTS: Readonly<Record<string, string>> = {
  access: 'ro',
  write: 'sync',
  root: 'root_squash',
  all: 'no_all_squash',
};
const GROUPS: Readonly<Record<string, string>> = {
  ro: 'access',
  rw: 'access',
  sync: 'write',
  async: 'write',
  root_squash: 'root',
  no_root_squash: 'root',
  all_squash: 'all',
  no_all_squash: 'all',
};
/** What `exportfs -v` adds, and what changes nothing that matters here. */
const PLAIN = new Set(
  [
    'secure no_subtree_check wdelay no_wdelay hide nocrossmnt sec=sys secure_locks auth_nlm acl no_pnfs',
    'anonuid=65534 anongid=65534',
  ].flatMap((line) => line.split(' ')),
);

/** Whether two lists of options say the same, defaults filled in. */
export function sameOptions(one: readonly string[], other: readonly string[]): boolean {
  return effective(one) === effective(other);
}

function effective(options: readonly string[]): string {
  const groups: Record<string, string> = { ...DEFAULTS };
  const rest = new Set<string>();
  for (const option of options) {
    const group = GROUPS[option];
    if (group !== undefined) groups[group] = option;
    else if (!PLAIN.has(option)) rest.add(option);
  }
  return [...Object.values(groups), ...[...rest].sort()].join(',');
}

/** Whether what is exported to one client is to the other too: the same, or a network that holds it. */
export function covers(client: string, other: string): boolean {
  if (client === other) return true;
  const [network = '', size = ''] = client.split('/');
  const family = isIPv4(network) ? 'ipv4' : isIPv6(network) ? 'ipv6' : undefined;
  if (family === undefined || (family === 'ipv4' ? !isIPv4(other) : !isIPv6(other))) return false;
  const bits = isIPv4(size) ? maskBits(size) : size === '' ? (family === 'ipv4' ? 32 : 128) : Number(size);
  if (!Number.isInteger(bits) || bits < 0 || bits > (family === 'ipv4' ? 32 : 128)) return false;
  const list = new BlockList();
  list.addSubnet(network, bits, family);
  return list.check(other, family);
}

function maskBits(mask: string): number {
  const bits = mask.split('.').map((part) => Number(part).toString(2).padStart(8, '0'));
  return bits.join('').replace(/0+$/, '').length;
}

function trimmed(path: string): string {
  return path.replace(/(?<=.)\/+$/, '');
}

function widerLines(same: readonly ExportLine[], wanted: readonly Export[]): string[] {
  return same
    .filter(
      ({ client }) => !wanted.some((one) => one.client === client) && !wanted.some((one) => covers(client, one.client)),
    )
    .map(
      ({ line, path, client }) =>
        `Line ${line} of ${EXPORTS_PATH} exports ${utf8(path)} to ${client} too, which the inventory does not name.`,
    );
}

function parentLines(lines: readonly ExportLine[], paths: ReadonlySet<string>): string[] {
  const isParent = (path: string) => [...paths].some((own) => own.startsWith(path === '/' ? '/' : `${trimmed(path)}/`));
  return lines
    .filter(({ path }) => isParent(path))
    .map(
      ({ line, path, client }) =>
        `Line ${line} of ${EXPORTS_PATH} exports ${utf8(path)}, which the share lies in, to ${client}: those can read the share too.`,
    );
}

function unreadable(line: number): ConfigFileError {
  return new ConfigFileError(
    `Cannot edit ${EXPORTS_PATH}: line ${line} is no line of exports(5), and ends its reading`,
    {
      code: 'unreadable-line',
      path: EXPORTS_PATH,
      line,
      next: `mend or take out line ${line} of ${EXPORTS_PATH}, then: enjambre apply --only exports`,
    },
  );
}

function openLine(): ConfigFileError {
  return new ConfigFileError(
    `Cannot edit ${EXPORTS_PATH}: its last line ends with a backslash, and would go on in ours`,
    {
      code: 'open-line',
      path: EXPORTS_PATH,
      next: `take the backslash at the end of ${EXPORTS_PATH} out, then: enjambre apply --only exports`,
    },
  );
}

function conflicting({ line, path, client, options }: ExportLine, wanted: readonly Export[]): ConfigFileError {
  const clients = wanted.map((one) => one.client).join(', ');
  const wantedOptions = wanted[0]?.options.join(',') ?? '';
  const found = `${client}(${options.join(',')})`;
  const message = `Cannot export "${utf8(path)}" to ${clients} with ${wantedOptions}: line ${line} of ${EXPORTS_PATH} exports it to ${found}`;
  return new ConfigFileError(message, {
    code: 'conflicting-line',
    path: EXPORTS_PATH,
    line,
    next: `take line ${line} out of ${EXPORTS_PATH}, then: enjambre apply --only exports`,
  });
}
