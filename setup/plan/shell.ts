import { createHash } from 'node:crypto';
import { VERSION } from '../../pipeline/version.ts';
import { shellWord } from '../invocation.ts';
import { printable } from '../terminal/printable.ts';
import type { Command, DockerCall, InstallPackages, WriteFile } from './command.ts';
import { utf8Of } from './diff.ts';
import type { LabPlan, NodePlan, PlannedStep } from './make-plan.ts';
import { type FunctionName, shellFunctions } from './shell-functions.ts';

/**
 * A plan as a shell script that people can read, and run as root on each node: it does what `apply` does, but for its lock,
 * its journal and its check at the end.
 */
export function labScript({ nodes }: LabPlan): string {
  const names = nodes.map(({ node }) => node.name);
  const commands = nodes.flatMap(({ steps }) => steps.flatMap(({ plan }) => plan.commands));
  const sections = nodes.map((node) => nodeLines(node));
  const oneNode = nodes.length === 1;
  const body = oneNode
    ? sections.flat()
    : [
        'case "$*" in',
        ...sections.flatMap((lines, index) => [`${shellWord(names[index] ?? '')})`, ...lines, ';;', '']),
        '*)',
        `echo ${shellWord(`Say which node this is: ${names.join(', ')}`)} >&2`,
        'exit 2',
        ';;',
        'esac',
      ];
  return [...headLines(names, oneNode), ...shellFunctions(functionsOf(commands)), ...body, ''].join('\n');
}

function headLines(names: readonly string[], oneNode: boolean): string[] {
  const how = oneNode ? `on ${names[0]}: sudo sh FILE` : `on each node: sudo sh FILE NODE (${names.join(', ')})`;
  return [
    '#!/bin/sh',
    `# What Enjambre ${VERSION} would do now. Read it, then run it as root ${how}`,
    '# It keeps copies of old files in /var/lib/enjambre/backups, and no journal: "enjambre reset" cannot take it back.',
    'set -eu',
    'umask 022',
    '',
  ];
}

function nodeLines({ node, error, steps, notPlanned }: NodePlan): string[] {
  const { name, role, address } = node;
  const todo = steps.filter(({ plan }) => plan.commands.length > 0 || plan.problem !== undefined);
  return [
    comment(`===== ${name} (${role}, ${address}) =====`),
    '',
    ...(error === undefined ? [] : stopLines(`${name} could not be read: ${error.message}`)),
    ...todo.flatMap(stepLines),
    ...(notPlanned.length === 0
      ? []
      : [comment(`Not planned before that: ${notPlanned.map(({ id }) => id).join(', ')}`)]),
    ...(error === undefined && todo.length === 0 ? [`echo ${shellWord(`${name}: nothing to do`)}`, ''] : []),
  ];
}

function stepLines({ step, plan }: PlannedStep): string[] {
  const { after } = step;
  return [
    comment(`--- ${step.title} (${step.id}) ---`),
    ...(after === undefined ? [] : [comment(`First, on the ${after.on}: ${after.step}.`)]),
    ...(plan.warnings ?? []).map((warning) => comment(`Beware: ${warning}`)),
    '',
    ...plan.commands.flatMap((command) => [comment(`${command.sentence}.`), ...commandLines(command), '']),
    ...(plan.problem === undefined ? [] : stopLines(`${plan.problem.message}. Next: ${plan.problem.next}`)),
  ];
}

/** Ends the script with a word, where nothing that comes later is possible. */
function stopLines(text: string): string[] {
  return [`printf '%s\\n' ${shellWord(printable(text))} >&2`, 'exit 1', ''];
}

function commandLines(command: Command): string[] {
  switch (command.kind) {
    case 'run':
      return [words(command.argv), ...undoLines(command.undo?.argv)];
    case 'write-file':
      return [...fileLines(command), ...command.activate.map(words)];
    case 'make-directory': {
      const { path, owner, mode } = command;
      return [words(['install', '-d', '-o', String(owner.user), '-g', String(owner.group), '-m', mode, '--', path])];
    }
    case 'install-packages':
      return packageLines(command);
    case 'docker':
      return dockerLines(command.call);
  }
}

