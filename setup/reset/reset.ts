import { EnjambreError, usageError } from '../../pipeline/errors.ts';
import { withLocks } from '../apply/locks.ts';
import { runnerName, stoppable } from '../apply/running.ts';
import { RESET_FACT_NAMES } from '../facts/all.ts';
import type { Node } from '../inventory/inventory.ts';
import type { LabFlags } from '../lab-flags.ts';
import { labLine } from '../plan/lab-line.ts';
import { errorJson } from '../plan/plan-json.ts';
import { type Session, withLab } from '../plan/session.ts';
import { commandLines, failureLines } from '../plan/show-plan.ts';
import { print, say, sayNext } from '../terminal/output.ts';
import { printable } from '../terminal/printable.ts';
import { canAsk, confirmByName } from '../terminal/prompt.ts';
import { counted } from '../terminal/units.ts';
import { type ResetOutcome, resetNodes } from './reset-nodes.ts';
import { planUndo, type UndoPlan } from './undo-plan.ts';

export interface ResetFlags extends LabFlags {
  keepPackages?: boolean;
  dryRun?: boolean;
  yes?: boolean;
  breakLock?: boolean;
}

/** Carries out `enjambre reset`. */
export async function reset(flags: ResetFlags): Promise<void> {
  await withLab(flags, { keepOpen: true, names: RESET_FACT_NAMES }, async (session) => {
    const plans = undoPlans(session, flags);
    if (!flags.json) print([...plans].flatMap(([node, plan]) => undoLines(node, plan)));
    if (flags.dryRun) {
      const mute = unreachable(session, []);
      if (flags.json)
        print([JSON.stringify({ nodes: [...[...plans].map(planData), ...mute.map(outcomeData)] }, null, 2)]);
      else if ([...plans.values()].some(({ undos }) => undos.length > 0)) sayNext(labLine('reset', flags));
      return conclude(mute, plans.size, flags);
    }
    const nodes = await agreedNodes(plans, flags);
    const outcomes = nodes.length === 0 ? [] : await carriedOut(session, nodes, flags);
    const all = [...outcomes, ...unreachable(session, outcomes)];
    if (flags.json) print([JSON.stringify({ nodes: all.map(outcomeData) }, null, 2)]);
    const done = all.filter(({ error }) => error === undefined).length;
    if (done > 0) say(`${counted(done, 'node')} reset.`);
    else if (all.every(({ undone }) => undone.length === 0)) say('Nothing was changed.');
    conclude(all, done, flags);
  });
}

async function carriedOut(session: Session, nodes: readonly Node[], flags: ResetFlags): Promise<ResetOutcome[]> {
  const by = runnerName();
  const lock = { nodes, by, what: 'reset', breakLocks: flags.breakLock === true, names: RESET_FACT_NAMES };
  const request = { by, keepPackages: flags.keepPackages === true, tell: flags.json ? () => {} : say };
  return stoppable((signal, onBroken) =>
    withLocks(session, { ...lock, onBroken }, () => resetNodes(session, nodes, { ...request, signal })),
  );
}

function undoPlans({ selection, lab }: Session, { keepPackages = false }: ResetFlags): Map<Node, UndoPlan> {
  return new Map(
    selection.nodes.flatMap((node) => {
      const facts = lab.facts.get(node.name);
      return facts === undefined ? [] : [[node, planUndo(facts, { keepPackages })] as const];
    }),
  );
}

function undoLines({ name, address }: Node, { undos, stays }: UndoPlan): string[] {
  const commands = undos.flatMap(({ command }) => command ?? []);
  return [
    `${name} (${address})`,
    ...(undos.length === 0 ? ['  nothing to undo'] : commands.flatMap(commandLines)),
    ...stays.map((what) => `  stays: ${printable(what)}`),
    '',
  ];
}

/** Nodes with something to undo whose name the person has typed. */
async function agreedNodes(plans: ReadonlyMap<Node, UndoPlan>, flags: ResetFlags): Promise<Node[]> {
  const nodes = [...plans].flatMap(([node, { undos }]) => (undos.length > 0 ? [node] : []));
  if (flags.yes || nodes.length === 0) return nodes;
  if (!canAsk()) {
    throw usageError('There is no terminal to ask at which nodes to reset', `${labLine('reset', flags)} --yes`);
  }
  const agreed: Node[] = [];
  for (const node of nodes) {
    if (await confirmByName(`Reset ${node.name}?`, node.name)) agreed.push(node);
  }
  return agreed;
}

/** Nodes that could not be read, and so were not tried. */
function unreachable({ selection, lab }: Session, tried: readonly ResetOutcome[]): ResetOutcome[] {
  return selection.nodes.flatMap(({ name }) => {
    const error = lab.errors.get(name);
    return error === undefined || tried.some(({ node }) => node === name)
      ? []
      : [{ node: name, undone: [], stays: [], error }];
  });
}

function planData([node, { undos, stays }]: [Node, UndoPlan]): object {
  return { name: node.name, undo: undos.flatMap(({ command }) => command?.sentence ?? []), stays };
}

function outcomeData({ node, undone, stays, error }: ResetOutcome): object {
  return { name: node, undone, stays, error: error === undefined ? null : errorJson(error) };
}

/** @throws EnjambreError if a node failed: exit code 4 if others are well, else 1 */
function conclude(outcomes: readonly ResetOutcome[], done: number, { inventory }: ResetFlags): void {
  const failed = outcomes.filter(({ error }) => error !== undefined);
  for (const { node, error } of failed) if (error !== undefined) say(...failureLines(node, error));
  if (failed.length === 0) return;
  throw new EnjambreError(`Cannot reset ${failed.map(({ node }) => node).join(', ')}`, {
    code: 'nodes-failed',
    next: `mend what is said above, then: ${labLine('reset', { inventory, node: failed.map(({ node }) => node) })}`,
    exitCode: done > 0 ? 4 : 1,
  });
}
