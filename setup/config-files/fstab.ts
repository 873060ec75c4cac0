import { unescapeOctal, utf8 } from '../facts/raw-text.ts';
import { ConfigFileError } from './config-file-error.ts';
import { outsideOfBlock, withBlock, withoutBlock } from './managed-block.ts';
import { escapeFstabWord, toBytes } from './octal.ts';

export const FSTAB_PATH = '/etc/fstab';

/** What is mounted where. */
export interface FstabEntry {
  source: string;
  target: string;
  /** nfs4, none (for bind mounts), … */
  type: string;
  options: readonly string[];
}

/** An entry as it stands in the file; bytes as latin1, unescaped. */
export interface FstabLine extends FstabEntry {
  /** Counted from 1. */
  line: number;
}

/** Options that set-up writes, before their `=`: one that is misspelled would pass every other check, and a board might not boot. */
const ALLOWED = new Set(
  ['rw bind hard nosuid nodev nofail _netdev', 'x-systemd.mount-timeout x-systemd.requires-mounts-for'].flatMap(
    (line) => line.split(' '),
  ),
);

/** Entries of a text: empty lines and comments left out. */
export function parseFstab(text: string): FstabLine[] {
  return text.split('\n').flatMap((whole, index): FstabLine[] => {
    const words = whole
      .replace(/\r$/, '')
      .split(/[ \t]+/)
      .filter((word) => word !== '');
    const [source, target, type = '', options = 'defaults'] = words.map(unescapeOctal);
    if (source === undefined || target === undefined || words[0]?.startsWith('#')) return [];
    return [{ line: index + 1, source, target, type, options: options.split(',') }];
  });
}

/** A line of fstab(5): not dumped, not checked at boot. */
export function fstabLine({ source, target, type, options }: FstabEntry): string {
  const words = [source, target, type, options.join(',')];
  return `${words.map((word) => escapeFstabWord(toBytes(word))).join(' ')} 0 0`;
}

/** Entries that are not ours. */
export function foreignFstab(text: string | null): FstabLine[] {
  return parseFstab(outsideOfBlock(text ?? '', FSTAB_PATH));
}

/**
 * The file with these entries in its managed block, and proof that a board will boot with it.
 *
 * @throws ConfigFileError `unsafe-edit`, `damaged-block`
 */
export function editFstab(text: string | null, entries: readonly FstabEntry[]): string | null {
  const edited = withBlock(text, entries.map(fstabLine), FSTAB_PATH);
  requireSafe(text, edited, entries);
  return edited;
}

/**
 * What `findmnt --verify` does not see (it passes options that are misspelled, a last line that is cut off and an empty file).
 *
 * @throws ConfigFileError `unsafe-edit`
 */
export function requireSafe(before: string | null, after: string | null, entries: readonly FstabEntry[]): void {
  const odd = entries.flatMap(({ options }) => options.filter((option) => !ALLOWED.has(option.split('=')[0] ?? '')));
  if (odd.length > 0) throw unsafe(`the option "${odd[0]}" is not one that set-up knows`);
  const split = entries.find(({ options }) => options.some((option) => option.includes(',')));
  if (split !== undefined) throw unsafe(`an option of "${split.target}" holds a comma`);
  const old = before ?? '';
  const text = after ?? '';
  if (withoutBlock(text, FSTAB_PATH) !== withoutBlock(old, FSTAB_PATH))
    throw unsafe('lines that are not ours would change');
  if (hasRoot(old) && !hasRoot(text)) throw unsafe('its entry for "/" would be gone');
  if (entries.length > 0 && !text.endsWith('\n')) throw unsafe('its last line would have no end');
  const written = parseFstab(text);
  const lost = entries.find((entry) => !written.some((line) => isSame(line, entry)));
  if (lost !== undefined) throw unsafe(`"${lost.target}" would not read back as it was meant`);
}

function hasRoot(text: string): boolean {
  return parseFstab(text).some(({ target }) => target === '/');
}

function isSame(line: FstabLine, { source, target, type, options }: FstabEntry): boolean {
  return (
    utf8(line.source) === source &&
    utf8(line.target) === target &&
    line.type === type &&
    line.options.map(utf8).join() === options.join()
  );
}

function unsafe(what: string): ConfigFileError {
  return new ConfigFileError(`Cannot edit ${FSTAB_PATH}: ${what}`, {
    code: 'unsafe-edit',
    path: FSTAB_PATH,
    next: `look at ${FSTAB_PATH}; a path of the inventory may need plainer characters`,
  });
}
