import { shellWord } from '../invocation.ts';
import type { Fact, FactContext } from './fact.ts';
import type { UnitFact } from './facts.ts';
import { linesOf, pairsOf } from './raw-text.ts';

/** Units that set-up starts, orders or looks at, beside the share's mount. */
export const UNITS = [
  'docker.service',
  'nfs-server.service',
  'enjambre-share.timer',
  'systemd-timesyncd.service',
  'chrony.service',
  'ntpsec.service',
  'openntpd.service',
] as const;

export function unitNames({ inventory: { share } }: FactContext): string[] {
  return [...UNITS, mountUnit(share.mount)];
}

/** Name of the unit that systemd makes of a mount point, as `systemd-escape --path --suffix=mount` prints it. */
export function mountUnit(path: string): string {
  const inner = path.split('/').filter((part) => part !== '');
  if (inner.length === 0) return '-.mount';
  let name = '';
  for (const byte of Buffer.from(inner.join('/'))) {
    const character = String.fromCharCode(byte);
    if (character === '/') name += '-';
    else if (/[\w:.]/.test(character) && !(character === '.' && name === '')) name += character;
    else name += `\\x${byte.toString(16).padStart(2, '0')}`;
  }
  return `${name}.mount`;
}

/** Blocks of properties in the order asked for: `Id` would be another name where the unit is an alias. */
export const units: Fact<Readonly<Record<string, UnitFact>>> = {
  script: (about) =>
    `timeout -s KILL 20 systemctl show --property=LoadState --property=ActiveState --property=UnitFileState -- ${unitNames(about).map(shellWord).join(' ')} 2>/dev/null || :`,

  parse({ stdout }, about) {
    const names = unitNames(about);
    // Nothing at all: systemd does not run this machine.
    const blocks = stdout === '' ? names.map(() => '') : stdout.split('\n\n');
    if (blocks.length !== names.length)
      throw new Error(`systemctl told of ${blocks.length} units, not ${names.length}`);
    return Object.fromEntries(names.map((name, index) => [name, unitOf(blocks[index] ?? '')]));
  },
};

function unitOf(block: string): UnitFact {
  const unknown = linesOf(block).find((line) => line !== '' && !/^(LoadState|ActiveState|UnitFileState)=/.test(line));
  if (unknown !== undefined) throw new Error(`systemctl said ${JSON.stringify(unknown.slice(0, 80))}`);
  const values = pairsOf(block);
  return {
    load: values.get('LoadState') ?? 'not-found',
    active: values.get('ActiveState') ?? 'inactive',
    enabled: values.get('UnitFileState') ?? '',
  };
}