function undoLines(undo: readonly string[] | undefined): string[] {
  return undo === undefined ? [] : [comment(`To take it back: ${words(undo)}`)];
}

function fileLines({ path, before, after, mode = '644', check = [] }: WriteFile): string[] {
  const planned = before === null ? '-' : createHash('sha256').update(before, 'latin1').digest('hex');
  if (after === null) return [words(['take_away', path, planned])];
  const put = words(['put', path, mode, planned, ...check]);
  if (after === '') return [`${put} < /dev/null`];
  const text = utf8Of(after);
  if (text === undefined || /[\p{Cc}\p{Bidi_Control}\u2028\u2029\ufeff]/u.test(text.replace(/[\n\t]/g, ''))) {
    const coded = Buffer.from(after, 'latin1')
      .toString('base64')
      .replace(/.{76}(?=.)/g, '$&\n');
    return [
      comment('It holds bytes that no editor shows, so it is here in base64.'),
      ...heredoc(`base64 -d`, coded, put),
    ];
  }
  return text.endsWith('\n') ? heredoc(put, text.slice(0, -1)) : heredoc('head -c -1', text, put);
}

/** A command that gets a text as its standard input, and what its output goes to. */
function heredoc(command: string, text: string, next?: string): string[] {
  const lines = text.split('\n');
  let end = 'END';
  while (lines.includes(end)) end += '_';
  return [`${command} << '${end}'${next === undefined ? '' : ` | ${next}`}`, ...lines, end];
}

function packageLines({ packages }: InstallPackages): string[] {
  return packages.length === 0 ? ['dpkg --configure -a'] : [words(['install_packages', ...packages])];
}

function dockerLines(call: DockerCall): string[] {
  switch (call.name) {
    case 'swarm-init':
      return [`in_swarm || ${words(['docker', 'swarm', 'init', '--advertise-addr', call.advertise])}`];
    case 'swarm-join':
      return [
        comment(
          `The token lets a machine into the Swarm: show it to nobody. As root on ${call.manager}, this prints it:`,
        ),
        comment('docker swarm join-token --quiet worker'),
        `in_swarm || docker swarm join --token "$(join_token)" ${words(['--advertise-addr', call.advertise, call.remote])}`,
      ];
    case 'swarm-leave':
      return [words(['docker', 'swarm', 'leave', ...(call.force ? ['--force'] : [])])];
    case 'certificate-days':
      return [words(['docker', 'swarm', 'update', '--cert-expiry', `${call.days * 24}h`])];
    case 'label-node':
      return labelLines(call);
    case 'remove-node':
      return [words(['docker', 'node', 'rm', call.nodeId])];
  }
}

function labelLines({ node, nodeId, set, remove }: DockerCall & { name: 'label-node' }): string[] {
  const change = [
    ...Object.entries(set).flatMap(([key, value]) => ['--label-add', `${key}=${value}`]),
    ...remove.flatMap((key) => ['--label-rm', key]),
  ];
  const update = words(['docker', 'node', 'update', ...change, nodeId ?? node]);
  return nodeId === null ? [comment(`When ${node} has joined, known by its host name:`), update] : [update];
}

/** Which of the functions that stand at the top are called. */
function functionsOf(commands: readonly Command[]): FunctionName[] {
  const files = commands.filter((command) => command.kind === 'write-file');
  const calls = commands.flatMap((command) => (command.kind === 'docker' ? [command.call.name] : []));
  const used: readonly [FunctionName, boolean][] = [
    ['put', files.some(({ after }) => after !== null)],
    ['take_away', files.some(({ after }) => after === null)],
    [
      'install_packages',
      commands.some((command) => command.kind === 'install-packages' && command.packages.length > 0),
    ],
    ['in_swarm', calls.includes('swarm-init') || calls.includes('swarm-join')],
    ['join_token', calls.includes('swarm-join')],
  ];
  return used.flatMap(([name, isUsed]) => (isUsed ? [name] : []));
}

function words(argv: readonly string[]): string {
  return argv.map(shellWord).join(' ');
}

/** A line of a script that a shell skips, whatever the text holds. */
function comment(text: string): string {
  return `# ${printable(text)}`;
}
