import { existsSync, readdirSync, statfsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { debianMirror, readSources } from '../bases/sources.ts';
import { cacheFolder } from '../folders.ts';
import { run } from '../process.ts';
import { readText } from '../read-text.ts';
import { accelerator } from '../vm/accelerator.ts';
import { missingPrograms, type Program } from './programs.ts';

/** What can be read in a few milliseconds, without trying anything. */
export interface QuickFacts {
  /** As Node names them: `linux`, `x64`. */
  platform: string;
  arch: string;
  root: boolean;
  missing: readonly Program[];
  /** Whether /dev/net/tun is there. */
  tun: boolean;
}

/** Things that the kernel was asked to do, each with what it answered: an empty text if it did it. */
export type Trials = Record<'namespaces' | 'overlay' | 'loop' | 'network' | 'vxlan', string>;

/** What a machine has that virtual boards need. */
export interface MachineFacts extends QuickFacts {
  /** Undefined without root: then nothing can be tried. */
  trials: Trials | undefined;
  /** Controllers of control groups. */
  controllers: readonly string[];
  /** `CapBnd` of this process, in hexadecimal. */
  bounding: string;
  processors: number;
  memoryFreeMb: number;
  /** Where bases are kept, and where labs are. */
  cache: { folder: string; freeMb: number; hasBases: boolean };
  labs: { folder: string; freeMb: number };
  /** How VM boards would run, if that is known. */
  accelerator: 'kvm' | 'tcg' | undefined;
  /** Where bases come from: undefined if no mirror is known. */
  mirror: { address: string; answers: boolean } | undefined;
}

const TRIAL_MS = 10_000;
const MIRROR_SECONDS = 10;

export function quickFacts(): QuickFacts {
  return {
    platform: process.platform,
    arch: process.arch,
    root: process.getuid?.() === 0,
    missing: missingPrograms(),
    tun: existsSync('/dev/net/tun'),
  };
}

/**
 * Looks at this machine. What it tries happens in namespaces that end at once.
 *
 * @param labs folder of the labs
 */
export async function gatherFacts(labs: string): Promise<MachineFacts> {
  const quick = quickFacts();
  const cache = cacheFolder();
  return {
    ...quick,
    trials: quick.root && quick.platform === 'linux' ? await tryKernel() : undefined,
    controllers: controllers(),
    bounding: /^CapBnd:\s*(\w+)$/m.exec(readText('/proc/self/status'))?.[1] ?? '0',
    processors: availableParallelism(),
    memoryFreeMb: Math.floor(Number(/^MemAvailable:\s*(\d+)/m.exec(readText('/proc/meminfo'))?.[1] ?? 0) / 1024),
    cache: {
      folder: cache,
      freeMb: freeMb(cache),
      hasBases: ['root', 'docker', 'vm'].every((what) => basesOf(cache, what).length > 0),
    },
    labs: { folder: labs, freeMb: freeMb(labs) },
    accelerator: await vmSpeed(quick, cache),
    mirror: await mirror(),
  };
}

const MAKE_OVERLAY = `mount -t tmpfs tmpfs /mnt; cd /mnt; mkdir lower upper work merged
mount -t overlay overlay -o lowerdir=lower,upperdir=upper,workdir=work merged; touch merged/file`;
const MAKE_NETWORK = `ip link add lan type bridge; ip link add one type veth peer name two; ip link set one master lan
nft add table bridge lab; nft add chain bridge lab c '{ type filter hook forward priority 0; }'
nft add table ip lab; nft add chain ip lab c '{ type nat hook postrouting priority 100; }'
nft add rule ip lab c masquerade`;

async function tryKernel(): Promise<Trials> {
  const attempt = async (...command: string[]) => {
    try {
      const { code, stderr } = await run(command, { timeoutMs: TRIAL_MS });
      return code === 0 ? '' : (stderr.trim().split('\n')[0] ?? `exit ${code}`);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  };
  const apart = ['unshare', '--mount', '--net', '--propagation', 'private', '--', 'bash', '-euc'];
  const [namespaces, overlay, loop, network, vxlan] = await Promise.all([
    attempt('unshare', '--pid', '--mount', '--propagation', 'private', '--net', '--fork', '--mount-proc', 'true'),
    attempt(...apart, MAKE_OVERLAY),
    attempt('losetup', '--find'),
    attempt(...apart, MAKE_NETWORK),
    attempt(...apart, 'ip link add tunnel type vxlan id 1 dstport 4789'),
  ]);
  return { namespaces, overlay, loop, network, vxlan };
}

/** Of both versions. What the second one has in its core counts as a controller. */
function controllers(): string[] {
  const second = readText('/sys/fs/cgroup/cgroup.controllers').trim();
  if (second !== '') return [...second.split(' '), 'devices', 'freezer'];
  const mounted = readText('/proc/self/mounts')
    .split('\n')
    .map((line) => line.split(' '));
  return mounted.filter((fields) => fields[2] === 'cgroup').flatMap((fields) => fields[3]?.split(',') ?? []);
}

async function mirror(): Promise<MachineFacts['mirror']> {
  const given = process.env.ENJAMBRE_LAB_MIRROR;
  const address = given === undefined || given === '' ? debianMirror(readSources())?.main : given.replace(/\/+$/, '');
  if (address === undefined) return undefined;
  // The program that debootstrap itself uses, so that both go the same way.
  const command = [
    'wget',
    '--quiet',
    '--spider',
    '--tries=1',
    `--timeout=${MIRROR_SECONDS}`,
    `${address}/dists/stable/Release`,
  ];
  const answers = await run(command, { timeoutMs: 2000 * MIRROR_SECONDS }).then(
    ({ code }) => code === 0,
    () => false,
  );
  return { address, answers };
}

/** Folders of the bases of a sort that are in the cache. */
function basesOf(cache: string, what: string): string[] {
  const bases = join(cache, 'bases');
  const names = existsSync(bases) ? readdirSync(bases) : [];
  return names.filter((name) => new RegExp(`^${what}-\\d+-[0-9a-f]+$`).test(name)).map((name) => join(bases, name));
}

/** Tried with the kernel of a VM base, so unknown before there is one. */
async function vmSpeed({ root, missing }: QuickFacts, cache: string): Promise<MachineFacts['accelerator']> {
  if (!existsSync('/dev/kvm')) return 'tcg';
  const [base] = basesOf(cache, 'vm');
  if (base === undefined || !root || missing.length > 0) return undefined;
  return accelerator({ kernel: join(base, 'vmlinuz'), initrd: join(base, 'initrd') });
}

/** Free space where a folder is, or would be made. */
function freeMb(folder: string): number {
  if (!existsSync(folder)) return freeMb(dirname(folder));
  const { bavail, bsize } = statfsSync(folder);
  return Math.floor((bavail * bsize) / 2 ** 20);
}
