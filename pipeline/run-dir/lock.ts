import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
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

/**
 * Makes this process the one driver of a run, until the returned function is called. A lock whose process is gone, as after
 * a kill, is taken over: it names process and host, so that no time-out has to be waited for.
 *
 * @throws EnjambreError `run-locked`, naming the holder
 */
export function lockRun(directory: string): () => void {
  const path = paths.lock(directory);
  for (let tries = 0; tries < 2; tries++) {
    if (create(path)) {
      held.add(resolve(path));
      return () => {
        held.delete(resolve(path));
        rmSync(path, { force: true });
      };
    }
    const holder = readHolder(path);
    if (holder !== null && isAlive(holder, path)) {
      const { host, process: id, since } = holder;
      throw new EnjambreError(`The run ${directory} is being driven by process ${id} on ${host}, since ${since}`, {
        code: 'run-locked',
        next: `wait for it, or, if that process is gone: rm ${path}`,
      });
    }
    rmSync(path, { force: true });
  }
  throw new EnjambreError(`Cannot lock the run ${directory}: another process took it at the same moment`, {
    code: 'run-locked',
    next: `enjambre resume ${directory}`,
  });
}

function create(path: string): boolean {
  let fd: number;
  try {
    fd = openSync(path, 'wx');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  const holder: Holder = { host: hostname(), process: process.pid, since: new Date().toISOString() };
  writeSync(fd, JSON.stringify(holder));
  closeSync(fd);
  return true;
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
