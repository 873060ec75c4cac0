import type { Board } from './board.ts';
import { outputOf } from './process.ts';

const FULL_MS = 120_000;

/** Reserves all free blocks, which writes nothing, then fills what is too small to be reserved. */
const FILL = `
mkdir -p /var/lib/lab-full
cd /var/lib/lab-full
size=$(($(stat -f -c '%a * %S' .)))
number=0
while [ "$size" -ge 4096 ]; do
  number=$((number + 1))
  fallocate -l "$size" "$number" 2> /dev/null || size=$((size / 2))
done
# Blocks that were set aside for a write come back once it is on the disk.
for round in 1 2 3 4 5 6 7 8 9 10; do
  cat /dev/zero > "rest$round" 2> /dev/null || true
  sync -f .
  if ! printf x 2> /dev/null > probe; then
    du -s -k . | cut -f 1
    exit 0
  fi
  rm probe
done
echo 'the disk still takes a byte' >&2
exit 1
`;

/** Fills a board's disk, also the part that is root's alone: the next byte fails for all. Returns what it took, in MB. */
export async function fillDisk(board: Board): Promise<number> {
  return Math.round(Number(await asRoot(board, 'fill the disk', FILL)) / 1024);
}

/** Takes away what {@link fillDisk} made. */
export async function freeDisk(board: Board): Promise<void> {
  await asRoot(board, 'free the disk', 'rm -rf /var/lib/lab-full; sync -f /');
}

/** The journal is open as long as it lies on the disk; a VM whose disk others hold open is forced, as by a broken disk. */
const FORCED = 'mount -o remount,ro / 2> /dev/null || { sync; echo u > /proc/sysrq-trigger; }';
const LOCK: Readonly<Record<Board['plan']['kind'], string>> = {
  container: 'journalctl --relinquish-var; mount -o remount,bind,ro /',
  vm: `journalctl --relinquish-var; ${FORCED}
for try in 1 2 3 4 5 6 7 8 9 10; do touch /lab-probe 2> /dev/null || exit 0; rm -f /lab-probe; sleep 0.5; done; exit 1`,
};
const UNLOCK: typeof LOCK = {
  container: 'mount -o remount,bind,rw /; journalctl --flush',
  vm: 'mount -o remount,rw /; journalctl --flush',
};

/**
 * Makes a board's root file system read-only, as a kernel does that met errors on its disk, or writable again. In a
 * container board, Docker has a disk of its own, which stays writable.
 */
export async function readOnlyRoot(board: Board, on: boolean): Promise<void> {
  const what = on ? 'make the root read-only' : 'make the root writable';
  await asRoot(board, what, (on ? LOCK : UNLOCK)[board.plan.kind]);
}

async function asRoot(board: Board, what: string, script: string): Promise<string> {
  const finished = await board.exec(['bash', '-euc', script], { timeoutMs: FULL_MS });
  return outputOf([`${board.plan.name}: ${what}`], finished);
}
