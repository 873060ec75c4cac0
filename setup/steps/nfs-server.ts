import { editFile, textOf } from '../config-files/edit-file.ts';
import { EXPORTS_PATH, foreignExports } from '../config-files/exports.ts';
import { NFS_CONF, NFS_CONF_TEXT } from '../config-files/nfs-conf.ts';
import type { Facts, UnitFact } from '../facts/facts.ts';
import { utf8 } from '../facts/raw-text.ts';
import type { Command } from '../plan/command.ts';
import { orProblem } from './config-file-problem.ts';
import { blocked, nothing, type Step, type StepContext, type StepPlan, todo } from './step.ts';

const UNIT = 'nfs-server.service';

export const nfsServer: Step = {
  id: 'nfs-server',
  title: 'Start the NFS server',
  appliesTo: ({ role }, { share }) => role === 'manager' && share.kind === 'nfs',
  reads: ['files', 'exports', 'units', 'journal'],
  plan: (context) => orProblem(context, planServer),
  explain: {
    what: 'Tells the NFS server to speak version 4 only, and sees to it that it runs now and after each start of the manager.',
    why: 'Version 4 needs a single port, 2049, and keeps locks and mounts in one protocol; version 3 needs several services more, each open to the network. If the manager exports other directories already, version 3 stays on: somebody may use it.',
    commands: [
      "printf '[nfsd]\\nvers3=n\\n' > /etc/nfs.conf.d/enjambre.conf",
      'systemctl enable --now nfs-server',
      'systemctl try-restart nfs-server',
    ],
    look: [
      { command: 'systemctl status nfs-server', shows: 'whether the server runs' },
      { command: 'cat /proc/fs/nfsd/versions', shows: 'the versions it speaks: -3 is off, +4 is on' },
      { command: 'cat /etc/nfs.conf.d/enjambre.conf', shows: 'the setting' },
    ],
    undo: 'enjambre reset removes the setting, and stops the server if it was off before.',
  },
};

function planServer({ node, inventory: { share }, facts }: StepContext): StepPlan {
  const unit = facts.units[UNIT];
  if (unit?.load === 'masked') {
    return blocked(
      'unit-masked',
      `Cannot start the NFS server on ${node.name}: somebody has masked ${UNIT}`,
      `on ${node.name}: sudo systemctl unmask ${UNIT}`,
    );
  }
  const others = share.kind === 'nfs' ? otherExports(facts, share.export) : [];
  const keepsOldVersion = others.length > 0 && textOf(facts.files[NFS_CONF]) === null;
  const setting = keepsOldVersion
    ? []
    : editFile({
        path: NFS_CONF,
        file: facts.files[NFS_CONF],
        wanted: NFS_CONF_TEXT,
        sentence: 'Serve NFS version 4 only',
        ours: 'whole',
        activate: [['systemctl', 'try-restart', UNIT]],
        journal: facts.journal,
      });
  const commands = [...setting, ...start(unit)];
  const list = others.map((path) => `"${path}"`).join(', ');
  const warnings = keepsOldVersion
    ? [`${node.name} exports ${list} too: NFS version 3 stays on, with its further ports`]
    : [];
  return commands.length === 0
    ? nothing('the NFS server runs', warnings)
    : todo(commands, 'the NFS server is not set up', warnings);
}

function start(unit: UnitFact | undefined): Command[] {
  if (unit?.active === 'active' && unit.enabled === 'enabled') return [];
  const verb = unit?.enabled === 'enabled' ? 'stop' : unit?.active === 'active' ? 'disable' : 'disable --now';
  return [
    {
      kind: 'run',
      sentence: 'Start the NFS server, now and with the machine',
      argv: ['systemctl', 'enable', '--now', UNIT],
      undo: { sentence: 'Stop the NFS server', argv: ['systemctl', ...verb.split(' '), UNIT] },
    },
  ];
}

/** Directories that the manager exports beside the share, now or from the next start on. */
function otherExports({ files, exports }: Facts, own: string): string[] {
  const written = foreignExports(textOf(files[EXPORTS_PATH])).map(({ path }) => utf8(path));
  return [...new Set([...written, ...exports.map(({ path }) => path)])].filter((path) => path !== own).sort();
}
