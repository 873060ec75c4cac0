import { join } from 'node:path';
import process from 'node:process';
import { RELEASES, type Release } from '../board.ts';
import { type Base, build } from './cache.ts';
import { debianMirror, type Mirror, readSources } from './sources.ts';

/** What a machine's emulator needs to start a board of a release. */
export interface VmBase {
  /** A raw disk with one file system, never to be written to. */
  disk: string;
  kernel: string;
  initrd: string;
  /** Changes whenever one of the files does. */
  key: string;
}

/** What {@link buildAll} and its kin tell of their progress. */
export type OnLine = (line: string) => void;

const SUITE: Record<Release, string> = { '12': 'bookworm', '13': 'trixie' };
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';
/** Of a VM board's disk. */
export const DISK_MB = 6144;

/**
 * The layers of a container board's root, as `lowerdir` of an overlay takes them: topmost first. Builds what is missing.
 *
 * @throws Error if no mirror is known or a recipe fails
 */
export async function rootLayers(release: Release, docker: boolean, onLine?: OnLine): Promise<string[]> {
  const root = await rootOf(release, onLine);
  const layers = docker ? [await dockerOn(root, onLine), root] : [root];
  return layers.map(({ folder }) => join(folder, 'tree'));
}

/** The base of a VM board, with Docker and NFS or without; builds what is missing, and rejects as {@link rootLayers}. */
export async function vmBase(release: Release, docker: boolean, onLine?: OnLine): Promise<VmBase> {
  const { folder, key } = await vmOn(await rootOf(release, onLine), docker, onLine);
  return { disk: join(folder, 'disk.raw'), kernel: join(folder, 'vmlinuz'), initrd: join(folder, 'initrd'), key };
}

/** Builds all that is missing, of every release, the releases side by side. */
export async function buildAll(onLine?: OnLine): Promise<void> {
  const all = RELEASES.map(async (release) => {
    const root = await rootOf(release, onLine);
    await dockerOn(root, onLine);
    await vmOn(root, false, onLine);
    await vmOn(root, true, onLine);
  });
  // All are awaited before the first failure is told: none goes on behind it.
  const failed = (await Promise.allSettled(all)).find(({ status }) => status === 'rejected');
  if (failed !== undefined) throw (failed as PromiseRejectedResult).reason;
}

function rootOf(release: Release, onLine?: OnLine): Promise<Base> {
  const { main, security } = mirror();
  const settings = { LAB_SUITE: SUITE[release], LAB_MIRROR: main, LAB_SECURITY: security, LAB_KEYRING: KEYRING };
  return build({ what: 'root', release, settings }, onLine);
}

function dockerOn(root: Base, onLine?: OnLine): Promise<Base> {
  return build({ what: 'docker', release: root.release, settings: {}, lower: root }, onLine);
}

function vmOn(root: Base, docker: boolean, onLine?: OnLine): Promise<Base> {
  const settings = { LAB_DISK_MB: String(DISK_MB), LAB_INSTALL: docker ? 'yes' : 'no' };
  return build({ what: docker ? 'vm-docker' : 'vm', release: root.release, settings, lower: root }, onLine);
}

function mirror(): Mirror {
  const given = process.env.ENJAMBRE_LAB_MIRROR?.replace(/\/+$/, '');
  const found = given ? { main: given, security: `${given}-security` } : debianMirror(readSources());
  if (found === undefined) {
    throw new Error(
      "Cannot build the boards' bases: this machine's apt sources name no mirror of Debian.\n" +
        'Next: ENJAMBRE_LAB_MIRROR=http://MIRROR/debian npm run lab -- bases',
    );
  }
  return found;
}
