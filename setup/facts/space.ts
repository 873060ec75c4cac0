import { shellWord } from '../invocation.ts';
import type { Fact, FactContext } from './fact.ts';
import type { SpaceFact } from './facts.ts';
import { mountOf, parseMountinfo } from './mounts.ts';
import { linesOf, utf8, wholeNumber } from './raw-text.ts';

/** Where Docker keeps its data if nobody said otherwise. */
export const DATA_ROOT = '/var/lib/docker';

/** Local paths whose disks must have room. */
export function spacePaths({ node, inventory: { share, docker } }: FactContext): string[] {
  const exported = share.kind === 'nfs' && node.role === 'manager' ? [share.export] : [];
  return [...new Set(['/', docker.dataRoot ?? DATA_ROOT, ...exported])];
}

const MOUNTS = 'mounts';

/**
 * `stat -f` asks the path's own file system alone, where `df` may wait for a dead server. A path that is not there yet lies where
 * the nearest folder above it lies. The last path printed has no links.
 */
export const space: Fact<SpaceFact> = {
  script: (about) => `
for path in ${spacePaths(about).map(shellWord).join(' ')}; do
  while [ ! -e "$path" ] && [ "$path" != / ]; do path=\${path%/*}; path=\${path:-/}; done
  set -- "$@" "$path"
done
timeout -s KILL 8 stat -f -L -c '%S %a %b' -- "$@" || exit
timeout -s KILL 8 readlink -z -f -- "$@" || exit
echo
echo ${MOUNTS}
cat /proc/self/mountinfo`,

  parse({ code, stdout }, about) {
    const paths = spacePaths(about);
    const end = stdout.indexOf(`\0\n${MOUNTS}\n`);
    if (code !== 0 || end < 0) throw new Error(`the room on ${paths.join(', ')} could not be read (exit ${code})`);
    const sizes = stdout.split('\n', paths.length);
    const real = stdout.slice(sizes.join('\n').length + 1, end).split('\0');
    if (real.length !== paths.length) throw new Error(`there are ${real.length} paths in place of ${paths.length}`);
    const mounts = parseMountinfo(linesOf(stdout.slice(end + MOUNTS.length + 3)).join('\n'));
    const entries = paths.map((path, index) => {
      const [block, free, total] = sizes[index]?.split(' ') ?? [];
      const mount = mountOf(utf8(real[index] ?? ''), mounts);
      const unit = wholeNumber(block, 'the block size');
      const value = {
        freeBytes: unit * wholeNumber(free, 'the number of free blocks'),
        totalBytes: unit * wholeNumber(total, 'the number of blocks'),
        fileSystem: mount?.type ?? '',
        readOnly: mount?.options.includes('ro') ?? false,
      };
      return [path, value] as const;
    });
    return { paths: Object.fromEntries(entries) };
  },
};
