import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { fromRoot } from '../../root.ts';
import type { Release } from '../board.ts';
import { cacheFolder, LABS } from '../folders.ts';
import { run } from '../process.ts';

/** Each is a folder of the cache: a root tree, a layer with Docker on it, a machine's disk, one with Docker and NFS on it. */
export type What = 'root' | 'docker' | 'vm' | 'vm-docker';

/** All that decides what a base is. */
export interface BasePlan {
  what: What;
  release: Release;
  /** Variables of the recipe. */
  settings: Readonly<Record<string, string>>;
  /** The base that it stands on. */
  lower?: Base;
}

/** A base that is, or will be, in the cache. */
export interface Base {
  what: What;
  release: Release;
  /** Changes with the recipe, its settings, and the base below. */
  key: string;
  folder: string;
}

const RECIPES = fromRoot('test', 'lab', 'bases', 'recipes');
const RUNNERS = ['build.sh', 'chroot.sh'];
const IDENTITY = ['identity/lab-identity', 'identity/lab-identity.service'];
/** Of each base: its recipe, and the files that the recipe reads. */
const FILES_OF: Record<What, readonly [string, ...string[]]> = {
  root: ['root.sh', ...RUNNERS],
  docker: ['docker.sh', ...RUNNERS],
  vm: ['vm.sh', ...RUNNERS, ...IDENTITY],
  'vm-docker': ['vm.sh', ...RUNNERS, ...IDENTITY],
};
const SECONDS_OF: Record<What, number> = { root: 80, docker: 10, vm: 20, 'vm-docker': 30 };
const DEADLINE_MS = 20 * 60_000;
const UNUSED_MS = 60 * 60_000;

/** Names a base by its content. `recipes` is the folder of the recipes. */
export function baseOf({ what, release, settings, lower }: BasePlan, recipes = RECIPES): Base {
  const hash = createHash('sha256');
  for (const file of FILES_OF[what])
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(recipes, file)))
      .update('\0');
  hash.update(JSON.stringify([what, release, Object.entries(settings).sort(), lower?.key]));
  const key = `${what}-${release}-${hash.digest('hex').slice(0, 12)}`;
  return { what, release, key, folder: join(cacheFolder(), 'bases', key) };
}

/**
 * Builds a base, unless it is there; a second builder waits for the first one. Then removes old ones that nobody uses.
 *
 * @throws Error with the end of the recipe's log, if it fails
 */
export async function build(plan: BasePlan, onLine: (line: string) => void = () => {}): Promise<Base> {
  const base = baseOf(plan);
  if (!existsSync(base.folder)) await buildNow(plan, base, onLine);
  const now = new Date();
  utimesSync(base.folder, now, now);
  return base;
}

async function buildNow({ what, release, settings, lower }: BasePlan, base: Base, onLine: (line: string) => void) {
  const bases = join(cacheFolder(), 'bases');
  const log = join(bases, `${what}-${release}.log`);
  onLine(`Debian ${release}: ${what} (about ${SECONDS_OF[what]} s)`);
  mkdirSync(bases, { recursive: true });
  const env = {
    ...settings,
    LAB_WHAT: what,
    LAB_RELEASE: release,
    LAB_LOWER: lower === undefined ? '' : join(lower.folder, 'tree'),
  };
  const script = ['bash', join(RECIPES, 'build.sh'), FILES_OF[what][0], base.folder, log];
  const ended = await run([...underLock(what, release), ...ALONE, ...script], { env, timeoutMs: DEADLINE_MS });
  if (ended.code !== 0) {
    const said = ended.stderr || (existsSync(log) ? readFileSync(log, 'utf8') : '');
    const lines = said.trimEnd().split('\n').slice(-15).join('\n');
    throw new Error(
      `Cannot build the base "${what}" of Debian ${release} (exit ${ended.code}).\n${lines}\n` +
        `Whole log: ${log}\nNext: npm run lab -- doctor`,
    );
  }
  await removeOld(base);
}

/** Ends with this process, even if that is killed, and takes all that it started, and its mounts, with it. */
const ALONE = ['unshare', '--mount', '--propagation', 'private', '--pid', '--fork', '--kill-child', '--mount-proc'];

/** The lock is of what and release, not of the key, so that there are few, and whoever has it may remove old ones. */
function underLock(what: What, release: Release): string[] {
  const lock = join(cacheFolder(), 'bases', `${what}-${release}.lock`);
  return ['setpriv', '--pdeathsig', 'KILL', 'flock', '--no-fork', lock];
}

/** A lab that runs stands on its bases, and another checkout of the project may have its own: only what rests is removed. */
async function removeOld({ what, release, key }: Base): Promise<void> {
  if (existsSync(LABS) && readdirSync(LABS).length > 0) return;
  const bases = join(cacheFolder(), 'bases');
  const old = readdirSync(bases)
    .filter((name) => new RegExp(`^${what}-${release}-[0-9a-f]{12}$`).test(name) && name !== key)
    .map((name) => join(bases, name))
    .filter((folder) => Date.now() - statSync(folder).mtimeMs > UNUSED_MS);
  if (old.length > 0) await run([...underLock(what, release), 'rm', '-rf', '--one-file-system', ...old]);
}
