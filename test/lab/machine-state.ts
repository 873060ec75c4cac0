import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { LABS } from './folders.ts';
import { run } from './process.ts';

/** What a lab could leave on this machine, each thing on a line, by sort. */
export type MachineState = Record<string, string[]>;

const FOLDERS = [LABS, '/run', '/run/netns', '/tmp', '/etc', '/dev'];
const NAMESPACES = ['cgroup', 'ipc', 'mnt', 'net', 'pid', 'uts'];

/** Looks at processes, namespaces, mounts, network cards, rules, disks, control groups and files, all over this machine. */
export async function machineState(): Promise<MachineState> {
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const lines = async (...command: string[]) => {
    const { stdout } = await run(command).catch(() => ({ stdout: '' }));
    return stdout.split('\n').filter((line) => line !== '');
  };
  return {
    // Read before anything is started here. The kernel's own have no command line.
    processes: processes.flatMap((id) => read(`/proc/${id}/cmdline`, (text) => text.replaceAll('\0', ' '))),
    namespaces: [
      ...new Set(processes.flatMap((id) => NAMESPACES.flatMap((name) => read(`/proc/${id}/ns/${name}`, undefined)))),
    ],
    mounts: await lines('findmnt', '--noheadings', '--list', '--output', 'TARGET,SOURCE'),
    cards: (await lines('ip', '-brief', 'link')).map((line) => line.split(' ')[0] ?? ''),
    addresses: await lines('ip', '-brief', 'address'),
    routes: await lines('ip', 'route', 'show', 'table', 'all'),
    rules: await lines('nft', 'list', 'ruleset'),
    forwarding: read('/proc/sys/net/ipv4/ip_forward', (text) => text),
    disks: await lines('losetup', '--all', '--noheadings', '--output', 'BACK-FILE'),
    groups: await lines('find', '/sys/fs/cgroup', '-type', 'd'),
    files: FOLDERS.filter((folder) => existsSync(folder)).flatMap((folder) =>
      readdirSync(folder).map((name) => `${folder}/${name}`),
    ),
  };
}

/** What is there now and was not before, or is gone; waits for what the kernel ends a little later. */
export async function changesSince(before: MachineState, waitMs = 10_000): Promise<string[]> {
  const deadline = Date.now() + waitMs;
  for (;;) {
    const now = await machineState();
    const changes = Object.keys(now).flatMap((sort) => [
      ...without(now[sort], before[sort]).map((line) => `new in ${sort}: ${line}`),
      ...without(before[sort], now[sort]).map((line) => `gone from ${sort}: ${line}`),
    ]);
    if (changes.length === 0 || Date.now() > deadline) return changes;
    await sleep(200);
  }
}

function without(lines: readonly string[] = [], others: readonly string[] = []): string[] {
  const known = new Set(others);
  return lines.filter((line) => !known.has(line));
}

/** The text of a file, or the target of a link, unless it has gone or is empty. */
function read(path: string, shape: ((text: string) => string) | undefined): string[] {
  try {
    const text = shape === undefined ? readlinkSync(path) : shape(readFileSync(path, 'utf8')).trim();
    return text === '' ? [] : [text];
  } catch {
    return [];
  }
}
