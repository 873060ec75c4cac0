import process from 'node:process';
import { usageError } from '../../../pipeline/errors.ts';
import { oneOf, wholeNumber } from '../../../setup/arguments.ts';
import { print, say } from '../../../setup/terminal/output.ts';
import { counted, durationText } from '../../../setup/terminal/units.ts';
import { DISK_MB } from '../bases/bases.ts';
import { type Kind, RELEASES, type Release } from '../board.ts';
import { type HeldLab, type RaiseOptions, raiseLab } from '../lab.ts';
import type { Command } from '../main.ts';
import type { BoardRequest } from '../plan.ts';
import { labCommand, typeable } from './lab-command.ts';
import { boardLines, describeLab } from './status.ts';

export interface UpFlags {
  name: string;
  boards: number;
  kind: Kind;
  release: Release;
  docker?: boolean;
  imageStore?: BoardRequest['imageStore'];
  memory?: number;
  disk?: number;
}

const KINDS: readonly Kind[] = ['container', 'vm'];
const STORES = ['classic', 'containerd'] as const;
const MOST_BOARDS = 200;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** `up`. */
export function registerUp(program: Command): void {
  labCommand(program, 'up', 'raise boards, and wait until all answer SSH')
    .option('--boards <n>', 'how many: the first is the manager', wholeNumber('--boards', 1, MOST_BOARDS), 3)
    .option('--kind <kind>', 'container: within seconds; vm: a kernel of its own', oneOf('--kind', KINDS), 'container')
    .option('--release <n>', "Debian's release: 12 or 13", oneOf('--release', RELEASES), '13')
    .option('--docker', 'VM boards: with Docker and NFS installed; container boards have Docker anyway')
    .option('--no-docker', 'container boards: without Docker')
    .option('--image-store <store>', 'where Docker keeps images: classic or containerd', oneOf('--image-store', STORES))
    .option(
      '--memory <MB>',
      'of each board; containers share that of this machine',
      wholeNumber('--memory', 64, 2 ** 20),
    )
    .option('--disk <MB>', 'of each container board; takes space as it is used', wholeNumber('--disk', 512, 2 ** 24))
    .action(async (flags: UpFlags) => {
      const boards = requestsOf(flags);
      const started = performance.now();
      const since = () => durationText(performance.now() - started);
      const onLine = (line: string) => say(`${since().padStart(10)}  ${line}`);
      const lab = await untilStopped({ name: flags.name, boards, onLine });
      if (lab === undefined) {
        say(`Stopped: nothing is left of the lab "${flags.name}".`);
        // A base may still be building: its builder ends with this process.
        process.exit(130);
      }
      print(boardLines(await describeLab(lab)));
      await lab.keep();
      const count = lab.boards.length;
      say(
        `${counted(count, 'board')} up after ${since()}: ${count === 1 ? 'it answers' : 'all answer'} SSH.`,
        ...howToGoOn(lab),
      );
    });
}

/** What is asked of each board; rejects what cannot be had. */
export function requestsOf({ boards, kind, release, docker, imageStore, memory, disk }: UpFlags): BoardRequest[] {
  if (imageStore !== undefined && !(docker ?? kind === 'container')) {
    throw usageError('--image-store is for boards that have Docker from the start', '--docker');
  }
  if (kind === 'vm' && disk !== undefined) {
    throw usageError(`A VM board's disk has ${DISK_MB} MB`, 'leave --disk out, or: npm run lab -- add-disk BOARD MB');
  }
  if (imageStore === 'containerd' && release === '12') {
    throw usageError("Debian 12's Docker (20.10) keeps no images in containerd", '--release 13');
  }
  const request: BoardRequest = {
    kind,
    release,
    ...(docker === undefined ? {} : { docker }),
    ...(imageStore === undefined ? {} : { imageStore }),
    ...(memory === undefined ? {} : { memoryMb: memory }),
    ...(disk === undefined ? {} : { diskMb: disk }),
  };
  return Array.from({ length: boards }, () => request);
}

/** Raises a lab, unless a signal comes before it is up: then waits until nothing of it is left, and gives undefined. */
async function untilStopped(options: RaiseOptions): Promise<HeldLab | undefined> {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) return;
    say('Stopping: this takes some seconds …');
    controller.abort();
  };
  // They stay: what comes twice, as when npm passes on what the terminal sent, must not end the clearing up.
  for (const signal of SIGNALS) process.on(signal, stop);
  const raising = { ...options, signal: controller.signal };
  try {
    const lab = await raiseLab(raising);
    if (!controller.signal.aborted) return lab;
    await lab.down();
  } catch (error) {
    if (!controller.signal.aborted) throw error;
  }
  return undefined;
}

function howToGoOn({ name, inventory, boards }: HeldLab): string[] {
  const down = `npm run lab -- down${name === 'lab' ? '' : ` --name ${name}`}`;
  const commands = [`Next: npm run lab -- ssh ${boards[0]?.name}`, '      npm run lab -- status', `      ${down}`];
  return [`Inventory: ${inventory}`, ...commands.map((command) => typeable(command, name))];
}
