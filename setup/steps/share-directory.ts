import { editFile, textOf } from '../config-files/edit-file.ts';
import { FSTAB_PATH, foreignFstab } from '../config-files/fstab.ts';
import { toBytes } from '../config-files/octal.ts';
import type { Facts, FileFact } from '../facts/facts.ts';
import { mountOf } from '../facts/mounts.ts';
import { utf8 } from '../facts/raw-text.ts';
import type { ExistingShare, NfsShare } from '../inventory/inventory.ts';
import type { Command } from '../plan/command.ts';
import { orProblem } from './config-file-problem.ts';
import { sentinelPath, wantedSentinel } from './sentinel.ts';
import { blocked, nothing, type Step, type StepContext, type StepPlan, todo } from './step.ts';

/** New files belong to the folder's group, which may write. */
const MODE = '2775';

export const shareDirectory: Step = {
  id: 'share-directory',
  title: 'Make the directory that is shared',
  appliesTo: ({ role }) => role === 'manager',
  reads: ['system', 'directories', 'files', 'mounts', 'share', 'journal'],
  plan: (given) =>
    orProblem(given, (context) => {
      const { share } = context.inventory;
      return share.kind === 'nfs' ? planOwn(context, share) : planExisting(context, share);
    }),
  explain: {
    what: 'Makes the directory on the manager that all nodes will see, gives it to the account that jobs run as, and puts a sentinel in it: a small file, .enjambre-share, with an id.',
    why: 'A node that has not mounted the share still has an empty folder of that name, and would fill its own SD card. Whoever sees the sentinel, and the same id as the manager, looks at the share. The folder’s mode 2775 lets its group write, and hands the group on to new files.',
    commands: [
      'mkdir -p /srv/nfs/shared',
      'chown 1000:1000 /srv/nfs/shared',
      'chmod 2775 /srv/nfs/shared',
      'echo "id UUID" > /srv/nfs/shared/.enjambre-share',
    ],
    look: [
      { command: 'stat /srv/nfs/shared', shows: 'its owner, group and mode' },
      { command: 'cat /srv/nfs/shared/.enjambre-share', shows: 'the id: the same on every node, under /mnt/shared' },
    ],
    undo: 'enjambre reset takes the sentinel away, and the directory if set-up made it and nothing is left in it.',
  },
};

function planOwn({ node, inventory, facts }: StepContext, share: NfsShare): StepPlan {
  const disk = missingDisk(facts, share.export);
  if (disk !== undefined) {
    return blocked(
      'disk-not-mounted',
      `Cannot share "${share.export}" on ${node.name}: the disk for "${disk}" in ${FSTAB_PATH} is not mounted`,
      `on ${node.name}: sudo mount ${disk}`,
    );
  }
  const path = sentinelPath(inventory);
  const commands = [
    ...directory(facts, share),
    ...sentinel(facts, path, facts.files[path], wantedSentinel(inventory, facts)),
  ];
  if (commands.length === 0) return nothing(`"${share.export}" is there, with its sentinel`);
  return todo(commands, `"${share.export}" is not ready to be shared`);
}

function planExisting({ node, inventory, facts }: StepContext, { mount }: ExistingShare): StepPlan {
  const { exists = false } = facts.directories[mount] ?? {};
  if (!facts.share.answers) {
    return blocked(
      'share-silent',
      `Cannot use the share at "${mount}" on ${node.name}: it does not answer`,
      `switch its server on, then: enjambre apply --only share-directory`,
    );
  }
  if (!exists) {
    return blocked(
      'share-missing',
      `Cannot use the share at "${mount}" on ${node.name}: there is no such directory`,
      `mount it there, or give the share an "export" in ${inventory.path}: then set-up makes one`,
    );
  }
  const { mounted } = facts.share;
  const { target } = mountOf(mount, facts.mounts) ?? { target: '/' };
  if (mounted === null && target === '/') {
    return blocked(
      'share-not-mounted',
      `Cannot use the share at "${mount}" on ${node.name}: nothing is mounted there`,
      `mount it there; if the directory is itself the share, on ${node.name}: echo "id $(uuidgen)" | sudo tee ${sentinelPath(inventory)}`,
    );
  }
  const file: FileFact =
    mounted === null ? { exists: false } : { exists: true, text: toBytes(mounted), mode: '644', user: 0, group: 0 };
  const commands = sentinel(facts, sentinelPath(inventory), file, wantedSentinel(inventory, facts));
  if (commands.length === 0) return nothing(`the share at "${mount}" has its sentinel`);
  return todo(commands, `the share at "${mount}" has no sentinel`);
}

function directory(facts: Facts, { export: path, owner }: NfsShare): Command[] {
  const found = facts.directories[path];
  const isRight =
    found?.exists === true && found.user === owner.user && found.group === owner.group && found.mode === MODE;
  if (isRight) return [];
  const verb = found?.exists === true ? `Give "${path}" to account ${owner.user}:${owner.group}` : `Make "${path}"`;
  return [{ kind: 'make-directory', sentence: `${verb}, mode ${MODE}`, path, owner, mode: MODE }];
}

function sentinel({ journal }: Facts, path: string, file: FileFact | undefined, wanted: string): Command[] {
  const sentence = `Put a sentinel into the share: "${path}"`;
  return editFile({ path, file, wanted, sentence, ours: 'whole', activate: [], journal });
}

/** Mount point in fstab that a directory lies on, if nothing is mounted there: what is shared then would be the card beneath. */
function missingDisk({ files, mounts }: Facts, path: string): string | undefined {
  return foreignFstab(textOf(files[FSTAB_PATH]))
    .map(({ target }) => utf8(target))
    .find((target) => target !== '/' && isWithin(path, target) && !mounts.some((mount) => mount.target === target));
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}
