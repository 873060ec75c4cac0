import type { EnjambreError } from '../../pipeline/errors.ts';
import { asTyped } from '../terminal/output.ts';
import { printable } from '../terminal/printable.ts';
import { counted } from '../terminal/units.ts';
import type { Command } from './command.ts';
import { diffLines } from './diff.ts';
import { commandsOf, hinderedNodes, type LabPlan, type NodePlan, type PlannedStep } from './make-plan.ts';

/** A plan as people read it: per node, what is to be done with the lines that change, and what is done already. */
export function planLines(plan: LabPlan): string[] {
  return plan.nodes.flatMap((node) => [...nodeLines(node), '']).slice(0, -1);
}

function nodeLines({ node, error, steps, notPlanned }: NodePlan): string[] {
  const title = `${node.name} (${node.role}, ${node.address})`;
  if (error !== undefined) return [title, `  ✖ ${printable(error.message)}`, ...nextLines(error.next)];
  const nothingToDo = steps.filter(({ plan }) => plan.commands.length === 0 && plan.problem === undefined);
  const rest = steps.filter((one) => !nothingToDo.includes(one));
  return [
    title,
    ...rest.flatMap(stepLines),
    ...nothingToDo.flatMap(({ step, plan }) =>
      (plan.warnings ?? []).map((warning) => `  ! ${step.id}: ${printable(warning)}`),
    ),
    ...(nothingToDo.length > 0 ? [`  nothing to do: ${nothingToDo.map(({ step }) => step.id).join(', ')}`] : []),
    ...(notPlanned.length > 0 ? [`  waits for that: ${notPlanned.map(({ id }) => id).join(', ')}`] : []),
  ];
}

function stepLines({ step, plan }: PlannedStep): string[] {
  const warnings = (plan.warnings ?? []).map((warning) => `      ! ${printable(warning)}`);
  if (plan.problem !== undefined) {
    return [`  ✖ ${step.id}: ${printable(plan.problem.message)}`, ...nextLines(plan.problem.next), ...warnings];
  }
  return [`  ● ${step.id}`, ...plan.commands.flatMap(commandLines), ...warnings];
}

function nextLines(next: string | undefined): string[] {
  return next === undefined ? [] : [`    Next: ${printable(asTyped(next))}`];
}

/** A node that failed, with what to do next. */
export function failureLines(node: string, { message, next }: EnjambreError): string[] {
  const advice = next === undefined ? [] : [`  Next: ${printable(asTyped(next))}`];
  return [`${node}: ✖ ${printable(message)}`, ...advice];
}

/** A command: its sentence, and what it changes. */
export function commandLines(command: Command): string[] {
  return [`      ${printable(command.sentence)}`, ...detailLines(command).map((line) => `        ${line}`)];
}

/** What a command changes, where its sentence does not say it all. */
function detailLines(command: Command): string[] {
  if (command.kind === 'write-file') {
    const path = command.sentence.includes(command.path) ? [] : [`${command.path}:`];
    return [...path, ...diffLines(command.before, command.after)];
  }
  if (command.kind === 'docker' && command.call.name === 'swarm-join') {
    return [`the join token is asked of ${command.call.manager} when it is needed`];
  }
  if (command.kind === 'docker' && command.call.name === 'label-node' && command.call.nodeId === null) {
    return [`${command.call.node}'s id in the Swarm is known when it has joined`];
  }
  return [];
}

/** One sentence on a plan, without its full stop. */
export function planSentence(plan: LabPlan): string {
  const changes = commandsOf(plan);
  const nodes = new Set(changes.map(({ node }) => node.name)).size;
  const hindered = hinderedNodes(plan).map(({ node }) => node.name);
  if (hindered.length === plan.nodes.length) return `Not possible now: ${hindered.join(', ')}`;
  const todo =
    changes.length === 0
      ? `Nothing to do on ${counted(plan.nodes.length - hindered.length, 'node')}`
      : `${counted(changes.length, 'change')} to make on ${counted(nodes, 'node')}`;
  return hindered.length === 0 ? todo : `${todo}; not possible now: ${hindered.join(', ')}`;
}
