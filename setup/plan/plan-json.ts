import type { EnjambreError } from '../../pipeline/errors.ts';
import type { Command } from './command.ts';
import { diffLines } from './diff.ts';
import type { LabPlan, NodePlan } from './make-plan.ts';

/** A plan for programs: the same content as the lines for people. */
export function planJson({ nodes }: LabPlan): object {
  return { nodes: nodes.map(nodeJson) };
}

function nodeJson({ node, error, steps, notPlanned }: NodePlan): object {
  return {
    name: node.name,
    role: node.role,
    address: node.address,
    error: error === undefined ? null : errorJson(error),
    steps: steps.map(({ step, plan }) => ({
      id: step.id,
      title: step.title,
      because: plan.because,
      commands: plan.commands.map(commandJson),
      problem: plan.problem ?? null,
      warnings: plan.warnings ?? [],
    })),
    notPlanned: notPlanned.map(({ id }) => id),
  };
}

function commandJson(command: Command): object {
  if (command.kind !== 'write-file') return command;
  const { before, after, ...rest } = command;
  return { ...rest, diff: diffLines(before, after) };
}

/** What failed, for programs. */
export function errorJson({ code, message, next }: EnjambreError): object {
  return { code, message, next: next ?? null };
}
