import type { Facts } from '../facts/facts.ts';
import type { HostErrorCode } from '../host/host.ts';
import { type Inventory, managerOf } from '../inventory/inventory.ts';
import type { NodePlan } from '../plan/make-plan.ts';
import { errorJson } from '../plan/plan-json.ts';
import { printable } from '../terminal/printable.ts';
import { tableLines } from '../terminal/table.ts';
import { bytesText } from '../terminal/units.ts';

/** What there is to say of a node; texts are for people and programs alike. */
export interface NodeStatus {
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

/** Errors of a node that gives no answer; others are refusals. */
const SILENT: readonly string[] = ['unreachable', 'connection-lost', 'deadline'] satisfies HostErrorCode[];

/** A line a node, as people read it. */
export function statusTable(statuses: readonly NodeStatus[]): string[] {
  const titles = ['node', 'address', 'system', 'memory', 'free', 'share', 'docker', 'swarm', 'to do'];
  return tableLines(
    titles.map((title) => ({ title })),
    statuses.map((one) =>
      [
        one.name,
        one.address,
        one.architecture === '-' ? one.system : `${one.system}, ${one.architecture}`,
        one.memoryBytes === null ? '-' : bytesText(one.memoryBytes),
        one.freeBytes === null ? '-' : bytesText(one.freeBytes),
        ...[one.share, one.docker, one.swarm],
        one.problem !== null ? '✖' : one.changes === null ? '-' : String(one.changes),
      ].map(printable),
    ),
  );
}

/** What is known of a node. Pure. */
export function statusOf(
  { node, error, steps }: NodePlan,
  inventory: Inventory,
  lab: ReadonlyMap<string, Facts>,
): NodeStatus {
  const { name, role, address } = node;
  const facts = lab.get(name);
  const problem = steps.find(({ plan }) => plan.problem !== undefined)?.plan.problem;
  const base = { name, role, address, problem: error === undefined ? (problem ?? null) : errorJson(error) };
  if (facts === undefined) {
    const isSilent = SILENT.includes(error?.code ?? '');
    const unknown = {
      system: isSilent ? 'does not answer' : 'cannot be read',
      architecture: '-',
      memoryBytes: null,
      freeBytes: null,
      share: '-',
      docker: '-',
      swarm: '-',
    };
    return { ...base, answers: !isSilent, ...unknown, changes: null };
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
    swarm: swarmText(facts, lab.get(managerOf(inventory).name)),
    changes: steps.reduce((sum, { plan }) => sum + plan.commands.length, 0),
  };
}

function shareText({ share, mounts }: Facts, inventory: Inventory): string {
  if (!mounts.some(({ target }) => target === inventory.share.mount)) return 'not mounted';
  if (!share.answers) return 'does not answer';
  return share.mounted === null ? 'no sentinel' : 'mounted';
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
