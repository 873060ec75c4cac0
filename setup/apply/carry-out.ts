import { createHash, randomUUID } from 'node:crypto';
import { posix } from 'node:path';
import { VERSION } from '../../pipeline/version.ts';
import type { Engine } from '../host/engine.ts';
import { type Host, HostError, type Output, type ScriptOptions } from '../host/host.ts';
import type {
  Command,
  DockerCall,
  DockerCommand,
  InstallPackages,
  MakeDirectory,
  RunCommand,
  WriteFile,
} from '../plan/command.ts';
import { failureOf, lowerFirst, redacted } from './failure.ts';
import { BACKUPS, type Change, type JournalEntry, journalLine } from './journal.ts';
import { INSTALL_PACKAGES, PACKAGES_FIELD } from './scripts/install-packages.ts';
import { MAKE_DIRECTORY, MODE_FIELD, OWNER_FIELD } from './scripts/make-directory.ts';
import { NOTE, RUN } from './scripts/run.ts';
import { WRITE_FILE } from './scripts/write-file.ts';

/** Where, and on whose behalf, a command is carried out. */
export interface Errand {
  host: Host;
  /** Of all nodes, by name: a worker joins with what its manager tells. */
  hosts: ReadonlyMap<string, Host>;
  /** Id of the step that wants it. */
  step: string;
  /** What to type to try it again. @default `enjambre apply` with that step */
  again?: string;
  /** `user@host`, for the journal. */
  by: string;
  /** Gets what programs print, line by line, while they run. */
  onLine?: (line: string) => void;
}

const FILE_MS = 60_000;
/** A restart of Docker, or a mount that waits for its server. */
const ACTIVATE_MS = 240_000;
const PACKAGES_MS = 45 * 60_000;

/**
 * Carries a command out on a node, in one round trip (calls to Docker apart), and writes it to the node's journal: what was
 * begun before it changes anything, what is done when it has.
 *
 * @throws CommandFailed with the program, its exit code and its last lines; its code is `changed-meanwhile` where a file is not
 * what it was when this was planned. HostError as of `Host`.
 */
export async function carryOut(command: Command, errand: Errand): Promise<void> {
  if (command.kind === 'docker') return callEngine(command, errand);
  const { script, options } = rendered(command, errand);
  await carriedOut(command, script, options, errand);
}

/**
 * Gives entries of a node's journal another state: `done` where an earlier run was interrupted and a new plan of the step has
 * been carried out, `undone` where a reset has taken them back.
 */
export async function markEntries(
  entries: readonly JournalEntry[],
  state: 'done' | 'undone',
  host: Host,
): Promise<void> {
  if (entries.length === 0) return;
  const args = entries.map((entry) => journalLine({ ...entry, state }));
  const { code } = await host.sh(NOTE, { args });
  if (code === 0) return;
  throw new HostError(host.node, `Cannot write the journal of ${host.node} (exit code ${code})`, {
    code: 'command-failed',
    next: `look at the disk of ${host.node}: df -h /var/lib/enjambre`,
  });
}

interface Rendered {
  script: string;
  options: ScriptOptions;
}

function rendered(command: Exclude<Command, DockerCommand>, errand: Errand): Rendered {
  switch (command.kind) {
    case 'write-file':
      return writeFile(command, errand);
    case 'make-directory':
      return makeDirectory(command, errand);
    case 'install-packages':
      return installPackages(command, errand);
    case 'run':
      return run(command, errand);
  }
}

function writeFile(command: WriteFile, errand: Errand): Rendered {
  const { path, mode = '644', check = [], activate, ours } = command;
  const before = hashOf(command.before);
  const after = hashOf(command.after);
  const backup = command.before === null ? null : backupPath(path);
  const lines = journalPair({ kind: 'file', path, backup, before, after, ours, activate }, command.sentence, errand);
  const head = [path, before ?? '-', after ?? '-', mode, backup ?? '-', ...lines];
  const parents = command.after === null ? ['0'] : parentWords(path, errand);
  const args = [...head, ...counted(check), ...parents, ...activate.flatMap(counted)];
  const input = Buffer.from(command.after ?? '', 'latin1');
  return { script: WRITE_FILE, options: { args, input, deadlineMs: FILE_MS + activate.length * ACTIVATE_MS } };
}

function makeDirectory({ path, owner, mode, sentence }: MakeDirectory, errand: Errand): Rendered {
  const asItWas = ['sh', '-c', 'chown -- "$1" "$3" && chmod -- "$2" "$3"', 'sh', OWNER_FIELD, `00${MODE_FIELD}`, path];
  const undo = { sentence: `Give "${path}" back to its owner`, argv: asItWas };
  const args = [
    ...[path, `${owner.user}:${owner.group}`, mode],
    ...journalPair({ kind: 'run', undo }, sentence, errand),
    ...parentWords(path, errand),
    ...journalPair({ kind: 'directory', path }, sentence, errand),
  ];
  return { script: MAKE_DIRECTORY, options: { args } };
}

