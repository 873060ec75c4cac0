import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** What is known of a host key that a machine shows. */
export type Verdict =
  | { state: 'known' }
  | { state: 'unknown'; notes: readonly string[] }
  /** Another key is known for it. `where` names file and line. */
  | { state: 'changed'; where: string; path: string; line: number; knownType: string }
  | { state: 'revoked'; where: string };

/** One line of a known_hosts file that can be used. */
export interface KnownHost {
  path: string;
  /** From 1. */
  line: number;
  marker: 'none' | 'revoked' | 'cert-authority';
  /** The first field: patterns, or one hashed name. */
  patterns: string;
  type: string;
  /** Base64, as in the file. */
  key: string;
}

/** Reads the text of a known_hosts file as OpenSSH does; lines that make no sense are left out. */
export function parseKnownHosts(text: string, path: string): KnownHost[] {
  return text.split('\n').flatMap((raw, index) => {
    const words = raw.trim().split(/[ \t]+/);
    const marker = markers[words[0] ?? ''] ?? 'none';
    if (marker !== 'none') words.shift();
    const [patterns = '', type = '', key = ''] = words;
    const usable = patterns !== '' && !/^[@#]/.test(patterns) && /^[A-Za-z0-9+/]+=*$/.test(key);
    return usable ? [{ path, line: index + 1, marker, patterns, type, key }] : [];
  });
}

const markers: Readonly<Record<string, KnownHost['marker']>> = {
  '@revoked': 'revoked',
  '@cert-authority': 'cert-authority',
};

/** How known_hosts names a machine. */
export function hostName(host: string, port: number): string {
  return port === 22 ? host.toLowerCase() : `[${host.toLowerCase()}]:${port}`;
}

/** Whether a line's first field means a machine: a negated pattern that fits says no, whatever else fits. */
export function namesHost(patterns: string, name: string): boolean {
  if (patterns.startsWith('|')) return hashedMatch(patterns, name);
  let found = false;
  for (const pattern of patterns.toLowerCase().split(',')) {
    const negated = pattern.startsWith('!');
    if (!wildcardMatch(negated ? pattern.slice(1) : pattern, name)) continue;
    if (negated) return false;
    found = true;
  }
  return found;
}

function hashedMatch(field: string, name: string): boolean {
  const [, scheme, salt = '', hash = ''] = field.split('|');
  if (scheme !== '1') return false;
  const made = createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest();
  const kept = Buffer.from(hash, 'base64');
  return made.length === kept.length && timingSafeEqual(made, kept);
}

/** `*` and `?` of patterns; in time that grows with the product of both lengths at most. */
function wildcardMatch(pattern: string, name: string): boolean {
  let [p, n, star, resume] = [0, 0, -1, 0];
  while (n < name.length) {
    if (pattern[p] === '*') {
      star = p++;
      resume = n;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === name[n])) {
      p++;
      n++;
    } else if (star >= 0) {
      p = star + 1;
      n = ++resume;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

/** A key is known if any line holds it, and changed if lines hold only others; revoked goes before both. */
export function verdictOn(entries: readonly KnownHost[], host: string, port: number, key: Buffer): Verdict {
  const name = hostName(host, port);
  const about = entries.filter(({ patterns }) => namesHost(patterns, name));
  const shown = key.toString('base64');
  const same = (entry: KnownHost) => Buffer.from(entry.key, 'base64').toString('base64') === shown;
  const revoked = about.find((entry) => entry.marker === 'revoked' && same(entry));
  if (revoked !== undefined) return { state: 'revoked', where: placeOf(revoked) };
  const plain = about.filter(({ marker }) => marker === 'none');
  if (plain.some(same)) return { state: 'known' };
  const type = keyTypeOf(key);
  // A key of another type than the known ones is no new machine: it is asked for those types first.
  const other = plain.find((entry) => entry.type === type) ?? plain[0];
  if (other !== undefined) {
    return {
      state: 'changed',
      where: placeOf(other),
      path: other.path,
      line: other.line,
      knownType: other.type,
    };
  }
  const authorities = about.filter(({ marker }) => marker === 'cert-authority');
  return { state: 'unknown', notes: authorities.map((entry) => `${placeOf(entry)}: @cert-authority is not used`) };
}

/** Types of the keys that are known for a machine: it is asked for one of these first. */
export function knownTypes(entries: readonly KnownHost[], host: string, port: number): string[] {
  const name = hostName(host, port);
  const plain = entries.filter(({ marker, patterns }) => marker === 'none' && namesHost(patterns, name));
  return [...new Set(plain.map(({ type }) => type))];
}

/** As `ssh-keygen -l` shows it. */
export function fingerprintOf(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

/** The type that a public key names in its first field: `ssh-ed25519`. */
export function keyTypeOf(key: Buffer): string {
  const length = key.length < 4 ? 0 : key.readUInt32BE(0);
  return key.toString('latin1', 4, 4 + Math.min(length, key.length - 4, 64));
}

/** A file's text with one more line for a machine, and with `replace` without the lines that name it alone. */
export function withPin(
  text: string,
  pin: { host: string; port: number; key: Buffer; comment: string },
  replace: boolean,
): string {
  const name = hostName(pin.host, pin.port);
  const lines = text.split('\n');
  const kept = replace
    ? lines.filter(
        (line) =>
          line
            .trim()
            .split(/[ \t]+/)[0]
            ?.toLowerCase() !== name,
      )
    : lines;
  const before = kept.join('\n');
  const end = before === '' || before.endsWith('\n') ? '' : '\n';
  return `${before}${end}${name} ${keyTypeOf(pin.key)} ${pin.key.toString('base64')} ${pin.comment}\n`;
}

function placeOf({ path, line }: KnownHost): string {
  return `${path}:${line}`;
}
