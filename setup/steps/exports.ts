import { isIP } from 'node:net';
import { editFile, textOf } from '../config-files/edit-file.ts';
import { covers, EXPORTS_PATH, type Export, editExports, isExported, SHARE_OPTIONS } from '../config-files/exports.ts';
import type { Facts } from '../facts/facts.ts';
import { type Inventory, type NfsShare, workersOf } from '../inventory/inventory.ts';
import type { Command } from '../plan/command.ts';
import { orProblem } from './config-file-problem.ts';
import { nothing, type Step, type StepContext, type StepPlan, todo } from './step.ts';

const PUBLISH = ['exportfs', '-ra'] as const;

export const exportsStep: Step = {
  id: 'exports',
  title: 'Export the share to the workers',
  appliesTo: ({ role }, { share }) => role === 'manager' && share.kind === 'nfs',
  reads: ['files', 'exports', 'journal'],
  plan: (given) =>
    orProblem(given, (context) => {
      const { share } = context.inventory;
      return share.kind === 'nfs' ? planExports(context, share) : nothing('the share is served by other means');
    }),
  explain: {
    what: 'Writes to /etc/exports, in a block of its own, who may mount the share: one line for each worker’s address, never "*". Then it makes the running server read the file.',
    why: 'NFS believes what a client says about its users, so the list of addresses is the lock on the door. root_squash makes a client’s root nobody here; sync answers only when the data is safe; no_subtree_check avoids errors when files are renamed while they are open.',
    commands: ['echo "/srv/nfs/shared WORKER(rw,sync,root_squash,no_subtree_check)" >> /etc/exports', 'exportfs -ra'],
    look: [
      { command: 'cat /etc/exports', shows: 'the block, between # BEGIN enjambre and # END enjambre' },
      { command: 'sudo exportfs -v', shows: 'what the server exports now, with every option' },
    ],
    undo: 'enjambre reset takes the block out of /etc/exports and makes the server read it again. All other lines stay.',
  },
};

function planExports({ node, inventory, facts }: StepContext, share: NfsShare): StepPlan {
  const wanted = wantedExports(inventory, share);
  const { text, adopted, warnings } = editExports(textOf(facts.files[EXPORTS_PATH]), wanted);
  const edit = editFile({
    path: EXPORTS_PATH,
    file: facts.files[EXPORTS_PATH],
    wanted: text,
    sentence: `Export "${share.export}" to ${wanted.map(({ client }) => client).join(', ') || 'nobody'}`,
    ours: 'block',
    activate: [PUBLISH],
    journal: facts.journal,
  });
  const commands = edit.length > 0 ? edit : publish(facts, wanted);
  const all = [...warnings, ...shutOut(inventory, share), ...exportedBeside(facts, share, wanted)];
  if (commands.length > 0) return todo(commands, `"${share.export}" is not exported to all that may mount it`, all);
  const lines = [...new Set(adopted.map(({ line }) => line))].join(', ');
  const by = adopted.length === 0 ? '' : `, by line ${lines} of ${EXPORTS_PATH} that is not ours`;
  return nothing(`${node.name} exports "${share.export}"${by}`, all);
}

function wantedExports(inventory: Inventory, { export: path, allow }: NfsShare): Export[] {
  const clients = allow ?? workersOf(inventory).map(({ address }) => address);
  return [...new Set(clients)].map((client) => ({ path, client, options: SHARE_OPTIONS }));
}

/** The file is right, and the server does not know: it was edited by hand, or the server was away. */
function publish({ exports }: Facts, wanted: readonly Export[]): Command[] {
  const missing = wanted.find((one) => !isLive(exports, one));
  if (missing === undefined) return [];
  return [{ kind: 'run', sentence: `Make the NFS server read ${EXPORTS_PATH} again`, argv: PUBLISH, undo: null }];
}

/** Whether the server exports to a client; a name it may list in full, with its domain. */
function isLive(live: Facts['exports'], one: Export): boolean {
  return isExported(
    live.map((each) => (isClient(each.client, one.client) ? { ...each, client: one.client } : each)),
    one,
  );
}

function isClient(listed: string, wanted: string): boolean {
  const [address = ''] = wanted.split('/');
  return listed === wanted || covers(listed, wanted) || (isIP(address) === 0 && listed.startsWith(`${wanted}.`));
}

/** Workers that the inventory's `allow` leaves out. */
function shutOut(inventory: Inventory, { allow }: NfsShare): string[] {
  if (allow === undefined) return [];
  return workersOf(inventory)
    .filter(({ address }) => isIP(address) !== 0 && !allow.some((client) => covers(client, address)))
    .map(({ name, address }) => `${name} (${address}) is not among those that "allow" in ${inventory.path} names`);
}

/** What no line of /etc/exports says: it comes from /etc/exports.d, or from a call of exportfs by hand. */
function exportedBeside({ exports, files }: Facts, share: NfsShare, wanted: readonly Export[]): string[] {
  const written = textOf(files[EXPORTS_PATH]) ?? '';
  return exports
    .filter(({ path, client }) => path === share.export && !wanted.some((one) => isClient(client, one.client)))
    .filter(({ client }) => !written.includes(client))
    .map(({ client }) => {
      const whom = client === '<world>' || client === '*' ? 'the whole world' : client;
      return `"${share.export}" is exported to ${whom} as well: see "exportfs -v" and /etc/exports.d`;
    });
}
