import { allowedFault, isAddress, isMachineIp, isUserName, parseJump } from './addresses.ts';
import { shownValue } from './fault.ts';
import { dataDirectoryFault, hasHidden, shareDirectoryFault } from './paths.ts';

/** What a value must be, for messages: `"a b" is no address: give an IP address …`. */
export interface Kind {
  /** What a wrong value is not, as "no address". */
  no: string;
  /** What to write instead. */
  hint: string;
}

/** A text with a meaning of its own. */
export interface TextKind extends Kind {
  /** True for a good text; else false, or a hint that fits this text better. */
  check: (text: string) => boolean | string;
  /** For editors: a regular expression that every good text matches. */
  pattern?: string;
}

/** What is wrong with a value. */
export function phrase(value: unknown, { no, hint }: Kind): string {
  return value === undefined ? `is missing: ${hint}` : `${shownValue(value)} is ${no}: ${hint}`;
}

/** What is wrong with a text, as well as can be said. */
export function phraseFor(value: unknown, kind: TextKind): string {
  const said = typeof value === 'string' ? kind.check(value) : false;
  return phrase(value, typeof said === 'string' ? { ...kind, hint: said } : kind);
}

/** A check that takes a fault as the hint. */
function without(fault: (text: string) => string | undefined): TextKind['check'] {
  return (text) => fault(text) ?? true;
}

function matching(pattern: string): Pick<TextKind, 'check' | 'pattern'> {
  const expression = new RegExp(pattern);
  return { check: (text) => expression.test(text), pattern };
}

export const nodeName: TextKind = {
  no: 'no node name',
  hint: 'use small letters, digits and "-", at most 63, as worker1',
  ...matching('^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
};

export const address: TextKind = {
  no: 'no address',
  hint: 'give an IP address, as 192.168.1.21, or a host name',
  check: isAddress,
};

export const managerIp: TextKind = {
  no: 'no IP address',
  hint: 'give the one at which the other nodes reach the manager, as 192.168.1.20',
  check: isMachineIp,
};

export const userName: TextKind = {
  no: 'no user name',
  hint: 'give the name of an account, as admin',
  check: isUserName,
};

export const keyFile: TextKind = {
  no: 'no path of a private key',
  hint: 'give the path of a file, as ~/.ssh/id_ed25519',
  check: (text) => /^[^-\s]/.test(text) && text.length <= 1024 && !hasHidden(text) && !/^~(?!\/)|\/$/.test(text),
};

export const jump: TextKind = {
  no: 'no machine to go through',
  hint: 'give user@host:port; user and port may be left out',
  check: (text) => parseJump(text) !== undefined,
};

// Constraints of Swarm services can name no other keys and values.
export const labelKey: TextKind = {
  no: 'no label key',
  hint: 'use letters a-z, digits, ".", "_" and "-", at most 64, a letter or digit at both ends',
  ...matching('^[A-Za-z0-9]([A-Za-z0-9._-]{0,62}[A-Za-z0-9])?$'),
};

export const labelValue: TextKind = {
  no: 'no label value',
  hint: 'give a text of letters a-z, digits, blanks and . _ : / -, at most 255, a letter or digit at both ends',
  ...matching('^[A-Za-z0-9]([A-Za-z0-9 ._:/-]{0,253}[A-Za-z0-9])?$'),
};

export const note: TextKind = {
  no: 'no note',
  hint: 'give a text on one line, without characters that do not show',
  check: (text) => !hasHidden(text),
};

export const shareDirectory: TextKind = {
  no: 'no directory for the share',
  hint: 'give an absolute path, as /srv/nfs/shared',
  check: without(shareDirectoryFault),
  pattern: '^/.*[^/]$',
};

export const dataDirectory: TextKind = {
  no: "no directory for Docker's data",
  hint: 'give an absolute path, as /mnt/ssd/docker',
  check: without(dataDirectoryFault),
  pattern: '^/.*[^/]$',
};

export const allowed: TextKind = {
  no: 'no address or network to let in',
  hint: 'give an IP address, or a network, as 192.168.1.0/24',
  check: without(allowedFault),
};

export const owner: TextKind = {
  no: 'no owner',
  hint: 'give the numbers of a user and a group, as 1000:1000, neither of them 0',
  ...matching('^[1-9][0-9]{0,8}:[1-9][0-9]{0,8}$'),
};

export const schemaPath: TextKind = { ...note, no: 'no path of a schema', hint: 'give a path or an address' };

export const connectionKind: Kind = { no: 'no connection', hint: 'give an object, as {"user": "admin"}' };
export const labelsKind: Kind = { no: 'no labels', hint: 'give an object, as {"type": "worker"}' };
export const nodeKind: Kind = { no: 'no node', hint: 'give an object with name, role and address' };
export const nodesKind: Kind = { no: 'no list of nodes', hint: 'give a list with the manager and its workers' };
export const shareKind: Kind = { no: 'no share', hint: 'give {"export": "/srv/nfs/shared", "mount": "/mnt/shared"}' };
export const existingKind: Kind = { no: 'not allowed', hint: 'give true, or leave it out' };
export const allowKind: Kind = { no: 'no list', hint: 'give a list, as ["192.168.1.0/24"]' };
export const swarmKind: Kind = { no: 'not allowed', hint: 'give an object, as {"advertise": "192.168.1.20"}' };
export const dockerKind: Kind = { no: 'not allowed', hint: 'give an object, as {"package": "docker.io"}' };
export const inventoryKind: Kind = { no: 'no inventory', hint: 'give an object with nodes and share' };
