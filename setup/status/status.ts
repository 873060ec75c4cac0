import { EnjambreError } from '../../pipeline/errors.ts';
import type { LabFlags } from '../commands/lab-options.ts';
import type { Facts } from '../facts/facts.ts';
import { type Inventory, managerOf } from '../inventory/inventory.ts';
import { labLine } from '../plan/lab-line.ts';
import type { LabPlan, NodePlan } from '../plan/make-plan.ts';
import { errorJson } from '../plan/plan-json.ts';
import { type Session, withLab } from '../plan/session.ts';
import { failureLines } from '../plan/show-plan.ts';
import { print, say, sayNext } from '../terminal/output.ts';
import { printable } from '../terminal/printable.ts';
import { tableLines } from '../terminal/table.ts';
import { bytesText } from '../terminal/units.ts';

/** What there is to say of a node; texts are for people and programs alike. */
interface NodeStatus {
  name: string;
  role: string;
  address: string;
  answers: boolean;
  system: string;
  architecture: string;
  memoryBytes: number | null;
  freeBytes: number | null;
  share: string;
  docker: string;
  swarm: string;
  /** Changes that `apply` would make; null where that is not known. */
  changes: number | null;
  /** What hinders, with what to do. */
  problem: object | null;
}

/** Carries out `enjambre status`. */
export async function status(flags: LabFlags): Promise<void> {
  const { plan, statuses } = await withLab(flags, { keepOpen: false }, async (session) => {
    const plan = session.plan();
    return { plan, statuses: plan.nodes.map((node) => statusOf(node, session)) };
  });
  if (flags.json) print([JSON.stringify({ nodes: statuses }, null, 2)]);
  else print(statusTable(statuses));
  conclude(plan, flags);
}

function statusTable(statuses: readonly NodeStatus[]): string[] {
  const titles = ['node', 'address', 'system', 'memory', 'free', 'share', 'docker', 'swarm', 'to do'];
  return tableLines(
    titles.map((title) => ({ title })),
    statuses.map((one) =>
      [
        one.name,
        one.address,
        one.answers ? `${one.system}, ${one.architecture}` : 'does not answer',
        one.memoryBytes === null ? '-' : bytesText(one.memoryBytes),
        one.freeBytes === null ? '-' : bytesText(one.freeBytes),
        ...[one.share, one.docker, one.swarm],
        one.problem !== null ? '✖' : one.changes === null ? '-' : String(one.changes),
      ].map(printable),
    ),
  );
}

function statusOf({ node, error, steps }: NodePlan, { inventory, lab }: Session): NodeStatus {
  const { name, role, address } = node;
  const facts = lab.facts.get(name);
  const problem = steps.find(({ plan }) => plan.problem !== undefined)?.plan.problem;
  const base = { name, role, address, problem: error === undefined ? (problem ?? null) : errorJson(error) };
  if (facts === undefined) {
    const unknown = {
      system: '-',
      architecture: '-',
      memoryBytes: null,
      freeBytes: null,
      share: '-',
      docker: '-',
      swarm: '-',
    };
    return { ...base, answers: false, ...unknown, changes: null };
  }
  return {
    ...base,
    answers: true,
    system: facts.system.osName,
    architecture: facts.system.architecture,
    memoryBytes: facts.system.memoryBytes,
    freeBytes: facts.space.paths['/']?.freeBytes ?? null,
    share: shareText(facts, inventory),
    docker: dockerText(facts),
    swarm: swarmText(facts, lab.facts.get(managerOf(inventory).name)),
    changes: steps.reduce((sum, { plan }) => sum + plan.commands.length, 0),
  };
}

function shareText({ share, mounts }: Facts, inventory: Inventory): string {
  if (!mounts.some(({ target }) => target === inventory.share.mount)) return 'not mounted';
  if (!share.answers) return 'does not answer';
  return share.mounted === null ? 'not the share' : 'mounted';
}

function dockerText({ docker, packages: { installed } }: Facts): string {
  const isInstalled = ['docker.io', 'docker-ce'].some((name) => installed[name] !== undefined);
  return docker?.serverVersion ?? (isInstalled ? 'does not run' : 'none');
}

/** The node's place in the Swarm: what it says of itself, and what the manager says of it. */
function swarmText({ docker }: Facts, manager: Facts | undefined): string {
  if (docker === null || docker.swarm.state === 'inactive') return 'no';
  if (docker.swarm.state !== 'active') return docker.swarm.state;
  // Only the manager can say which Swarm it is, and it could not be read.
  if (manager === undefined) return 'not known';
  const listed = manager.swarmNodes?.find(({ id }) => id === docker.swarm.nodeId);
  return listed === undefined ? 'another one' : `${listed.role}, ${listed.state}`;
}

/** @throws EnjambreError if a node does not answer, or has a problem: exit code 1 if all do, else 4 */
function conclude({ nodes }: LabPlan, flags: LabFlags): void {
  const mute = nodes.filter(({ error }) => error !== undefined);
  const hindered = nodes.filter(({ steps }) => steps.some(({ plan }) => plan.problem !== undefined));
  for (const { node, error } of mute) if (error !== undefined) say(...failureLines(node.name, error));
  const next = labLine('plan', flags);
  const names = [...mute, ...hindered].map(({ node }) => node.name);
  if (names.length > 0) {
    throw new EnjambreError(`Not as they should be: ${names.join(', ')}`, {
      code: 'nodes-hindered',
      next,
      exitCode: names.length < nodes.length ? 4 : 1,
    });
  }
  if (nodes.some(({ steps }) => steps.some(({ plan }) => plan.commands.length > 0))) sayNext(next);
}
