import type { Facts } from '../facts/facts.ts';
import type { Command } from '../plan/command.ts';
import { blocked, nothing, type Step, type StepPlan, todo } from './step.ts';

/** Services that set the clock, by unit. */
const SERVICES: Readonly<Record<string, string>> = {
  'systemd-timesyncd.service': 'systemd-timesyncd',
  'chrony.service': 'chrony',
  'ntpsec.service': 'ntpsec',
  'openntpd.service': 'openntpd',
};

export const timeSync: Step = {
  id: 'time-sync',
  title: 'Set the clock by a time server',
  appliesTo: () => true,
  reads: ['system', 'clock', 'units', 'packages'],
  plan({ node, facts }) {
    if (facts.system.container !== null) return nothing(`${node.name} is a container: its clock is that of its host`);
    const running = runningService(facts);
    if (running !== undefined) return nothing(`${running} sets the clock`, unsynchronized(node.name, facts));
    if (facts.clock.ntp === true) return nothing('a time service sets the clock', unsynchronized(node.name, facts));
    if (facts.clock.canNtp === true || facts.packages.installed['systemd-timesyncd'] !== undefined) {
      return todo([switchOn], 'no time service is on');
    }
    return install(node.name, facts);
  },
  explain: {
    what: 'Sees to it that a time service sets the clock: the one that is there, or else systemd-timesyncd, which it installs.',
    why: 'Many boards have no battery for their clock and wake up in the past. Nodes whose clocks differ refuse each other’s certificates, and nobody can tell what happened first.',
    look: [
      { command: 'timedatectl', shows: 'whether the clock is synchronized' },
      { command: 'timedatectl timesync-status', shows: 'the time server, and how far the clock was off' },
    ],
    undo: 'enjambre reset switches the service off if it was off, and removes the package if it was not there.',
  },
};

const switchOn: Command = {
  kind: 'run',
  sentence: 'Set the clock by a time server',
  argv: ['timedatectl', 'set-ntp', 'true'],
  undo: { sentence: 'Stop setting the clock by a time server', argv: ['timedatectl', 'set-ntp', 'false'] },
};

function runningService({ units }: Facts): string | undefined {
  const unit = Object.keys(SERVICES).find((name) => ['active', 'activating'].includes(units[name]?.active ?? ''));
  return unit === undefined ? undefined : SERVICES[unit];
}

function unsynchronized(node: string, { clock }: Facts): string[] {
  return clock.synchronized === false ? [`No time server has set the clock of ${node} yet: see "timedatectl"`] : [];
}

/** Its package switches it on; without a list of packages at hand, apt-get fetches one. */
function install(node: string, { packages }: Facts): StepPlan {
  const { candidates } = packages;
  if (Object.keys(candidates).length > 0 && candidates['systemd-timesyncd'] === undefined) {
    return blocked(
      'no-time-service',
      `Cannot set the clock of ${node}: no time service is installed, and apt knows no systemd-timesyncd`,
      `on ${node}: sudo apt-get update, or install chrony`,
    );
  }
  return todo(
    [
      {
        kind: 'install-packages',
        sentence: 'Install systemd-timesyncd, which sets the clock',
        packages: ['systemd-timesyncd'],
      },
    ],
    'no time service is installed',
  );
}