function installPackages({ packages, sentence }: InstallPackages, errand: Errand): Rendered {
  const lines = journalPair({ kind: 'packages', packages: [PACKAGES_FIELD] }, sentence, errand);
  return { script: INSTALL_PACKAGES, options: { args: [...lines, ...packages], deadlineMs: PACKAGES_MS } };
}

function run({ argv, undo, sentence, deadlineMs }: RunCommand, errand: Errand): Rendered {
  const lines = undo === null ? ['', ''] : journalPair({ kind: 'run', undo }, sentence, errand);
  const args = [...lines, ...counted(argv)];
  return { script: RUN, options: { args, ...(deadlineMs === undefined ? {} : { deadlineMs }) } };
}

async function callEngine(command: DockerCommand, errand: Errand): Promise<void> {
  const { host } = errand;
  const { undo, sentence } = command;
  const lines = undo === null ? undefined : journalPair({ kind: 'docker', undo }, sentence, errand);
  if (lines !== undefined) await carriedOut(command, NOTE, { args: [lines[0]] }, errand);
  await docker(command.call, await host.engine(), command, errand);
  if (lines !== undefined) await carriedOut(command, NOTE, { args: [lines[1]] }, errand);
}

async function docker(call: DockerCall, engine: Engine, command: DockerCommand, errand: Errand): Promise<void> {
  switch (call.name) {
    case 'swarm-init':
      return engine.swarmInit({ advertise: call.advertise });
    case 'swarm-join': {
      const { remote, advertise } = call;
      return engine.swarmJoin({ token: await workerToken(call.manager, command, errand), remote, advertise });
    }
    case 'swarm-leave':
      return engine.swarmLeave({ force: call.force });
    case 'certificate-days':
      return engine.setCertificateDays(call.days);
    case 'label-node': {
      const { node, nodeId, set, remove } = call;
      const why = `${node} has not joined the Swarm`;
      if (nodeId === null) throw impossible(command, errand, why, `enjambre apply --only swarm-join --node ${node}`);
      return engine.labelNode(nodeId, { set, remove });
    }
    case 'remove-node':
      return engine.removeNode(call.nodeId);
  }
}

async function workerToken(manager: string, command: DockerCommand, errand: Errand): Promise<string> {
  const host = errand.hosts.get(manager);
  if (host === undefined)
    throw impossible(command, errand, `its manager ${manager} cannot be reached`, againOf(errand));
  return (await host.engine()).workerToken();
}

function againOf({ again, step, host }: Errand): string {
  return again ?? `enjambre apply --only ${step} --node ${host.node}`;
}

function impossible({ sentence }: Command, { host }: Errand, why: string, next: string): HostError {
  const message = `Cannot ${lowerFirst(sentence)} on ${host.node}: ${why}`;
  return new HostError(host.node, message, { code: 'command-failed', next });
}

/** @throws CommandFailed if the script does not exit with 0 */
async function carriedOut(command: Command, script: string, options: ScriptOptions, errand: Errand): Promise<Output> {
  const { host, onLine } = errand;
  const output = await host.sh(script, {
    ...options,
    ...(onLine === undefined ? {} : { onLine: (line) => tell(line, onLine) }),
  });
  if (output.code !== 0) throw failureOf(command, output, { node: host.node, again: againOf(errand) });
  return output;
}

/** Passes lines of programs on, and turns what the script itself says into a sentence. */
function tell(line: string, onLine: (line: string) => void): void {
  const [, holder, name] = /^@ waiting (\d+) (.*)$/.exec(line) ?? [];
  if (holder !== undefined)
    onLine(`waits for ${name} (process ${holder}), which holds the lock of the package manager`);
  else if (!line.startsWith('@ ')) onLine(redacted(line));
}

/** The two lines that a change is in the journal. */
function journalPair(change: Change, sentence: string, { step, by }: Errand): [string, string] {
  const entry = { id: randomUUID(), at: new Date().toISOString(), by, version: VERSION, step, sentence, change };
  return [journalLine({ ...entry, state: 'begun' }), journalLine({ ...entry, state: 'done' })];
}

/** How many words there are, and the words. */
function counted(words: readonly string[]): string[] {
  return [String(words.length), ...words];
}

/** The directories above a path, each with its lines for the journal, the topmost first. */
function parentWords(path: string, errand: Errand): string[] {
  const parents: string[] = [];
  for (let parent = posix.dirname(path); parent !== '/' && parent !== '.'; parent = posix.dirname(parent)) {
    parents.unshift(parent);
  }
  const wordsOf = (parent: string) => [
    parent,
    ...journalPair({ kind: 'directory', path: parent }, `Make the directory "${parent}"`, errand),
  ];
  return [String(parents.length), ...parents.flatMap(wordsOf)];
}

/** Dated, and named after what it is a copy of: people look for it too. */
function backupPath(path: string): string {
  const stamp = new Date().toISOString().replace(/[:.]/g, '');
  const name = path
    .slice(1)
    .replace(/[^\w.-]+/g, '-')
    .slice(-100);
  return `${BACKUPS}/${stamp}-${randomUUID().slice(0, 4)}-${name}`;
}

/** Of text that has one character a byte. */
function hashOf(text: string | null): string | null {
  return text === null ? null : createHash('sha256').update(text, 'latin1').digest('hex');
}
