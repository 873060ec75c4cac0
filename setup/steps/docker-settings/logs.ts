import type { Json } from '../../config-files/daemon-json.ts';
import type { StepContext } from '../step.ts';

/** Which keys make Docker drop old lines of containers' logs. What somebody else has set stays. */
export function logSettings(
  { node, inventory, facts }: StepContext,
  present: ReadonlyMap<string, Json>,
): { keys: Record<string, Json>; warnings: string[] } {
  const driver = present.get('log-driver');
  const options = present.get('log-opts');
  const size = `${inventory.docker.logMegabytes}m`;
  if (driver === undefined && options === undefined) {
    // json-file is what Docker takes by itself; another one comes from a flag, and Docker refuses a key beside a flag.
    const byFlag = facts.docker !== null && facts.docker.logDriver !== 'json-file';
    return byFlag
      ? { keys: {}, warnings: [] }
      : { keys: { 'log-driver': 'local', 'log-opts': { 'max-size': size } }, warnings: [] };
  }
  if (driver === 'local') {
    const own = facts.journal.some(({ step, change }) => step === 'docker-settings' && change.kind === 'file');
    // Somebody else's local driver keeps its size: it drops old lines by itself.
    return { keys: own ? { 'log-opts': { ...objectOf(options), 'max-size': size } } : {}, warnings: [] };
  }
  const isEndless = (driver === undefined || driver === 'json-file') && objectOf(options)['max-size'] === undefined;
  return {
    keys: {},
    warnings: isEndless
      ? [`Docker on ${node.name} keeps all that containers print, without an end: its "log-opts" have no "max-size"`]
      : [],
  };
}

function objectOf(value: Json | undefined): { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as { readonly [key: string]: Json })
    : {};
}
