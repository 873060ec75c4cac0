import { utf8 } from '../facts/raw-text.ts';
import { ConfigFileError } from './config-file-error.ts';
import { FSTAB_PATH, type FstabEntry, type FstabLine, foreignFstab } from './fstab.ts';

export interface Adoption {
  /** A line made by hand does what ours would: none is added. */
  isAdopted: boolean;
  /** What ours would do better. */
  warnings: string[];
}

/** Options of a line made by hand without which a board has trouble, and the trouble. */
const MISSED: Readonly<Record<string, string>> = {
  nofail: 'the machine does not start while the server is off',
  nosuid: 'programs on the share may run as root',
  nodev: 'device files on the share work',
};

/** Options with which a line made by hand is not what is wanted. */
const REFUSED: Readonly<Record<string, string>> = {
  soft: 'data is lost without a word when the server is slow',
  softerr: 'data is lost without a word when the server is slow',
  ro: 'nothing can be written',
  noauto: 'it is not mounted when the machine starts',
};

/**
 * Whether a line made by hand mounts what is wanted where it is wanted.
 *
 * @param servers names and addresses of the manager
 * @throws ConfigFileError `conflicting-line` where one mounts something else there, or in a way that loses data
 */
export function adoptFstab(text: string | null, wanted: FstabEntry, servers: readonly string[]): Adoption {
  const lines = foreignFstab(text).filter(({ target }) => trimmed(utf8(target)) === wanted.target);
  const [line, second] = lines;
  if (line === undefined) return { isAdopted: false, warnings: [] };
  if (second !== undefined) throw conflicting(second, wanted, `line ${line.line} mounts something there too`);
  const isSame = isSameSource(line, wanted, servers);
  if (!isSame) throw conflicting(line, wanted, `it mounts ${utf8(line.source)} (${line.type}) there`);
  const bad = line.options.find((option) => REFUSED[option] !== undefined);
  if (bad !== undefined) throw conflicting(line, wanted, `it says "${bad}": ${REFUSED[bad]}`);
  const missed = wanted.options.filter((option) => MISSED[option] !== undefined && !line.options.includes(option));
  return {
    isAdopted: true,
    warnings: missed.map((option) => `Line ${line.line} of ${FSTAB_PATH} lacks "${option}": ${MISSED[option]}.`),
  };
}

function isSameSource({ source, type, options }: FstabLine, wanted: FstabEntry, servers: readonly string[]): boolean {
  const text = utf8(source);
  if (wanted.type === 'none') {
    return options.some((option) => option === 'bind' || option === 'rbind') && trimmed(text) === wanted.source;
  }
  if (!/^nfs4?$/.test(type)) return false;
  const parts = /^(\[[^\]]+\]|[^:]+):(\/.*)$/.exec(text);
  const path = /^(?:\[[^\]]+\]|[^:]+):(\/.*)$/.exec(wanted.source)?.[1];
  const server = parts?.[1]?.replace(/^\[|\]$/g, '');
  return server !== undefined && servers.includes(server) && trimmed(parts?.[2] ?? '') === path;
}

function trimmed(path: string): string {
  return path.replace(/(?<=.)\/+$/, '');
}

function conflicting({ line }: FstabLine, { source, target }: FstabEntry, what: string): ConfigFileError {
  return new ConfigFileError(
    `Cannot mount "${source}" at "${target}" by ${FSTAB_PATH}: line ${line} is in the way: ${what}`,
    {
      code: 'conflicting-line',
      path: FSTAB_PATH,
      line,
      next: `change line ${line} of ${FSTAB_PATH}, or take it out, then: enjambre apply --only share-mount`,
    },
  );
}
