import { readdirSync } from 'node:fs';
import type { BoardPlan } from './board.ts';
import { readText } from './read-text.ts';

/**
 * Memory of this machine that a board holds now, in MB; undefined where that cannot be told, as of a board that is off.
 * What the kernel only keeps of files it read does not count: it gives that back when others want it.
 *
 * @param directory of the lab
 */
export function memoryUsedMb({ kind, name }: BoardPlan, lab: { name: string; directory: string }): number | undefined {
  const bytes =
    kind === 'container'
      ? groupBytes(`enjambre-lab/${lab.name}/${name}`)
      : emulatorBytes(`${lab.directory}/boards/${name}/`);
  return bytes === undefined ? undefined : Math.round(bytes / 2 ** 20);
}

/** Of a control group, of either version. */
function groupBytes(group: string): number | undefined {
  const [used, unused] =
    [
      [`/sys/fs/cgroup/memory/${group}/memory.usage_in_bytes`, 'total_inactive_file'],
      [`/sys/fs/cgroup/${group}/memory.current`, 'inactive_file'],
    ].find(([path = '']) => readText(path) !== '') ?? [];
  if (used === undefined) return undefined;
  const statistics = readText(used.replace(/[^/]+$/, 'memory.stat'));
  return Number(readText(used)) - Number(new RegExp(`^${unused} (\\d+)$`, 'm').exec(statistics)?.[1] ?? 0);
}

/** Of the emulator, which has the board's files on its command line. */
function emulatorBytes(folder: string): number | undefined {
  const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const id = ids.find((one) => {
    const [program = '', ...words] = readText(`/proc/${one}/cmdline`).split('\0');
    return /\bqemu-system-/.test(program) && words.some((word) => word.includes(folder));
  });
  const kilobytes = id === undefined ? undefined : /^VmRSS:\s*(\d+)/m.exec(readText(`/proc/${id}/status`))?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
}
