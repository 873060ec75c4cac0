import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import process from 'node:process';
import type { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { fromRoot } from '../root.ts';
import type { Finished } from './board.ts';
import { type RunOptions, run, succeed } from './process.ts';
import { readText } from './read-text.ts';

const script = fromRoot('test', 'lab', 'enclosure.sh');
const READY_MS = 10_000;
const END_MS = 20_000;

/**
 * The namespaces that hold one lab: its processes, its mounts and its network live in them alone, so that the kernel ends all
 * of it when their first process ends.
 */
export interface Enclosure {
  /** Folder of the lab's files: disks, sockets, logs, keys. The same path inside and outside. */
  readonly directory: string;
  /** Runs a command with the lab's processes and mounts, and the machine's own network. */
  run(command: readonly string[], options?: RunOptions): Promise<Finished>;
  /** Runs a command beside the switch: with the lab's processes, mounts and network. */
  runAtSwitch(command: readonly string[], options?: RunOptions): Promise<Finished>;
}

/** An enclosure that ends together with this process, until it is told to stay. */
export interface HeldEnclosure extends Enclosure {
  keep(): Promise<void>;
}

/** File of the network namespace that all boards are plugged into. It exists inside the enclosure only. */
export function switchOf(directory: string): string {
  return join(directory, 'switch');
}

/**
 * Makes the namespaces for a lab in an existing, empty directory. If this process ends, however it does, before `keep`, the
 * lab ends with it and its directory is removed.
 */
export async function raiseEnclosure(directory: string): Promise<HeldEnclosure> {
  const holder = spawn('bash', [script, 'hold', directory], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  // The lab's life hangs on the pipe alone: this process may end while the holder goes on.
  holder.unref();
  const deadline = Date.now() + READY_MS;
  while (!existsSync(join(directory, 'first'))) {
    if (holder.exitCode !== null || Date.now() > deadline) {
      holder.stdin.end();
      throw new Error(`Cannot make namespaces for the lab ${basename(directory)}. Next: npm run lab -- doctor`);
    }
    await sleep(10);
  }
  const enclosure = enter(directory);
  const made = await enclosure.run(['bash', '-euc', 'touch "$0" && unshare --net="$0" true', switchOf(directory)]);
  if (made.code !== 0) throw new Error(`Cannot make the lab's network: ${made.stderr}`);
  return { ...enclosure, keep: () => keep(holder) };
}

function keep(holder: ChildProcessByStdio<Writable, null, null>): Promise<void> {
  return new Promise((resolve, reject) => {
    holder.stdin.on('error', reject);
    holder.stdin.end('keep\n', resolve);
  });
}

/** Id of the first process of the lab in a directory, or undefined if it has ended, or belongs to an earlier boot. */
export function firstProcess(directory: string): number | undefined {
  const [id = '', started, boot] = readText(join(directory, 'first')).trim().split(' ');
  if (id === '' || boot !== readText('/proc/sys/kernel/random/boot_id').trim()) return undefined;
  const stat = readText(`/proc/${id}/stat`);
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[19] === started ? Number(id) : undefined;
}

/** The enclosure of a lab that is up; throws if it is not. */
export function enter(directory: string): Enclosure {
  const first = () => {
    const id = firstProcess(directory);
    if (id === undefined) {
      throw new Error(
        `The lab ${basename(directory)} has ended. Next: npm run lab -- down --name ${basename(directory)}`,
      );
    }
    return ['nsenter', '--target', String(id), '--pid', '--mount', '--'];
  };
  first();
  const atSwitch = ['nsenter', `--net=${switchOf(directory)}`, '--'];
  return {
    directory,
    run: async (command, options) => run([...first(), ...command], options),
    runAtSwitch: async (command, options) => run([...first(), ...atSwitch, ...command], options),
  };
}

/** Ends whatever is in a directory's enclosure, and removes the directory; nothing is left. */
export async function endEnclosure(directory: string): Promise<void> {
  const first = firstProcess(directory);
  if (first !== undefined) {
    await succeed(['bash', script, 'thaw', directory]);
    process.kill(first, 'SIGKILL');
    const deadline = Date.now() + END_MS;
    while (existsSync(directory) && Date.now() < deadline) await sleep(20);
    if (firstProcess(directory) !== undefined) {
      throw new Error(`The lab ${basename(directory)} does not end: process ${first} stays. Next: kill -KILL ${first}`);
    }
  }
  // Its holder died with an earlier boot of the machine, or was killed.
  if (existsSync(directory)) await succeed(['bash', script, 'clear', directory]);
}
