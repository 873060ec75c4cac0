import { setTimeout as sleep } from 'node:timers/promises';
import { EnjambreError } from '../../pipeline/errors.ts';
import { carryOut, markEntries } from '../apply/carry-out.ts';
import { type JournalEntry, STATE_FOLDER } from '../apply/journal.ts';
import { interrupted } from '../apply/running.ts';
import type { Facts } from '../facts/facts.ts';
import { readFacts } from '../facts/read.ts';
import type { Host } from '../host/host.ts';
import { managerOf, type Node } from '../inventory/inventory.ts';
import type { Session } from '../plan/session.ts';
import { isDockerSilent, planUndo, RESET } from './undo-plan.ts';

export interface ResetOutcome {
  node: string;
  /** Sentences. */
  undone: readonly string[];
  stays: readonly string[];
  error: EnjambreError | undefined;
}

export interface ResetRequest {
  by: string;
  keepPackages: boolean;
  tell: (line: string) => void;
  /** Once it is aborted nothing further is undone. */
  signal: AbortSignal;
  /** How long the manager may take to see that a node has left, and how often it is asked. */
  leaving?: { limitMs: number; pollMs: number };
}

const LEAVING = { limitMs: 30_000, pollMs: 500 };

/**
 * Takes back what set-up did on nodes: workers side by side, then the manager, which they need for the share. If one of them
 * failed, the manager stays as it is.
 */
export async function resetNodes(
  session: Session,
  nodes: readonly Node[],
  request: ResetRequest,
): Promise<ResetOutcome[]> {
  const manager = managerOf(session.inventory);
  const workers = nodes.filter((node) => node !== manager);
  const outcomes = await Promise.all(workers.map((node) => session.limit(() => resetNode(session, node, request))));
  if (nodes.includes(manager)) {
    const user = outcomes.find(({ error }) => error !== undefined)?.node ?? silentWorker(session);
    if (user === undefined) return [...outcomes, await resetNode(session, manager, request)];
    const message = `${manager.name} stays as it is: ${user} may still use its share`;
    const next = `enjambre reset --node ${user}; if ${user} is gone for good: enjambre reset --node ${manager.name}`;
    const error = new EnjambreError(message, { code: 'needed-by-node', next });
    return [...outcomes, { node: manager.name, undone: [], stays: [], error }];
  }
  const reset = workers.filter(({ name }) => outcomes.some(({ node, error }) => node === name && error === undefined));
  try {
    await forgetNodes(
      session,
      reset.filter(({ name }) => hadJoined(session.lab.facts.get(name))),
      request,
    );
    return outcomes;
  } catch (error) {
    if (!(error instanceof EnjambreError)) throw error;
    return [...outcomes, { node: manager.name, undone: [], stays: [], error }];
  }
}

/** A worker that was asked to be reset as well, and does not answer. */
function silentWorker({ selection, lab }: Session): string | undefined {
  return selection.nodes.find(({ name, role }) => role === 'worker' && lab.errors.has(name))?.name;
}

async function resetNode(
  { lab }: Session,
  { name }: Node,
  { by, keepPackages, tell, signal }: ResetRequest,
): Promise<ResetOutcome> {
  const undone: string[] = [];
  let stays: readonly string[] = [];
  try {
    const host = lab.hosts.get(name);
    const facts = lab.facts.get(name);
    const error = lab.errors.get(name);
    if (error !== undefined) throw error;
    if (host === undefined || facts === undefined) throw new Error(`There is no connection to ${name}.`);
    if (isDockerSilent(facts)) throw dockerSilent(name);
    const plan = planUndo(facts, { keepPackages });
    stays = plan.stays;
    for (const { entries, command } of plan.undos) {
      if (signal.aborted) throw interrupted('enjambre reset');
      if (command !== null) {
        tell(`${name}: ${command.sentence}`);
        const again = `enjambre reset --node ${name}${isOfPackages(entries) ? ' --keep-packages' : ''}`;
        await carryOut(command, { host, hosts: lab.hosts, step: RESET, by, again });
        undone.push(command.sentence);
      }
      await markEntries(entries, 'undone', host);
    }
    // Where something stays, copies of what was there may still be wanted.
    if (stays.length === 0) await host.sh('rm -rf -- "$1"', { args: [STATE_FOLDER] });
    else stays = [...stays, `journal and copies of files, in ${STATE_FOLDER}`];
    return { node: name, undone, stays, error: undefined };
  } catch (error) {
    if (!(error instanceof EnjambreError)) throw error;
    return { node: name, undone, stays, error };
  }
}

function dockerSilent(name: string): EnjambreError {
  return new EnjambreError(`Cannot reset ${name}: its Docker runs and does not answer, and it must leave the Swarm`, {
    code: 'docker-silent',
    next: `on ${name}: sudo systemctl restart docker, then: enjambre reset --node ${name}`,
  });
}

/** Packages may have to stay, since others need them. */
function isOfPackages(entries: readonly JournalEntry[]): boolean {
  return entries.some(({ change }) => change.kind === 'packages');
}

/** Whether set-up has let a node into the Swarm, so that a reset has taken it out. */
function hadJoined(facts: Facts | undefined): boolean {
  const changes = (facts?.journal ?? []).flatMap(({ change, state }) => (state === 'undone' ? [] : change));
  return changes.some((change) => change.kind === 'docker' && change.undo.call.name === 'swarm-leave');
}

/** Takes nodes that have left out of the list of a manager that stays. */
async function forgetNodes(
  { inventory, lab }: Session,
  nodes: readonly Node[],
  { by, tell, leaving = LEAVING }: ResetRequest,
): Promise<void> {
  const manager = managerOf(inventory);
  const host = lab.hosts.get(manager.name);
  if (host === undefined) return;
  const about = { inventory, node: manager };
  for (const { name } of nodes) {
    const id = lab.facts.get(name)?.docker?.swarm.nodeId;
    if (!id) continue;
    const deadline = Date.now() + leaving.limitMs;
    let listed = await stateOf(host, about, id);
    while (listed === 'ready' && Date.now() < deadline) {
      await sleep(leaving.pollMs);
      listed = await stateOf(host, about, id);
    }
    if (listed === undefined) continue;
    const sentence = `Take ${name} out of the Swarm's list`;
    tell(`${manager.name}: ${sentence}`);
    const call = { name: 'remove-node', node: name, nodeId: id } as const;
    const command = { kind: 'docker', sentence, call, undo: null } as const;
    await carryOut(command, { host, hosts: lab.hosts, step: RESET, by });
  }
}

async function stateOf(host: Host, about: Parameters<typeof readFacts>[1], id: string): Promise<string | undefined> {
  const { swarmNodes } = (await readFacts(host, about, ['swarmNodes'])) as Pick<Facts, 'swarmNodes'>;
  return swarmNodes?.find((node) => node.id === id)?.state;
}
