import { Buffer } from 'node:buffer';
import type { Dirent } from 'node:fs';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** True if the text holds a character that means something in a pattern. */
export function hasMagic(text: string): boolean {
  return /[*?[]/.test(text);
}

/** Order of names that doesn't depend on the locale: by their UTF-8 bytes. */
export function byNameBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/**
 * The paths that match a pattern, by name bytes: `*` and `?` within a name, `[a-z]` and `[!a-z]`, `**` for any number of
 * folders. As in the shell, a name that begins with a dot is found only by a pattern that begins with one.
 *
 * @param folder where a relative pattern starts; results begin with it only if the pattern is relative
 * @param isLeftOut folders that a pattern with `**` does not go into, unless their names stand in it
 */
export function expandGlob(
  pattern: string,
  folder: string,
  isLeftOut: (folder: string) => boolean = () => false,
): string[] {
  const absolute = pattern.startsWith('/');
  const parts = pattern.split('/').filter((part) => part !== '' && part !== '.');
  const found = new Set<string>();
  walk(absolute ? '/' : folder, parts, { found, isLeftOut: parts.includes('**') ? isLeftOut : () => false });
  return [...found].sort(byNameBytes);
}

interface Walk {
  found: Set<string>;
  isLeftOut(folder: string): boolean;
}

function walk(folder: string, parts: readonly string[], state: Walk): void {
  const { found, isLeftOut } = state;
  const [part, ...rest] = parts;
  if (part === undefined) return;
  if (part === '**') {
    if (rest.length > 0) walk(folder, rest, state);
    for (const entry of entriesOf(folder)) {
      if (entry.name.startsWith('.')) continue;
      if (rest.length === 0) found.add(join(folder, entry.name));
      // Links to folders are not followed: they could lead in circles.
      if (entry.isDirectory() && !isLeftOut(join(folder, entry.name))) walk(join(folder, entry.name), parts, state);
    }
    return;
  }
  if (!hasMagic(part)) {
    const path = join(folder, part);
    if (rest.length > 0) walk(path, rest, state);
    else if (existsSync(path)) found.add(path);
    return;
  }
  const matcher = nameMatcher(part);
  for (const entry of entriesOf(folder)) {
    if (!matcher.test(entry.name) || (entry.name.startsWith('.') && !part.startsWith('.'))) continue;
    const path = join(folder, entry.name);
    if (rest.length === 0) found.add(path);
    else if ((entry.isDirectory() || entry.isSymbolicLink()) && !isLeftOut(path)) walk(path, rest, state);
  }
}

/** A folder that can't be listed matches nothing. */
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** A pattern that makes no sense, such as `[z-a]`, matches nothing. */
function nameMatcher(part: string): RegExp {
  let source = '';
  for (let i = 0; i < part.length; i++) {
    const character = part[i] ?? '';
    const close = character === '[' ? part.indexOf(']', i + (/^[!^]/.test(part[i + 1] ?? '') ? 3 : 2)) : -1;
    if (character === '*') source += '.*';
    else if (character === '?') source += '.';
    else if (close > 0) {
      source += characterClass(part.slice(i + 1, close));
      i = close;
    } else source += escaped(character);
  }
  try {
    return new RegExp(`^${source}$`, 'su');
  } catch {
    return /$^/;
  }
}

function characterClass(body: string): string {
  const negated = /^[!^]/.test(body);
  const members = (negated ? body.slice(1) : body).replace(/[\\\]^[]/g, '\\$&');
  return `[${negated ? '^' : ''}${members}]`;
}

function escaped(character: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character;
}
