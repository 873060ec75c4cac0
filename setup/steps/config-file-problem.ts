import { ConfigFileError } from '../config-files/config-file-error.ts';
import { blocked, type StepContext, type StepPlan } from './step.ts';

/** A plan that edits system files; where one cannot be edited as it is, that is the step's problem. */
export function orProblem(context: StepContext, plan: (context: StepContext) => StepPlan): StepPlan {
  try {
    return plan(context);
  } catch (error) {
    if (error instanceof ConfigFileError)
      return blocked(error.code, `${error.message} (${context.node.name})`, error.next ?? '');
    throw error;
  }
}
