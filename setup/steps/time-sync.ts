import type { Facts } from '../facts/facts.ts';
import type { Command } from '../plan/command.ts';
import { nothing, type Step, todo } from './step.ts';
import { runningTimeService } from './time-service.ts';

export const timeSync: Step = {
  id: 'time-sync',
  title: 'Set the clock by a time server',
  appliesTo: () => true,
  reads: ['system', 'clock', 'units'],
  plan({ node, facts }) {
    if (facts.system.container !== null) return nothing(`${node.name} is a container: its clock is that of its host`);
    const running = runningTimeService(facts);
    if (running !== undefined) return nothing(`${running} sets the clock`, unsynchronized(node.name, facts));
    if (facts.clock.ntp === true) return nothing('a time service sets the clock', unsynchronized(node.name, facts));
    return todo([switchOn], 'no time service is on');
  },
  explain: {
    what: 'Sees to it that a time service sets the clock: the one that is there, or else systemd-timesyncd, which the step packages installs.',
    why: 'Many boards have no battery for their clock and wake up in the past. Nodes whose clocks differ refuse each other’s certificates, and nobody can tell what happened first.',
    commands: ['timedatectl set-ntp true'],
    look: [
      { command: 'timedatectl', shows: 'whether the clock is synchronized' },
      { command: 'timedatectl timesync-status', shows: 'the time server, and how far the clock was off' },
    ],
    undo: 'enjambre reset switches the service off if it was off.',
  },
};

const switchOn: Command = {
  kind: 'run',
  sentence: 'Set the clock by a time server',
  argv: ['timedatectl', 'set-ntp', 'true'],
  undo: { sentence: 'Stop setting the clock by a time server', argv: ['timedatectl', 'set-ntp', 'false'] },
};

function unsynchronized(node: string, { clock }: Facts): string[] {
  return clock.synchronized === false ? [`No time server has set the clock of ${node} yet: see "timedatectl"`] : [];
}
