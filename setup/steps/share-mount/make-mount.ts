import { isIPv6 } from 'node:net';
import { editFile, textOf } from '../../config-files/edit-file.ts';
import { editFstab, FSTAB_PATH, type FstabEntry, parseFstab } from '../../config-files/fstab.ts';
import { adoptFstab } from '../../config-files/fstab-adoption.ts';
import { blockLines } from '../../config-files/managed-block.ts';
import { toBytes } from '../../config-files/octal.ts';
import { RELOAD_UNITS, RETRY_SERVICE, RETRY_TIMER, retryService, retryTimer } from '../../config-files/unit-files.ts';
import { mountUnit } from '../../facts/units.ts';
import { type Inventory, managerOf, type NfsShare, type Node } from '../../inventory/inventory.ts';
import type { Command } from '../../plan/command.ts';
import type { StepContext } from '../step.ts';

const TIMER = 'enjambre-share.timer';
/** `mount` itself gives a server two minutes. */
const MOUNT_MS = 180_000;

/** A reset may come to it twice, or long after the share got another place: then there is nothing to stop. */
const UNMOUNT = 'if systemctl is-active --quiet -- "$1"; then systemctl stop -- "$1"; fi';

const NFS_OPTIONS = ['rw', 'hard', 'nosuid', 'nodev', 'nofail', '_netdev', 'x-systemd.mount-timeout=3min'];

/** What fstab shall say on a node: the manager sees its own disk, without a detour by the network. */
export function shareEntry(
  { role }: Node,
  inventory: Inventory,
  { export: source, mount: target }: NfsShare,
): FstabEntry {
  if (role === 'worker') {
    const { address } = managerOf(inventory);
    const server = isIPv6(address) ? `[${address}]` : address;
    return { source: `${server}:${source}`, target, type: 'nfs4', options: NFS_OPTIONS };
  }
  // systemd finds the disk that a bind mount needs by itself; the option says so to readers, and has no way to say odd paths.
  const needs = /^[\w/.-]+$/.test(source) ? [`x-systemd.requires-mounts-for=${source}`] : [];
  return { source, target, type: 'none', options: ['bind', 'nofail', ...needs] };
}

/** Commands that bring the mount about, now and for good; warnings about what would annoy. */
export function makeMount(
  context: StepContext,
  share: NfsShare,
  { isMounted }: { isMounted: boolean },
): { commands: Command[]; warnings: string[] } {
  const { node, inventory, facts } = context;
  const { mount } = share;
  const entry = shareEntry(node, inventory, share);
  const before = textOf(facts.files[FSTAB_PATH]);
  const live = facts.mounts.findLast(({ target }) => target === mount);
  const { name, address } = managerOf(inventory);
  // What is mounted has been found to be the share: a line by hand may call the manager as that does.
  const adopted = adoptFstab(before, entry, [name, address, serverOf(live?.source ?? '') ?? name]);
  const commands = [
    ...unmountOld(context, before, mount),
    ...mountPoint(context, mount),
    ...editFile({
      path: FSTAB_PATH,
      file: facts.files[FSTAB_PATH],
      wanted: editFstab(before, adopted.isAdopted ? [] : [entry]),
      sentence: adopted.isAdopted
        ? `Leave "${mount}" to the line by hand in ${FSTAB_PATH}`
        : `Add the share to ${FSTAB_PATH}`,
      ours: 'block',
      activate: RELOAD_UNITS,
      journal: facts.journal,
    }),
    ...(node.role === 'worker' ? retryUnits(context, mount) : []),
    ...(isMounted ? [] : [mountNow(mount)]),
    ...(node.role === 'worker' ? startTimer(context) : []),
  ];
  return { commands, warnings: [...adopted.warnings, ...hidden(context, mount, isMounted)] };
}

/** The server's name or address in the source of an NFS mount; undefined in others. */
export function serverOf(source: string): string | undefined {
  const server = /^(?:\[([^\]]+)\]|([^:/]+)):\//.exec(source);
  return server?.[1] ?? server?.[2];
}

/** The share where an earlier inventory had it: unmounted while fstab still knows it. */
function unmountOld({ facts }: StepContext, fstab: string | null, mount: string): Command[] {
  const ours = parseFstab((blockLines(fstab ?? '', FSTAB_PATH) ?? []).join('\n')).map(({ target }) => target);
  const old = facts.mounts.filter(({ target }) => target !== mount && ours.includes(toBytes(target)));
  return old.map(({ target }) => ({
    kind: 'run',
    sentence: `Unmount the share from "${target}"`,
    argv: ['systemctl', 'stop', mountUnit(target)],
    undo: null,
  }));
}

function mountPoint({ facts }: StepContext, path: string): Command[] {
  if (facts.directories[path]?.exists === true) return [];
  return [{ kind: 'make-directory', sentence: `Make "${path}"`, path, owner: { user: 0, group: 0 }, mode: '755' }];
}

function mountNow(mount: string): Command {
  return {
    kind: 'run',
    sentence: `Mount "${mount}"`,
    argv: ['mount', mount],
    undo: { sentence: `Unmount "${mount}"`, argv: ['sh', '-c', UNMOUNT, 'sh', mountUnit(mount)] },
    deadlineMs: MOUNT_MS,
  };
}

function retryUnits({ facts }: StepContext, mount: string): Command[] {
  const edit = (path: string, wanted: string, sentence: string) =>
    editFile({
      path,
      file: facts.files[path],
      wanted,
      sentence,
      ours: 'whole',
      activate: RELOAD_UNITS,
      journal: facts.journal,
    });
  return [
    ...edit(RETRY_SERVICE, retryService(mount), `Describe to systemd how to mount "${mount}" again`),
    ...edit(RETRY_TIMER, retryTimer(), 'Describe to systemd when to try again'),
  ];
}

function startTimer({ facts }: StepContext): Command[] {
  const { active, enabled } = facts.units[TIMER] ?? { active: '', enabled: '' };
  if (active === 'active' && enabled === 'enabled') return [];
  return [
    {
      kind: 'run',
      sentence: 'Try each minute to mount the share while it is not mounted',
      argv: ['systemctl', 'enable', '--now', TIMER],
      undo: { sentence: 'Stop trying to mount the share', argv: ['systemctl', 'disable', '--now', TIMER] },
    },
  ];
}

function hidden({ node, facts }: StepContext, mount: string, isMounted: boolean): string[] {
  const found = facts.directories[mount];
  if (isMounted || found === undefined || !found.exists || found.empty) return [];
  return [`"${mount}" on ${node.name} is not empty: what is in it is hidden while the share is mounted`];
}
