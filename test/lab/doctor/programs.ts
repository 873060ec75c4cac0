import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import process from 'node:process';
import { fromRoot } from '../../root.ts';
import type { Kind } from '../board.ts';

/** A program, or a file by its path, that raising boards needs, and the Debian package that brings it. */
export interface Program {
  name: string;
  package: string;
  kinds: readonly Kind[];
}

const SYSTEM_FOLDERS = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

/** Reads lines of `program package [vm]`. */
export function parsePrograms(text: string): Program[] {
  const lines = text.split('\n').filter((line) => !/^\s*(#|$)/.test(line));
  return lines.map((line) => {
    const [name = '', packageName = '', kind] = line.trim().split(/\s+/);
    return { name, package: packageName, kinds: kind === 'vm' ? ['vm'] : ['container', 'vm'] };
  });
}

/** All that boards need. */
export function neededPrograms(): Program[] {
  return parsePrograms(readFileSync(fromRoot('test', 'lab', 'packages.txt'), 'utf8'));
}

/** Those that this machine lacks. */
export function missingPrograms(programs: readonly Program[] = neededPrograms()): Program[] {
  const path = (process.env.PATH ?? '').split(':').filter((folder) => folder !== '');
  // Others than root do not have the system's programs on their path, and will not be those who call them.
  const folders = process.getuid?.() === 0 ? path : [...path, ...SYSTEM_FOLDERS];
  const isThere = ({ name }: Program) =>
    isAbsolute(name) ? existsSync(name) : folders.some((folder) => existsSync(join(folder, name)));
  return programs.filter((program) => !isThere(program));
}

/** The command that brings programs. */
export function installCommand(programs: readonly Program[]): string {
  return `sudo apt-get install ${[...new Set(programs.map((program) => program.package))].join(' ')}`;
}
