import { posix } from 'node:path';
import type { MountFact } from '../facts/facts.ts';
import { mountOf } from '../facts/mounts.ts';
import { type Inventory, managerOf, type Node } from '../inventory/inventory.ts';
import { orProblem } from './config-file-problem.ts';
import { wantedSentinel } from './sentinel.ts';
import { makeMount, serverOf } from './share-mount/make-mount.ts';
import { provesOther, waitForSentinel } from './share-mount/proof.ts';
import { blocked, nothing, type Step, type StepContext, type StepPlan, todo } from './step.ts';

export const shareMount: Step = {
  id: 'share-mount',
  title: 'Mount the share',
  appliesTo: () => true,
  reads: ['system', 'files', 'directories', 'mounts', 'share', 'units', 'journal'],
  readsOfManager: ['system', 'share'],
  after: { step: 'exports', on: 'manager', required: true },
  plan: (context) => orProblem(context, planMount),
  explain: {
    what: 'Adds the share to /etc/fstab, in a block of its own, mounts it, and waits until the manager’s sentinel shows there. A timer tries again each minute while the share is not mounted. On the manager the exported directory appears at the same path by a bind mount.',
    why: 'Jobs use one path on every node. "hard" makes programs wait for a server that restarts, where "soft" would lose data without a word; "nofail" and the timeout let a board start while the server is off; "nosuid" and "nodev" take the power out of files that somebody else has put there. The sentinel shows that it is the share, and not an empty folder.',
    commands: [
      'mkdir -p /mnt/shared',
      'echo "MANAGER:/srv/nfs/shared /mnt/shared nfs4 rw,hard,nosuid,nodev,nofail,_netdev 0 0" >> /etc/fstab',
      'systemctl daemon-reload',
      'mount /mnt/shared',
      'systemctl enable --now enjambre-share.timer',
    ],
    look: [
      { command: 'findmnt /mnt/shared', shows: 'what is mounted there, and how' },
      { command: 'cat /etc/fstab', shows: 'the block, between # BEGIN enjambre and # END enjambre' },
      { command: 'cat /mnt/shared/.enjambre-share', shows: 'the same id as on the manager' },
      { command: 'systemctl list-timers enjambre-share.timer', shows: 'when mounting is tried next' },
    ],
    undo: 'enjambre reset unmounts the share, takes the block out of /etc/fstab, and removes the timer. All other lines stay.',
  },
};

function planMount(context: StepContext): StepPlan {
  const { node, inventory, facts } = context;
  const { mount, kind } = inventory.share;
  const live = facts.mounts.findLast(({ target }) => target === mount);
  if (live !== undefined && !facts.share.answers) return silent(node, inventory);
  const wanted = expected(context);
  if (wanted !== undefined && provesOther(context, wanted)) return otherShare(context, wanted);
  if (kind === 'existing') return planExisting(context, wanted);
  const { mounted } = facts.share;
  const isProven = mounted !== null && (wanted === undefined || mounted === wanted);
  if (live !== undefined && !isProven && !isOwnMount(context, live)) {
    return blocked(
      'something-else-mounted',
      `Cannot mount "${mount}" on ${node.name}: ${live.source} (${live.type}) is mounted there`,
      `on ${node.name}: sudo umount ${mount}, or choose another "mount" in ${inventory.path}`,
    );
  }
  const { commands, warnings } = makeMount(context, inventory.share, { isMounted: live !== undefined });
  const all = [...commands, ...(isProven ? [] : waitForSentinel(context, wanted))];
  if (all.length === 0) return nothing(`"${mount}" is the share`, warnings);
  return todo(
    all,
    live === undefined ? `the share is not mounted` : `"${mount}" is mounted, but not for good`,
    warnings,
  );
}

/** Text that the sentinel must have; undefined while the manager could not be read. */
function expected({ inventory, lab }: StepContext): string | undefined {
  const manager = lab.get(managerOf(inventory).name);
  if (manager === undefined) return undefined;
  return wantedSentinel(inventory, manager);
}

/** Whether a mount is the one that set-up makes, though its sentinel does not show yet. */
function isOwnMount({ node, inventory, facts }: StepContext, live: MountFact): boolean {
  const { share } = inventory;
  if (share.kind !== 'nfs') return false;
  if (node.role === 'manager') {
    const disk = mountOf(share.export, facts.mounts);
    if (disk === undefined) return false;
    return (
      live.source === disk.source && live.root === posix.join(disk.root, posix.relative(disk.target, share.export))
    );
  }
  const { name, address } = managerOf(inventory);
  const server = serverOf(live.source);
  const isManager = server === name || server === address || live.options.includes(`addr=${address}`);
  return isManager && /^nfs4?$/.test(live.type) && live.source.endsWith(`:${share.export}`);
}

/** A share that was there before is not mounted by set-up: it must show the manager's sentinel. */
function planExisting(context: StepContext, wanted: string | undefined): StepPlan {
  const { node, inventory, facts } = context;
  const { mount } = inventory.share;
  const { mounted } = facts.share;
  if (mounted !== null && (wanted === undefined || mounted === wanted)) return nothing(`"${mount}" is the share`);
  const { target } = mountOf(mount, facts.mounts) ?? { target: '/' };
  if (target === '/' && node.role === 'worker') {
    return blocked(
      'share-not-mounted',
      `Cannot use the share at "${mount}" on ${node.name}: nothing is mounted there`,
      `mount it on ${node.name}, or give the share an "export" in ${inventory.path}: then set-up mounts it`,
    );
  }
  return todo(waitForSentinel(context, wanted), `the manager's sentinel does not show at "${mount}"`);
}

function silent({ name }: Node, inventory: Inventory): StepPlan {
  const { mount } = inventory.share;
  const manager = managerOf(inventory).name;
  return blocked(
    'share-silent',
    `Cannot use "${mount}" on ${name}: it is mounted, and its server does not answer`,
    `switch ${manager} on, then: enjambre apply; if it has a new address, on ${name} first: sudo umount --lazy ${mount}`,
  );
}

function otherShare({ node, inventory, facts }: StepContext, wanted: string): StepPlan {
  const { mount } = inventory.share;
  const ids = [facts.share.mounted ?? '', wanted].map((text) => text.trim());
  return blocked(
    'other-share',
    `Cannot use "${mount}" on ${node.name}: its sentinel says "${ids[0]}", the manager's "${ids[1]}"`,
    `on ${node.name}: sudo umount ${mount}, then: enjambre apply --only share-mount --node ${node.name}`,
  );
}
