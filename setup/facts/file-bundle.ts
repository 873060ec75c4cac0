import type { FileFact } from './facts.ts';
import { wholeNumber } from './raw-text.ts';

/** Shell that prints the files among its arguments: their number, a line on each, then the bytes of all, one after the other. */
export const PRINT_FILES = `
echo $#
[ $# -eq 0 ] || { stat -L -c '%s %a %u %g/%F/%n' -- "$@" && cat -- "$@"; }`;

type ReadFile = Extract<FileFact, { exists: true }>;

/** What it printed, by path. @throws Error if it is incomplete, or if a path is no file */
export function parseFiles(printed: string): Map<string, ReadFile> {
  let at = 0;
  const line = () => {
    const end = printed.indexOf('\n', at);
    if (end < 0) throw new Error('the list of files is incomplete');
    const text = printed.slice(at, end);
    at = end + 1;
    return text;
  };
  const count = wholeNumber(line(), 'the number of files');
  const stats = Array.from({ length: count }, () => statOf(line()));
  const found = new Map<string, ReadFile>();
  for (const { path, size, ...stat } of stats) {
    found.set(path, { exists: true, text: printed.slice(at, at + size), ...stat });
    at += size;
  }
  // A file that grew or shrank between `stat` and `cat` would shift the bytes of those after it.
  if (at !== printed.length) throw new Error(`one of ${[...found.keys()].join(', ')} changed while it was read`);
  return found;
}

function statOf(line: string): { path: string; size: number; mode: string; user: number; group: number } {
  const [, size, mode = '', user, group, type, path = ''] = /^(\d+) (\d+) (\d+) (\d+)\/([^/]+)\/(.+)$/.exec(line) ?? [];
  if (type === undefined) throw new Error(`a line about a file is ${JSON.stringify(line.slice(0, 120))}`);
  if (!/^regular (empty )?file$/.test(type)) throw new Error(`${path} is no file but a ${type}`);
  return {
    path,
    size: wholeNumber(size, `the size of ${path}`),
    mode,
    user: wholeNumber(user, `the owner of ${path}`),
    group: wholeNumber(group, `the group of ${path}`),
  };
}
