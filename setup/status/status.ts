import { EnjambreError } from '../../pipeline/errors.ts';
import type { LabFlags } from '../lab-flags.ts';
import { labLine } from '../plan/lab-line.ts';
import type { LabPlan } from '../plan/make-plan.ts';
import { withLab } from '../plan/session.ts';
import { failureLines } from '../plan/show-plan.ts';
import { print, say, sayNext } from '../terminal/output.ts';
import { statusOf, statusTable } from './node-status.ts';

/** Carries out `enjambre status`. */
export async function status(flags: LabFlags): Promise<void> {
  const { plan, statuses } = await withLab(flags, { keepOpen: false }, async (session) => {
    const plan = session.plan();
    return { plan, statuses: plan.nodes.map((node) => statusOf(node, session.inventory, session.lab.facts)) };
  });
  if (flags.json) print([JSON.stringify({ nodes: statuses }, null, 2)]);
  else print(statusTable(statuses));
  conclude(plan, flags);
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
