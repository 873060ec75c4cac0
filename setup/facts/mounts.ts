import type { Fact } from './fact.ts';
import type { MountFact } from './facts.ts';
import { linesOf, mustSucceed, unescapeOctal, utf8 } from './raw-text.ts';

/** The kernel's own table: unlike `findmnt` and `df`, it never waits for a server. */
export const mounts: Fact<readonly MountFact[]> = {
  script: () => 'cat /proc/self/mountinfo',
  parse(raw) {
    mustSucceed(raw);
    return parseMountinfo(raw.stdout);
  },
};

/** In the order in which they were mounted: of two with one target, the later hides the earlier. */
export function parseMountinfo(latin1: string): MountFact[] {
  return linesOf(latin1).map((line) => {
    const [before, after] = line.split(' - ', 2);
    const [, , , root, target, options] = before?.split(' ') ?? [];
    const [type, source, superOptions] = after?.split(' ') ?? [];
    if (root === undefined || target === undefined || options === undefined || type === undefined) {
      throw new Error(`a line of mountinfo is ${JSON.stringify(line.slice(0, 120))}`);
    }
    const all = `${options},${superOptions ?? ''}`.split(',').filter((option) => option !== '');
    return {
      source: decode(source ?? ''),
      target: decode(target),
      type: decode(type),
      options: [...new Set(all.map(decode))],
      root: decode(root),
    };
  });
}

/** The mount that a path without links lies on. */
export function mountOf(path: string, all: readonly MountFact[]): MountFact | undefined {
  const holds = ({ target }: MountFact) =>
    path === target || path.startsWith(target.endsWith('/') ? target : `${target}/`);
  let best: MountFact | undefined;
  for (const mount of all) {
    if (holds(mount) && mount.target.length >= (best?.target.length ?? 0)) best = mount;
  }
  return best;
}

function decode(text: string): string {
  return utf8(unescapeOctal(text));
}
