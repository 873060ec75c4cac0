import { rootLayers, vmBase } from './bases/bases.ts';
import type { Board, BoardPlan } from './board.ts';
import { createContainerBoard, openContainerBoard } from './container/container-board.ts';
import type { Enclosure } from './enclosure.ts';
import type { UnpluggedPlan } from './plan.ts';
import { createVmBoard, openVmBoard } from './vm/vm-board.ts';

/** What a board is made from, whatever its kind. */
export interface BoardParts {
  plan: BoardPlan;
  enclosure: Enclosure;
  /** Of this board, for its disk, its sockets and its logs. */
  directory: string;
  /** Folder of the files that make it this board. */
  identity: string;
  /** File of the lab's private key. */
  key: string;
  /** Folder that container boards see as the share. */
  share: string;
  /** Gets what is being done, where it takes long. */
  onLine: (line: string) => void;
}

/** Builds the bases that boards stand on, where they are not there yet. */
export async function prepareBases(plans: readonly UnpluggedPlan[], onLine: (line: string) => void): Promise<void> {
  const different = new Map(plans.map((plan) => [[plan.kind, plan.release, plan.docker].join(), plan]));
  for (const { kind, release, docker } of different.values()) {
    await (kind === 'vm' ? vmBase(release, docker, onLine) : rootLayers(release, docker, onLine));
  }
}

/** Makes a board, which is off. */
export async function makeBoard(parts: BoardParts): Promise<Board> {
  const { plan } = parts;
  if (plan.kind === 'container') {
    return createContainerBoard({ ...parts, layers: await rootLayers(plan.release, plan.docker) });
  }
  return createVmBoard({ ...parts, base: await vmBase(plan.release, plan.docker) });
}

/** A board that was made before. */
export function openBoard(plan: BoardPlan, enclosure: Enclosure, directory: string, key: string): Board {
  if (plan.kind === 'container') return openContainerBoard(plan, enclosure, directory);
  return openVmBoard(plan, enclosure, directory, key);
}
