import { shellWord } from '../invocation.ts';
import type { Fact, FactContext } from './fact.ts';
import type { DirectoryFact } from './facts.ts';
import { linesOf, wholeNumber } from './raw-text.ts';

/** The exported directory, on the manager, and the mounted one. */
export function directoryPaths({ node, inventory: { share } }: FactContext): string[] {
  const exported = share.kind === 'nfs' && node.role === 'manager' ? [share.export] : [];
  return [...new Set([...exported, share.mount])];
}

const ABSENT: DirectoryFact = { exists: false, empty: true, user: 0, group: 0, mode: '' };
/** Of one whose server does not answer, nothing else is known. */
const SILENT: DirectoryFact = { exists: true, empty: false, user: 0, group: 0, mode: '' };
const KILLED = 137;

/** Each path in a process of its own that can be ended: the shell's own `[ -e ]` would hang on a dead mount for ever. */
export const directories: Fact<Readonly<Record<string, DirectoryFact>>> = {
  script: (about) => `
for path in ${directoryPaths(about).map(shellWord).join(' ')}; do
  timeout -s KILL 8 stat -L -c '%u %g %a %F' -- "$path" 2>/dev/null
  code=$?
  empty=
  [ "$code" -ne 0 ] || empty=$(timeout -s KILL 8 find -H "$path" -mindepth 1 -maxdepth 1 -printf n -quit 2>/dev/null) || code=$?
  echo "$code \${empty:-empty}"
done`,

  parse({ stdout }, about) {
    const lines = linesOf(stdout);
    const entries = directoryPaths(about).map((path) => {
      const first = lines.shift();
      const stat = /^(\d+) (\d+) (\d+) (.+)$/.exec(first ?? '');
      const [code, content] = (stat === null ? first : lines.shift())?.split(' ') ?? [];
      if (content === undefined) throw new Error(`nothing was said of ${path}`);
      if (wholeNumber(code, `the exit code for ${path}`) === KILLED) return [path, SILENT] as const;
      if (stat === null) return [path, ABSENT] as const;
      const [, user, group, mode = '', type] = stat;
      if (type !== 'directory') throw new Error(`${path} is no directory but a ${type}`);
      return [
        path,
        { exists: true, empty: content === 'empty', user: Number(user), group: Number(group), mode },
      ] as const;
    });
    return Object.fromEntries(entries);
  },
};
