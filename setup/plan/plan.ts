import { EnjambreError, usageError } from '../../pipeline/errors.ts';
import type { StepFlags } from '../lab-flags.ts';
import { print, say } from '../terminal/output.ts';
import { labLine } from './lab-line.ts';
import { commandsOf, hinderedNodes, type LabPlan } from './make-plan.ts';
import { planJson } from './plan-json.ts';
import { withLab } from './session.ts';
import { labScript } from './shell.ts';
import { planLines, planSentence } from './show-plan.ts';

/** Carries out `enjambre plan`. */
export async function plan(flags: StepFlags & { asShell?: boolean }): Promise<void> {
  if (flags.asShell && flags.json) throw usageError('Cannot use --as-shell with --json', 'leave one of them out');
  const planned = await withLab(flags, { keepOpen: false }, async (session) => session.plan());
  if (flags.json) print([JSON.stringify(planJson(planned), null, 2)]);
  else if (flags.asShell) print([labScript(planned)]);
  else print(planLines(planned));
  conclude(planned, flags);
}

/** @throws EnjambreError for all but a plan with nothing to do, so that the exit code tells */
function conclude(planned: LabPlan, flags: StepFlags): void {
  const sentence = planSentence(planned);
  const hindered = hinderedNodes(planned).length;
  const changes = commandsOf(planned).length;
  if (hindered > 0) {
    const next =
      changes > 0 ? labLine('apply', flags) : `mend what is marked with ✖ above, then: ${labLine('plan', flags)}`;
    const exitCode = hindered < planned.nodes.length ? 4 : 1;
    throw new EnjambreError(sentence, { code: 'nodes-hindered', next, exitCode });
  }
  if (changes > 0)
    throw new EnjambreError(sentence, { code: 'changes-to-make', next: labLine('apply', flags), exitCode: 3 });
  say(`${sentence}.`);
}
