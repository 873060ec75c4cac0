import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One `deb` line, or its equal in a stanza of the newer format. */
export interface AptSource {
  uris: string[];
  suites: string[];
  components: string[];
  /** Path of the keyring, where one is named. */
  signedBy?: string;
}

export interface Mirror {
  main: string;
  security: string;
}

const CODENAMES = /^(buster|bullseye|bookworm|trixie|forky|duke|sid|stable|oldstable|testing|unstable)$/;
const SECURITY = /^\w+(-security|\/updates)$/;

/**
 * The mirror that this machine takes Debian itself from; undefined where it takes none, as on Ubuntu.
 *
 * @param resolveList what is in the list of mirrors that a `mirror+file:` address names
 */
export function debianMirror(
  sources: readonly AptSource[],
  resolveList: (path: string) => string = (path) => readFileSync(path, 'utf8'),
): Mirror | undefined {
  const resolved = (uri: string) => (uri.startsWith('mirror+file:') ? firstOf(resolveList(uri.slice(12))) : uri);
  const find = (wanted: RegExp, path: RegExp) => {
    const fitting = sources.filter(
      ({ suites, components }) => suites.some((suite) => wanted.test(suite)) && components.includes('main'),
    );
    const addresses = fitting.flatMap((source) => source.uris.map((uri) => ({ source, uri: trimmed(resolved(uri)) })));
    // Others, too, serve a suite of Debian's name with a component `main`: they have a key or a path of their own.
    const signed = addresses.find(({ source }) => /\/debian-archive-[\w-]+\.\w+$/.test(source.signedBy ?? ''));
    return (signed ?? addresses.find(({ source, uri }) => source.signedBy === undefined && path.test(uri)))?.uri;
  };
  const main = find(CODENAMES, /\/debian$|\/archive\/debian\//);
  if (main === undefined) return undefined;
  return { main, security: find(SECURITY, /\/debian-security$|\/archive\/debian-security\//) ?? `${main}-security` };
}

/** Reads both formats of apt's sources: `.sources` stanzas and one-line `.list` files. What is disabled is left out. */
export function parseSources(text: string, format: 'sources' | 'list'): AptSource[] {
  return format === 'list' ? text.split('\n').flatMap(parseLine) : text.split(/\n\s*\n/).flatMap(parseStanza);
}

/** The sources of this machine. */
export function readSources(folder = '/etc/apt'): AptSource[] {
  const parts = join(folder, 'sources.list.d');
  const files = [join(folder, 'sources.list'), ...namesIn(parts).map((name) => join(parts, name))];
  return files.flatMap((file) => {
    if (file.endsWith('.sources')) return parseSources(readIfThere(file), 'sources');
    return file.endsWith('.list') ? parseSources(readIfThere(file), 'list') : [];
  });
}

function parseLine(line: string): AptSource[] {
  const match = /^\s*deb\s+(?:\[([^\]]*)\]\s*)?(\[[^\]]*\]\S*|cdrom:\[[^\]]*\]\S*|\S+)\s+(\S+)\s*([^#]*)/.exec(line);
  if (match === null) return [];
  const [, options = '', uri = '', suite = '', components = ''] = match;
  return made({ uris: uri, suites: suite, components, signedBy: /\bsigned-by=(\S+)/i.exec(options)?.[1] });
}

function parseStanza(stanza: string): AptSource[] {
  const fields = new Map<string, string>();
  let name = '';
  for (const line of stanza.split('\n')) {
    if (/^\s*(#|$)/.test(line)) continue;
    const field = /^([\w-]+):(.*)$/.exec(line);
    if (field !== null) name = field[1]!.toLowerCase();
    fields.set(name, `${fields.get(name) ?? ''} ${field?.[2] ?? line}`);
  }
  const isOff = /^\s*(no|false|off|0|without|disable)\s*$/i.test(fields.get('enabled') ?? '');
  if (isOff || !words(fields.get('types') ?? '').includes('deb')) return [];
  return made({
    uris: fields.get('uris') ?? '',
    suites: fields.get('suites') ?? '',
    components: fields.get('components') ?? '',
    signedBy: fields.get('signed-by')?.trim(),
  });
}

function made(texts: { uris: string; suites: string; components: string; signedBy: string | undefined }): AptSource[] {
  const uris = words(texts.uris).filter((uri) => /^(https?|mirror\+file):/.test(uri));
  if (uris.length === 0) return [];
  const source = { uris, suites: words(texts.suites), components: words(texts.components) };
  return [texts.signedBy === undefined ? source : { ...source, signedBy: texts.signedBy }];
}

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

function firstOf(list: string): string {
  return words(list.replace(/#.*/g, ''))[0] ?? '';
}

function trimmed(uri: string): string {
  return uri.replace(/\/+$/, '');
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
