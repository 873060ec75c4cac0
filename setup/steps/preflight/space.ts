import type { SpaceFact } from '../../facts/facts.ts';
import { shellWord } from '../../invocation.ts';
import { type Check, type Finding, problem, warning } from './check.ts';

const GIGABYTE = 1e9;
/** Docker's packages take 0.3 to 0.5 GB. */
const NEEDED_BYTES = GIGABYTE;
const COMFORTABLE_BYTES = 4 * GIGABYTE;
/** Boards of 512 MB show less than this. */
const LITTLE_MEMORY_BYTES = 0.6 * GIGABYTE;

/** There is room for packages and images, and the disk can be written to. */
export const space: Check = ({ node, facts }) => {
  const findings: Finding[] = disks(facts.space).flatMap(([path, { freeBytes, readOnly }]) => {
    if (readOnly) return [readOnlyDisk(node.name, path)];
    if (freeBytes >= COMFORTABLE_BYTES) return [];
    const free = `${(freeBytes / GIGABYTE).toFixed(1)} GB`;
    if (path === '/' && freeBytes < NEEDED_BYTES && facts.docker === null) {
      return [
        problem(
          'disk-full',
          `Cannot install Docker on ${node.name}: ${free} is free on /, and it needs ${NEEDED_BYTES / GIGABYTE} GB`,
          `make room on ${node.name}, as with "sudo apt-get clean"; see "df -h /"`,
        ),
      ];
    }
    return [warning(`${free} is free on ${path} of ${node.name}: images and results may not find room`)];
  });
  if (facts.system.memoryBytes < LITTLE_MEMORY_BYTES) {
    const megabytes = Math.round(facts.system.memoryBytes / 1e6);
    findings.push(warning(`${node.name} has ${megabytes} MB of memory: Docker alone takes 150 MB of it`));
  }
  return findings;
};

/** One path of each disk, the shortest: several of those asked for may lie on one. */
function disks({ paths }: SpaceFact): [string, SpaceFact['paths'][string]][] {
  const byDisk = new Map<string, [string, SpaceFact['paths'][string]]>();
  for (const [path, disk] of Object.entries(paths).sort(([a], [b]) => a.length - b.length)) {
    const key = JSON.stringify([disk.freeBytes, disk.totalBytes, disk.fileSystem]);
    if (!byDisk.has(key)) byDisk.set(key, [path, disk]);
  }
  return [...byDisk.values()];
}

function readOnlyDisk(node: string, path: string): Finding {
  return problem(
    path === '/' ? 'read-only-root' : 'read-only-disk',
    `Cannot change ${node}: the disk under ${path} is read-only`,
    `on ${node}: look with "sudo dmesg --level err" for a failing disk or SD card; if it is sound: sudo mount -o remount,rw ${shellWord(path)}`,
  );
}
