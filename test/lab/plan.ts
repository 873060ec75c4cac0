import { DISK_MB as VM_DISK_MB } from './bases/bases.ts';
import type { BoardPlan } from './board.ts';
import { addressOf } from './network.ts';

/** What is asked of a board; the rest has defaults. */
export type BoardRequest = Partial<Omit<BoardPlan, 'address' | 'mac'>>;

const FIRST_ADDRESS = 11;
const MOST_BOARDS = 200;

/** A container shares this machine's memory, unless it is given a limit. */
const MEMORY_MB = { container: 0, vm: 1024 };
const DISK_MB = { container: 8192, vm: VM_DISK_MB };

/** A board as it will be, before it is plugged into a network. */
export type UnpluggedPlan = Omit<BoardPlan, 'address' | 'mac'>;

/**
 * Boards as they will be: the first is the manager, unless one says that it is.
 *
 * @throws Error for names that no host can have, or that two boards have
 */
export function planBoards(requests: readonly BoardRequest[]): UnpluggedPlan[] {
  if (requests.length === 0 || requests.length > MOST_BOARDS) {
    throw new Error(`A lab has 1 to ${MOST_BOARDS} boards, not ${requests.length}. Next: --boards 3`);
  }
  const manager = Math.max(
    0,
    requests.findIndex(({ role }) => role === 'manager'),
  );
  let workers = 0;
  const plans = requests.map((request, index): UnpluggedPlan => {
    const role = request.role ?? (index === manager ? 'manager' : 'worker');
    const kind = request.kind ?? 'container';
    const name = request.name ?? (role === 'manager' ? 'manager' : `worker${++workers}`);
    return {
      name,
      role,
      kind,
      release: request.release ?? '13',
      memoryMb: request.memoryMb ?? MEMORY_MB[kind],
      diskMb: request.diskMb ?? DISK_MB[kind],
      docker: request.docker ?? kind === 'container',
      imageStore: request.imageStore ?? 'classic',
    };
  });
  const disk = plans.find(({ kind, diskMb }) => kind === 'vm' && diskMb !== DISK_MB.vm);
  if (disk !== undefined) throw new Error(`${disk.name}: a VM board's disk has ${DISK_MB.vm} MB, not ${disk.diskMb}`);
  const store = plans.find(({ release, imageStore }) => release === '12' && imageStore === 'containerd');
  if (store !== undefined) throw new Error(`${store.name}: Debian 12's Docker (20.10) keeps no images in containerd`);
  const twice = plans.find(({ name }, index) => plans.findIndex((other) => other.name === name) !== index);
  if (twice !== undefined) throw new Error(`Two boards are named "${twice.name}"`);
  const odd = plans.find(({ name }) => !/^[a-z][a-z0-9-]{0,30}$/.test(name));
  if (odd !== undefined) throw new Error(`"${odd.name}" is no name for a board: a-z, 0-9, - are`);
  return plans;
}

/** Gives boards their addresses in a network: 10.87.N.11 and on. */
export function plugIn(plans: readonly UnpluggedPlan[], network: number): BoardPlan[] {
  const hex = (value: number) => value.toString(16).padStart(2, '0');
  return plans.map((plan, index) => {
    const host = FIRST_ADDRESS + index;
    return { ...plan, address: addressOf(network, host), mac: `52:54:00:57:${hex(network)}:${hex(host)}` };
  });
}
