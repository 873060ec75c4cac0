import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net';

/** Who to log in as on which machine. */
export interface Jump {
  user: string | undefined;
  host: string;
  port: number | undefined;
}

/** Addresses that no single machine has. */
const nobody = new BlockList();
nobody.addSubnet('0.0.0.0', 8);
nobody.addSubnet('224.0.0.0', 3);
nobody.addAddress('::', 'ipv6');
nobody.addSubnet('ff00::', 8, 'ipv6');
// Without the name of an interface, which differs from node to node, they lead nowhere.
nobody.addSubnet('fe80::', 10, 'ipv6');

const itself = new BlockList();
itself.addSubnet('127.0.0.0', 8);
itself.addAddress('::1', 'ipv6');

const labelPattern = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i;
const userPattern = /^[A-Za-z_][A-Za-z0-9_.-]{0,31}$/;

/** Whether a text is the IP address of one machine, or a host name. */
export function isAddress(text: string): boolean {
  return isIP(text) === 0 ? isHostName(text) : isMachineIp(text);
}

/** Whether a text is an IP address that one machine can have. */
export function isMachineIp(text: string): boolean {
  return isIP(text) !== 0 && !text.includes('%') && !nobody.check(text, familyOf(text));
}

/** An address that leads each machine to itself, as 127.0.0.1. */
export function isLoopback(text: string): boolean {
  return text === 'localhost' || (isIP(text) !== 0 && itself.check(text, familyOf(text)));
}

/** A name of the domain name system. One whose last part is a number would be read as an IP address by some programs. */
export function isHostName(text: string): boolean {
  const labels = text.split('.');
  const last = labels.at(-1) ?? '';
  return text.length <= 253 && labels.every((label) => labelPattern.test(label)) && !/^(\d+|0x.*)$/i.test(last);
}

export function isUserName(text: string): boolean {
  return userPattern.test(text);
}

/**
 * The form that equal addresses share: small letters, IPv6 as short as RFC 5952 writes it.
 *
 * @example canonicalAddress('FD00:0::0001') // 'fd00::1'
 */
export function canonicalAddress(address: string): string {
  if (!isIPv6(address)) return address.toLowerCase();
  const short = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]+):([0-9a-f]+)$/.exec(short);
  if (mapped === null) return short;
  const bytes = [mapped[1], mapped[2]].map((part) => Number.parseInt(part ?? '', 16));
  return bytes.flatMap((pair) => [pair >> 8, pair & 255]).join('.');
}

/** What is wrong with an IP address or network that may mount the share; undefined if nothing is. */
export function allowedFault(text: string): string | undefined {
  const hint = 'give an IP address, or a network, as 192.168.1.0/24';
  const [address = '', length, ...more] = text.split('/');
  if (isIP(address) === 0 || address.includes('%') || more.length > 0) return hint;
  if (length === undefined) return isMachineIp(address) ? undefined : hint;
  const bits = isIPv4(address) ? 32 : 128;
  const prefix = /^\d{1,3}$/.test(length) ? Number(length) : -1;
  if (prefix < 0 || prefix > bits) return hint;
  if (prefix < bits / 4) return 'that is more than any lab has: give a smaller network, as 192.168.1.0/24';
  const start = networkStart(address, prefix);
  return start === canonicalAddress(address) ? undefined : `that network is ${start}/${prefix}`;
}

/** A network or an address as it is compared. */
export function canonicalNetwork(text: string): string {
  const [address = '', ...length] = text.split('/');
  return [canonicalAddress(address), ...length].join('/');
}

/** Whether an IP address is one of some addresses and networks. */
export function isWithin(address: string, allowed: readonly string[]): boolean {
  const list = new BlockList();
  for (const entry of allowed) {
    const [start = '', length] = entry.split('/');
    if (length === undefined) list.addAddress(start, familyOf(start));
    else list.addSubnet(start, Number(length), familyOf(start));
  }
  return list.check(address, familyOf(address));
}

/**
 * `user@host:port`, user and port optional; an IPv6 address stands in brackets. Undefined for other texts.
 *
 * @example parseJump('ana@[fd00::1]:2222') // { user: 'ana', host: 'fd00::1', port: 2222 }
 */
export function parseJump(text: string): Jump | undefined {
  const parts = /^(?:([^@]*)@)?(?:\[([^\]]*)\]|([^:[\]@]*))(?::(\d{1,5}))?$/.exec(text);
  if (parts === null) return undefined;
  const [, user, ipv6, name, digits] = parts;
  const host = ipv6 ?? name ?? '';
  const port = digits === undefined ? undefined : Number(digits);
  if (user !== undefined && !isUserName(user)) return undefined;
  if (port !== undefined && (port < 1 || port > 65_535)) return undefined;
  if (ipv6 === undefined ? !isAddress(host) : !isIPv6(host) || !isMachineIp(host)) return undefined;
  return { user, host, port };
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv4(address) ? 'ipv4' : 'ipv6';
}

/** The first address of a network. */
function networkStart(address: string, prefix: number): string {
  if (isIPv4(address)) {
    const bytes = address
      .split('.')
      .map((byte, index) => Number(byte) & (0xff00 >> clamp(prefix - 8 * index, 8)) & 0xff);
    return bytes.join('.');
  }
  const groups = groupsOf(canonicalAddress(address));
  const kept = groups.map((group, index) => group & (0xffff0000 >> clamp(prefix - 16 * index, 16)) & 0xffff);
  return canonicalAddress(kept.map((group) => group.toString(16)).join(':'));
}

function clamp(bits: number, most: number): number {
  return Math.min(most, Math.max(0, bits));
}

/** The eight numbers of an IPv6 address in its canonical form. */
function groupsOf(address: string): number[] {
  const [head = '', tail] = address.split('::');
  const numbers = (part: string) => (part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16)));
  const first = numbers(head);
  const last = tail === undefined ? [] : numbers(tail);
  return [...first, ...Array.from({ length: 8 - first.length - last.length }, () => 0), ...last];
}
