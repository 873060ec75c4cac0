import type { Check } from './preflight/check.ts';
import { clock } from './preflight/clock.ts';
import { hostName } from './preflight/host-name.ts';
import { kernel } from './preflight/kernel.ts';
import { network } from './preflight/network.ts';
import { operatingSystem } from './preflight/operating-system.ts';
import { otherDocker } from './preflight/other-docker.ts';
import { packageManager } from './preflight/package-manager.ts';
import { space } from './preflight/space.ts';
import { unique } from './preflight/unique.ts';
import { nothing, type Step } from './step.ts';

/** In the order in which problems should be mended. */
const checks: readonly Check[] = [
  operatingSystem,
  unique,
  network,
  clock,
  space,
  kernel,
  otherDocker,
  packageManager,
  hostName,
];

export const preflight: Step = {
  id: 'preflight',
  title: 'Check the node',
  appliesTo: () => true,
  reads: ['system', 'clock', 'network', 'space', 'kernel', 'packages', 'docker'],
  readsOfManager: ['system', 'network'],
  plan(context) {
    const findings = checks.flatMap((check) => check(context));
    const problems = findings.flatMap((finding) => ('problem' in finding ? [finding.problem] : []));
    const warnings = findings.flatMap((finding) => ('warning' in finding ? [finding.warning] : []));
    const [first, ...others] = problems;
    const { system } = context.facts;
    if (first === undefined) return nothing(`${system.osName} on ${system.architecture}`, warnings);
    const also = others.map(({ message, next }) => `${message}. Next: ${next}`);
    return { ...nothing(first.message, [...also, ...warnings]), problem: first };
  },
  explain: {
    what: 'Looks for what would make set-up fail later, and changes nothing: a system that was never tried, two nodes with one identity, a clock that is off, a full or read-only disk, a missing kernel module, an address that is not the node’s.',
    why: 'Each of these costs an evening when it shows up as a strange message of another program. Boards whose SD cards were copied from one another share their machine-id, and then the network and the Swarm take two boards for one.',
    commands: ['cat /etc/os-release', 'cat /etc/machine-id', 'ip -json address', 'date --iso-8601=ns', 'df /'],
    look: [
      { command: 'cat /etc/os-release', shows: 'the system and its version' },
      { command: 'cat /etc/machine-id', shows: 'the identity that no other board may have' },
      { command: 'ip address', shows: 'the addresses of the board' },
      { command: 'timedatectl', shows: 'its clock, and whether a time server sets it' },
      { command: 'df -h /', shows: 'the room on its disk' },
    ],
    undo: 'Nothing: it changes nothing.',
  },
};
