import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { EnjambreError } from '../errors.ts';
import { paths } from './layout.ts';

/** Locks of this process. */
const held = new Set<string>();

interface Holder {
  host: string;
  process: number;
  since: string;
}

/** A take-over lasts microseconds; one that has lasted this long was killed in the middle. */
const TAKEOVER_MS = 10_000;

/**
 * Makes this process the one driver of a run, until the returned function is called. A lock whose process is gone, as after
 * a kill, is taken over: it names process and host, so that no time-out has to be waited for.
 *
 * @throws EnjambreError `run-locked`, naming the holder
 */
export function lockRun(directory: string): () => void {
  const path = paths.lock(directory);
  for (let tries = 0; tries < 3; tries++) {
    if (create(path)) return hold(path);
    const holder = readHolder(path);
    if (holder !== null && isAlive(holder, path)) {
      const { host, process: id, since } = holder;
      throw new EnjambreError(`The run ${directory} is being driven by process ${id} on ${host}, since ${since}`, {
        code: 'run-locked',
        next: `wait for it, or, if that process is gone: rm ${path}`,
      });
    }
    if (takeOver(path, holder)) return hold(path);
  }
  throw new EnjambreError(`Cannot lock the run ${directory}: another process took it at the same moment`, {
    code: 'run-locked',
    next: `enjambre resume ${directory}`,
  });
}

function hold(path: string): () => void {
  held.add(resolve(path));
  return () => {
    held.delete(resolve(path));
    rmSync(path, { force: true });
  };
}

/** Makes the lock, content and all at once; false when there is one. */
function create(path: string): boolean {
  const temporary = writeHolder(path);
  try {
    linkSync(temporary, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    // Some file systems, as those of USB sticks, have no links: there the name comes first, and the content right after it.
    return createWithoutLink(path, readFileSync(temporary));
  } finally {
    rmSync(temporary, { force: true });
  }
}

function createWithoutLink(path: string, content: Uint8Array): boolean {
  try {
    writeFileSync(path, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** A file beside the lock that says who this is. */
function writeHolder(path: string): string {
  const temporary = `${path}.${process.pid}-${randomBytes(4).toString('hex')}.claim`;
  const holder: Holder = { host: hostname(), process: process.pid, since: new Date().toISOString() };
  writeFileSync(temporary, JSON.stringify(holder));
  return temporary;
}

/** Puts this process in the place of a dead holder, unless another one was quicker: one at a time looks again and replaces. */
function takeOver(path: string, dead: Holder | null): boolean {
  const token = `${path}.takeover`;
  const age = Date.now() - (statSync(token, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
  if (age > TAKEOVER_MS) rmSync(token, { force: true });
  if (!create(token)) return false;
  try {
    if (!existsSync(path) || JSON.stringify(readHolder(path)) !== JSON.stringify(dead)) return false;
    renameSync(writeHolder(path), path);
    return true;
  } finally {
    rmSync(token, { force: true });
  }
}

/** Null when the file holds nothing that can be read: its writer was killed before it wrote. */
function readHolder(path: string): Holder | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder;
  } catch {
    return null;
  }
}

/** A process of another host can't be asked, so it counts as alive. */
function isAlive({ host, process: id }: Holder, path: string): boolean {
  if (host !== hostname()) return true;
  // Another process may have had this one's number before.
  if (id === process.pid) return held.has(resolve(path));
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
