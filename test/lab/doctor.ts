import type { Kind } from './board.ts';
import { lackingCapabilities } from './doctor/capabilities.ts';
import { type MachineFacts, type QuickFacts, quickFacts, type Trials } from './doctor/facts.ts';
import { installCommand } from './doctor/programs.ts';

/** `missing` keeps boards from being raised; `note` is worth knowing. */
export type Verdict = 'ok' | 'missing' | 'note';

/** What one look at the machine found. */
export interface Finding {
  check: string;
  verdict: Verdict;
  /** What there is, or what is not. */
  found: string;
  /** The next thing to do, where something is to be done. */
  next?: string;
  /** Kinds of boards that need it. */
  kinds: readonly Kind[];
}

const BOTH: readonly Kind[] = ['container', 'vm'];
/** What a container board takes, and what the emulator takes beside a VM board's own memory. */
const BOARD_MB = 150;
const VM_MB = 1024;
/** A small lab of each kind. */
const USUAL_BOARDS: Readonly<Record<Kind, number>> = { container: 3, vm: 2 };
const BASES_MB = 4096;
const LAB_MB = 2048;

const TRIALS: Readonly<Record<keyof Trials, { check: string; kinds: readonly Kind[]; fails: Verdict; next: string }>> =
  {
    namespaces: {
      check: 'namespaces',
      kinds: BOTH,
      fails: 'missing',
      next: 'run it on the machine itself, not in a container of it',
    },
    overlay: { check: 'overlay file system', kinds: BOTH, fails: 'missing', next: 'sudo modprobe overlay' },
    loop: { check: 'loop devices', kinds: ['container'], fails: 'missing', next: 'sudo modprobe loop' },
    network: {
      check: 'bridges and rules',
      kinds: BOTH,
      fails: 'missing',
      next: 'sudo modprobe -a bridge veth nf_tables nft_masq nft_chain_nat',
    },
    vxlan: { check: "Docker's networks", kinds: ['container'], fails: 'note', next: 'sudo modprobe vxlan' },
  };

/** What a machine lacks to raise boards, and how to get it; the whole of it is in `facts`. */
export function diagnose(facts: MachineFacts): Finding[] {
  const needed = [...diagnoseQuick(facts), ...diagnoseKernel(facts)];
  return [
    ...needed,
    diagnoseMemory(facts, 'container'),
    diagnoseMemory(facts, 'vm'),
    ...diagnoseDisk(facts),
    diagnoseSpeed(facts),
    diagnoseMirror(facts),
  ];
}

/** Whether boards of a kind can be raised. */
export function isReady(findings: readonly Finding[], kind: Kind): boolean {
  return findings.every(({ verdict, kinds }) => verdict !== 'missing' || !kinds.includes(kind));
}

/** What keeps boards of a kind from being raised here, in a few words each; looks only, for a few milliseconds. */
export async function missingFor(kind: Kind): Promise<string[]> {
  const missing = diagnoseQuick(quickFacts()).filter(
    ({ verdict, kinds }) => verdict === 'missing' && kinds.includes(kind),
  );
  return missing.map(({ found, next }) => (next === undefined ? found : `${found} (${next})`));
}

function diagnoseQuick({ platform, arch, root, missing, tun }: QuickFacts): Finding[] {
  if (platform !== 'linux') {
    const next = 'use a PC with Linux, or a virtual machine with it';
    return [{ check: 'system', verdict: 'missing', found: `this is ${platform}, not Linux`, next, kinds: BOTH }];
  }
  const isPc = arch === 'x64';
  const programs = (kinds: readonly Kind[], check: string): Finding => {
    const lacking = missing.filter((program) => program.kinds.length === kinds.length);
    if (lacking.length === 0) return { check, verdict: 'ok', found: 'all there', kinds };
    const found = `no ${lacking.map(({ name }) => name).join(', ')}`;
    return { check, verdict: 'missing', found, next: installCommand(lacking), kinds };
  };
  return [
    isPc
      ? { check: 'system', verdict: 'ok', found: 'Linux on x86-64', kinds: BOTH }
      : {
          check: 'system',
          verdict: 'missing',
          found: `a processor ${arch}, not x86-64`,
          next: 'use a PC',
          kinds: BOTH,
        },
    root
      ? { check: 'root', verdict: 'ok', found: 'yes', kinds: BOTH }
      : { check: 'root', verdict: 'missing', found: 'not root', next: 'sudo npm run lab -- doctor', kinds: BOTH },
    programs(BOTH, 'programs'),
    programs(['vm'], 'emulator'),
    tun
      ? { check: '/dev/net/tun', verdict: 'ok', found: 'there', kinds: BOTH }
      : { check: '/dev/net/tun', verdict: 'missing', found: 'no /dev/net/tun', next: 'sudo modprobe tun', kinds: BOTH },
  ];
}

