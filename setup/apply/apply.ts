import process from 'node:process';
import { EnjambreError, usageError } from '../../pipeline/errors.ts';
import { readInventory } from '../inventory/read.ts';
import type { StepFlags } from '../lab-flags.ts';
import { labLine } from '../plan/lab-line.ts';
import { commandsOf } from '../plan/make-plan.ts';
import { type Session, withLab } from '../plan/session.ts';
import { planLines, planSentence } from '../plan/show-plan.ts';
import { print, say } from '../terminal/output.ts';
import { canAsk, confirm } from '../terminal/prompt.ts';
import type { Drawing } from './draw.ts';
import { failedLastTime, keepOutcomes } from './last-apply.ts';
import { withLocks } from './locks.ts';
import { type NodeOutcome, notTried, outcomeOf } from './observer.ts';
import { applyJson, summaryLines } from './outcome.ts';
import { applySteps } from './runner.ts';
import { runnerName, stoppable } from './running.ts';
import { plainObserver, silentObserver } from './tell.ts';

export interface ApplyFlags extends StepFlags {
  onlyFailed?: boolean;
  yes?: boolean;
  breakLock?: boolean;
}

/** Carries out `enjambre apply`. */
export async function apply(flags: ApplyFlags): Promise<void> {
  if (flags.onlyFailed) {
    const failed = await failedNodes(flags);
    if (failed.length === 0) return say('No node failed the last time: nothing to do.');
    flags = { ...flags, node: failed };
  }
  await withLab(flags, { keepOpen: true }, async (session) => {
    const plan = session.plan();
    const changes = commandsOf(plan).length;
    if (changes > 0 && !flags.json) print(planLines(plan));
    if (changes > 0) say(`${planSentence(plan)}.`);
    if (changes > 0 && !flags.yes) await agreed(changes, flags);
    const outcomes = changes === 0 ? unchanged(session) : await carriedOut(session, flags);
    await keepOutcomes(session.inventory.path, outcomes);
    if (flags.json) print([JSON.stringify(applyJson(outcomes), null, 2)]);
    else say(...summaryLines(outcomes));
    conclude(outcomes, flags);
  });
}

async function failedNodes({ inventory = 'inventory.json', node }: ApplyFlags): Promise<string[]> {
  const { path, nodes } = await readInventory(inventory);
  const failed = (await failedLastTime(path)) ?? nodes.map(({ name }) => name);
  return failed.filter((name) => nodes.some((one) => one.name === name) && (node === undefined || node.includes(name)));
}

/** @throws EnjambreError if the person does not agree, or cannot be asked */
async function agreed(changes: number, flags: ApplyFlags): Promise<void> {
  if (!canAsk()) {
    throw usageError(
      'There is no terminal to ask at whether to make these changes',
      `${labLine('apply', flags)} --yes`,
    );
  }
  if (await confirm(`Make ${changes === 1 ? 'this change' : `these ${changes} changes`}?`)) return;
  throw new EnjambreError('Nothing was changed', { code: 'declined', next: labLine('apply', flags) });
}

/** What there is to tell of a lab where nothing is to be done. */
function unchanged(session: Session): NodeOutcome[] {
  const { nodes } = session.plan();
  return nodes.map(({ node, error, steps, notPlanned }) => {
    const problem = steps.find(({ plan }) => plan.problem !== undefined)?.plan.problem;
    const hindrance = problem === undefined ? error : new EnjambreError(problem.message, problem);
    return {
      node: node.name,
      error: hindrance,
      steps: [
        ...steps.map(({ step, plan }) => {
          const state = plan.problem === undefined ? 'unchanged' : 'failed';
          return { ...outcomeOf(step, state, plan.because), warnings: plan.warnings ?? [] };
        }),
        ...notPlanned.map((step) => notTried(step, error !== undefined)),
      ],
    };
  });
}

async function carriedOut(session: Session, flags: ApplyFlags): Promise<NodeOutcome[]> {
  const { inventory, selection, lab, limit, mayLeaveSwarm } = session;
  const { nodes, steps } = selection;
  const by = runnerName();
  const lock = { nodes, by, what: 'apply', breakLocks: flags.breakLock === true };
  return stoppable((signal, onBroken) =>
    withLocks(session, { ...lock, onBroken }, async () => {
      const { observer, end } = await observerFor(session, flags);
      try {
        return await applySteps({ inventory, nodes, steps, lab, limit, mayLeaveSwarm, by, observer, signal });
      } finally {
        await end();
      }
    }),
  );
}

/** Live on a terminal, lines elsewhere, nothing where JSON is asked for. */
async function observerFor({ selection }: Session, { json }: ApplyFlags): Promise<Drawing> {
  const end = async () => {};
  if (json) return { observer: silentObserver, end };
  const { isTTY, columns } = process.stderr;
  const plain = !isTTY || !columns || process.env.TERM === 'dumb' || process.env.NO_COLOR || process.env.CI;
  if (plain) return { observer: plainObserver, end };
  const { draw } = await import('./draw.ts');
  return draw(selection.nodes);
}

/** @throws EnjambreError if a node failed: exit code 1 if all did, 4 if others are done */
function conclude(outcomes: readonly NodeOutcome[], { inventory }: ApplyFlags): void {
  const failed = outcomes.filter(({ error }) => error !== undefined);
  if (failed.length === 0) return;
  const stopped = failed.some(({ error }) => error?.exitCode === 130);
  const names = failed.map(({ node }) => node).join(', ');
  throw new EnjambreError(`${failed.length} of ${outcomes.length} nodes failed: ${names}`, {
    code: 'nodes-failed',
    next: `mend what is said above, then: ${labLine('apply', { inventory })} --only-failed`,
    exitCode: stopped ? 130 : failed.length < outcomes.length ? 4 : 1,
  });
}
