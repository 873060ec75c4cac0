import { utf8 } from '../facts/raw-text.ts';
import { ConfigFileError } from './config-file-error.ts';
import { type Member, readObject } from './json-object.ts';
import { toBytes } from './octal.ts';

export const DAEMON_JSON = '/etc/docker/daemon.json';

/** A value of JSON. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * What the file says, by key.
 *
 * @param text bytes as latin1; null where there is no file
 * @throws ConfigFileError `broken-json`, with line and column
 */
export function daemonKeys(text: string | null, path: string): Map<string, Json> {
  return new Map(membersOf(text, path).map(({ key, value }) => [key, valueIn(text ?? '', value)]));
}

/**
 * The text with these keys set. A key that has its value already, and all that is not named, stays as it was written, byte for
 * byte; new keys come last.
 *
 * @throws ConfigFileError `broken-json`
 */
export function withDaemonKeys(text: string | null, wanted: Readonly<Record<string, Json>>, path: string): string {
  const entries = Object.entries(wanted);
  if (text === null || isBlank(text))
    return entries.length === 0 ? (text ?? '{}\n') : `${toBytes(JSON.stringify(wanted, null, 2))}\n`;
  return entries.reduce((json, [key, value]) => withRawKey(json, key, rawValue(value, indentOf(json)), path), text);
}

/**
 * The text without our keys: each gets its earlier value back, or goes.
 *
 * @param earlier what the file held before set-up came; null: there was none
 * @throws ConfigFileError `broken-json`
 */
export function withoutDaemonKeys(text: string, earlier: string | null, keys: readonly string[], path: string): string {
  const before = new Map(membersOf(earlier, path).map((member) => [member.key, member]));
  return keys.reduce((json, key) => {
    const old = before.get(key)?.value;
    if (old === undefined || earlier === null) return withoutKey(json, key, path);
    return withRawKey(json, key, earlier.slice(old.start, old.end), path);
  }, text);
}

/** Keys that set-up may set. */
const OUR_KEYS = ['log-driver', 'log-opts', 'live-restore', 'data-root', 'features'] as const;

/** The same for all keys that set-up may set; null where nothing is left of a file that was not there before. */
export function withoutOurKeys(text: string, earlier: string | null): string | null {
  const rest = withoutDaemonKeys(text, earlier, OUR_KEYS, DAEMON_JSON);
  return earlier === null && daemonKeys(rest, DAEMON_JSON).size === 0 ? null : rest;
}

/** Whether two values say the same, whatever the order of their keys. */
export function sameJson(one: Json | undefined, other: Json | undefined): boolean {
  return canonical(one) === canonical(other);
}

function canonical(value: Json | undefined): string {
  return JSON.stringify(value ?? null, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

function withRawKey(text: string, key: string, raw: string, path: string): string {
  const members = membersOf(text, path);
  const found = members.find((member) => member.key === key);
  if (found !== undefined) {
    if (sameJson(valueIn(text, found.value), JSON.parse(utf8(raw)) as Json)) return text;
    return text.slice(0, found.value.start) + raw + text.slice(found.value.end);
  }
  const last = members.at(-1);
  const indent = indentOf(text);
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const newMember = `${toBytes(JSON.stringify(key))}: ${raw}`;
  if (last !== undefined) {
    const isOneLine = !text.slice(0, last.start).includes('\n');
    const before = isOneLine ? ' ' : `${lineEnd}${indent}`;
    return `${text.slice(0, last.value.end)},${before}${newMember}${text.slice(last.value.end)}`;
  }
  const open = text.indexOf('{') + 1;
  return `${text.slice(0, open)}${lineEnd}${indent}${newMember}${lineEnd}${text.slice(text.indexOf('}', open))}`;
}

function withoutKey(text: string, key: string, path: string): string {
  const members = membersOf(text, path);
  const place = members.findIndex((member) => member.key === key);
  const member = members[place];
  if (member === undefined) return text;
  const previous = members[place - 1];
  if (previous !== undefined) return text.slice(0, previous.value.end) + text.slice(member.value.end);
  const next = members[place + 1];
  if (next !== undefined) return text.slice(0, member.start) + text.slice(next.start);
  return text.slice(0, text.indexOf('{') + 1) + text.slice(text.indexOf('}', member.value.end));
}

function membersOf(text: string | null, path: string): Member[] {
  if (text === null || isBlank(text)) return [];
  const result = readObject(text);
  if (!('at' in result)) return result.members;
  const before = text.slice(0, result.at).split('\n');
  const [line, column] = [before.length, (before.at(-1)?.length ?? 0) + 1];
  throw new ConfigFileError(`Cannot edit ${path}: line ${line}, column ${column}: ${result.problem}`, {
    code: 'broken-json',
    path,
    line,
    next: `mend line ${line} of ${path}, then: enjambre apply`,
  });
}

/** Docker takes an empty file as one without settings. */
function isBlank(text: string): boolean {
  return /^[ \t\r\n]*$/.test(text);
}

function valueIn(text: string, { start, end }: Member['value']): Json {
  return JSON.parse(utf8(text.slice(start, end))) as Json;
}

function rawValue(value: Json, indent: string): string {
  return toBytes(JSON.stringify(value, null, indent).replaceAll('\n', `\n${indent}`));
}

/** Blanks before the first key; two where there is none on a line of its own. */
function indentOf(text: string): string {
  return /^\s*\{[ \t\r]*\n([ \t]+)"/.exec(text)?.[1] ?? '  ';
}