function diagnoseKernel({ trials, controllers, bounding }: MachineFacts): Finding[] {
  const tried = Object.entries(TRIALS).map(([name, { check, kinds, fails, next }]): Finding => {
    const refusal = trials?.[name as keyof Trials];
    if (refusal === undefined) return { check, verdict: 'note', found: 'not tried: that needs root', kinds };
    return refusal === ''
      ? { check, verdict: 'ok', found: 'work', kinds }
      : { check, verdict: fails, found: refusal, next, kinds };
  });
  const absent = ['memory', 'devices', 'freezer', 'pids'].filter((name) => !controllers.includes(name));
  const groups = { check: 'control groups', kinds: ['container'] as const };
  const lacking = lackingCapabilities(bounding);
  const rights = { check: 'capabilities', kinds: ['container'] as const };
  return [
    ...tried,
    absent.length === 0
      ? { ...groups, verdict: 'ok', found: 'memory, devices, freezer, pids' }
      : {
          ...groups,
          verdict: 'missing',
          found: `no controller ${absent.join(', ')}`,
          next: 'mount them under /sys/fs/cgroup, or start the kernel with cgroup_enable=memory',
        },
    // Without root there are none, and root is asked for above.
    lacking.length === 0
      ? { ...rights, verdict: 'ok', found: 'all that boards need' }
      : { ...rights, verdict: 'missing', found: `no ${lacking.join(', ')}`, next: TRIALS.namespaces.next },
  ];
}

function diagnoseMemory({ memoryFreeMb }: MachineFacts, kind: Kind): Finding {
  const boardMb = kind === 'vm' ? VM_MB + BOARD_MB : BOARD_MB;
  const boards = Math.floor(memoryFreeMb / boardMb);
  const room = `${memoryFreeMb} MB free, room for some ${boards} boards of ${boardMb} MB`;
  const check = kind === 'vm' ? 'memory, VM boards' : 'memory, containers';
  if (boards >= USUAL_BOARDS[kind]) return { check, verdict: 'ok', found: room, kinds: [kind] };
  const next =
    boards === 0 ? 'close other programs' : `raise fewer: npm run lab -- up --kind ${kind} --boards ${boards}`;
  return { check, verdict: boards === 0 ? 'missing' : 'note', found: room, next, kinds: [kind] };
}

function diagnoseDisk({ cache, labs }: MachineFacts): Finding[] {
  const place = (check: string, folder: string, freeMb: number, neededMb: number, next: string): Finding => {
    const found = `${freeMb} MB free for ${folder}, ${neededMb} MB needed`;
    return freeMb >= neededMb
      ? { check, verdict: 'ok', found, kinds: BOTH }
      : { check, verdict: 'missing', found, next, kinds: BOTH };
  };
  const elsewhere = 'free some, or keep bases elsewhere: ENJAMBRE_LAB_CACHE=FOLDER';
  return [
    cache.hasBases
      ? { check: 'disk for bases', verdict: 'ok', found: `bases are in ${cache.folder}`, kinds: BOTH }
      : place('disk for bases', cache.folder, cache.freeMb, BASES_MB, elsewhere),
    place('disk for labs', labs.folder, labs.freeMb, LAB_MB, 'free some'),
  ];
}

function diagnoseSpeed({ accelerator, processors }: MachineFacts): Finding {
  const found = {
    kvm: `KVM, ${processors} processors`,
    tcg: `no KVM: ${processors} processors are emulated by software, some 10 times slower`,
    unknown: `/dev/kvm is there; whether it works is tried with the first VM board`,
  };
  return {
    check: 'speed of VM boards',
    verdict: accelerator === 'kvm' ? 'ok' : 'note',
    found: found[accelerator ?? 'unknown'],
    kinds: ['vm'],
  };
}

function diagnoseMirror({ mirror, cache }: MachineFacts): Finding {
  const check = 'packages';
  // With bases in the cache, a lab needs none.
  const verdict = cache.hasBases ? 'note' : 'missing';
  if (mirror === undefined) {
    const next = 'ENJAMBRE_LAB_MIRROR=http://MIRROR/debian npm run lab -- bases';
    return { check, verdict, found: "this machine's apt sources name no mirror of Debian", next, kinds: BOTH };
  }
  if (mirror.answers) return { check, verdict: 'ok', found: `${mirror.address} answers`, kinds: BOTH };
  return {
    check,
    verdict,
    found: `${mirror.address} does not answer`,
    next: 'look at the network: sudo apt-get update',
    kinds: BOTH,
  };
}
