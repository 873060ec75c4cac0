import type { Facts } from '../facts/facts.ts';

/** Services that set the clock, by unit. */
const SERVICES: Readonly<Record<string, string>> = {
  'systemd-timesyncd.service': 'systemd-timesyncd',
  'chrony.service': 'chrony',
  'ntpsec.service': 'ntpsec',
  'openntpd.service': 'openntpd',
};

/** Name of the service that sets the clock of a node; undefined without one. */
export function runningTimeService({ units }: Facts): string | undefined {
  const unit = Object.keys(SERVICES).find((name) => ['active', 'activating'].includes(units[name]?.active ?? ''));
  return unit === undefined ? undefined : SERVICES[unit];
}

/** What sets the clock where nothing else does; a container has the clock of its host. */
export function timePackages(facts: Facts): string[] {
  const { system, clock } = facts;
  const set = system.container !== null || runningTimeService(facts) !== undefined || clock.canNtp === true;
  return set || clock.ntp === true ? [] : ['systemd-timesyncd'];
}
