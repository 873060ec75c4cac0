import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import type { Lab } from '../lab/lab.ts';
import { type Ended, ended, startCommand } from './command.ts';

// Set-up on virtual boards, as a person has it: the command, an inventory, and what the boards look like before and after.

/** Runs `enjambre` on a lab: its inventory and its known hosts. */
export function onLab(lab: Lab, words: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  return ended(startOnLab(lab, words, env));
}

export function startOnLab(lab: Lab, words: readonly string[], env: Record<string, string> = {}) {
  return startCommand(words, {
    cwd: lab.directory,
    env: { ENJAMBRE_HOME: lab.directory, HOME: lab.directory, ...env },
  });
}

/** Runs it and requires an exit code. */
export async function expectOnLab(lab: Lab, words: readonly string[], code: number): Promise<Ended> {
  const done = await onLab(lab, words);
  assert.is(done.code, code, `enjambre ${words.join(' ')}:\n${done.stdout}\n${done.stderr}`);
  return done;
}

/** Edits the lab's inventory. */
export async function editInventory(lab: Lab, edit: (inventory: InventoryFile) => void): Promise<void> {
  const inventory = JSON.parse(await readFile(lab.inventory, 'utf8')) as InventoryFile;
  edit(inventory);
  await writeFile(join(lab.directory, 'inventory.json'), `${JSON.stringify(inventory, null, 2)}\n`);
}

export interface InventoryFile {
  nodes: { name: string; address: string; labels?: Record<string, string>; [key: string]: unknown }[];
  share: Record<string, unknown>;
  [key: string]: unknown;
}

/** Every name below /etc with its kind, mode, owner and content: what `reset` has to bring back, and a second `apply` must leave. */
const ETC = `cd /etc && find . -printf '%p %y %m %U:%G %l\\n' | sort && find . -type f -print0 | sort -z | xargs -0 sha256sum`;

export function etcOf(lab: Lab, board: string): Promise<string[]> {
  return rootLines(lab, board, ETC);
}

/**
 * What Docker holds: its settings, its Swarm with the version of each object, its images, containers and networks; but those that
 * a Swarm makes for itself, some time after a node has joined.
 */
const DOCKER = `docker info --format '{{json .Swarm.NodeID}} {{json .Swarm.LocalNodeState}} {{json .DockerRootDir}} {{json .Driver}}'
docker image ls --all --no-trunc --quiet; docker container ls --all --no-trunc --quiet; docker network ls --no-trunc --format '{{.ID}} {{.Name}}' | grep -v -e ' ingress$' -e ' docker_gwbridge$'
for node in $(docker node ls --quiet 2> /dev/null); do docker node inspect --format '{{.ID}} {{.Version.Index}} {{json .Spec}}' "$node"; done
systemctl show --property ActiveEnterTimestamp docker`;

export function dockerOf(lab: Lab, board: string): Promise<string[]> {
  return rootLines(lab, board, DOCKER);
}

export async function rootLines(lab: Lab, board: string, script: string): Promise<string[]> {
  const { code, stdout, stderr } = await lab.board(board).exec(['sh', '-c', script]);
  assert.is(code, 0, `${board}: ${stderr}`);
  return stdout.trim().split('\n');
}

/** Lines that one of two lists has and the other has not, marked as in a diff. */
export function difference(before: readonly string[], after: readonly string[]): string[] {
  const was = new Set(before);
  const is = new Set(after);
  return [
    ...before.filter((line) => !is.has(line)).map((line) => `- ${line}`),
    ...after.filter((line) => !was.has(line)).map((line) => `+ ${line}`),
  ];
}
