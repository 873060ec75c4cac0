import { usageError } from '../../../pipeline/errors.ts';
import { oneOf, wholeNumber } from '../../../setup/arguments.ts';
import { print, say } from '../../../setup/terminal/output.ts';
import type { Board } from '../board.ts';
import { fillDisk, freeDisk, readOnlyRoot } from '../faults.ts';
import type { Command } from '../main.ts';
import { type LabFlags, labCommand, openNamed, typeable } from './lab-command.ts';

const MOST_SECONDS = 100 * 366 * 86_400;

/** What can go wrong with a network, a disk or a clock, and snapshots to come back from it. */
export function registerFaults(program: Command): void {
  registerNetworkFaults(program);
  registerDiskFaults(program);
  registerSnapshots(program);
  onBoard(program, 'clock', 'set the clock of a VM board off, by seconds from now')
    .argument('<seconds>', 'how far; -3600 is an hour back', seconds)
    .action((name: string, offset: number, flags: LabFlags) =>
      onNamed(name, flags, async (board) => {
        await board.setClock(offset);
        return `clock set ${Math.abs(offset)} s ${offset < 0 ? 'back' : 'ahead'}`;
      }),
    );
}

function registerNetworkFaults(program: Command): void {
  onBoard(program, 'link', 'pull the cable of a board, or plug it in')
    .argument('<state>', 'up or down', oneOf('link', ['up', 'down']))
    .action((name: string, state: 'up' | 'down', flags: LabFlags) =>
      onNamed(name, flags, async (board) => {
        await board.link(state === 'up');
        return state === 'up' ? 'cable plugged in' : 'cable pulled';
      }),
    );
  labCommand(program, 'partition', 'cut boards off from the others; this machine still reaches all')
    .argument('<boards...>', 'those on the other side')
    .action(async (names: string[], flags: LabFlags) => {
      await (await openNamed(flags.name)).partition(...names);
      say(typeable(`Cut off from the others: ${names.join(', ')}. Next: npm run lab -- heal`, flags.name));
    });
  labCommand(program, 'heal', 'undo a partition').action(async (flags: LabFlags) => {
    await (await openNamed(flags.name)).heal();
    say('All boards reach each other again.');
  });
}

function registerDiskFaults(program: Command): void {
  onBoard(program, 'fill-disk', 'fill the disk of a board to the last byte').action((name: string, flags: LabFlags) =>
    onNamed(name, flags, async (board) => `disk full: ${await fillDisk(board)} MB taken`),
  );
  onBoard(program, 'free-disk', 'undo fill-disk').action((name: string, flags: LabFlags) =>
    onNamed(name, flags, async (board) => {
      await freeDisk(board);
      return 'disk freed';
    }),
  );
  onBoard(program, 'read-only', 'make the root of a board read-only, as a disk with errors becomes')
    .argument('<state>', 'on or off', oneOf('read-only', ['on', 'off']))
    .action((name: string, state: 'on' | 'off', flags: LabFlags) =>
      onNamed(name, flags, async (board) => {
        await readOnlyRoot(board, state === 'on');
        return state === 'on' ? 'root is read-only' : 'root is writable';
      }),
    );
  onBoard(program, 'add-disk', 'plug an empty second disk into a VM board; prints its device')
    .argument('<MB>', 'its size', wholeNumber('add-disk', 1, 2 ** 24))
    .action(async (name: string, sizeMb: number, flags: LabFlags) => {
      print([await (await openNamed(flags.name)).board(name).addDisk(sizeMb)]);
    });
}

function registerSnapshots(program: Command): void {
  onBoard(program, 'snapshot', 'keep memory and disk of a VM board under a name')
    .argument('<snapshot>', 'its name')
    .action((name: string, snapshot: string, flags: LabFlags) =>
      onNamed(name, flags, async (board) => {
        await board.snapshot(snapshot);
        return `kept as ${snapshot}`;
      }),
    );
  onBoard(program, 'restore', 'bring a VM board back to a snapshot')
    .argument('<snapshot>', 'its name')
    .action((name: string, snapshot: string, flags: LabFlags) =>
      onNamed(name, flags, async (board) => {
        await board.restore(snapshot);
        return `as it was at ${snapshot}`;
      }),
    );
}

function onBoard(program: Command, name: string, summary: string): Command {
  return labCommand(program, name, summary).argument('<board>', 'which board');
}

/** Does something to a board, and says what became of it. */
async function onNamed(name: string, flags: LabFlags, act: (board: Board) => Promise<string>): Promise<void> {
  const lab = await openNamed(flags.name);
  say(`${name}: ${await act(lab.board(name))}.`);
}

function seconds(text: string): number {
  if (/^[-+]?\d+$/.test(text) && Math.abs(Number(text)) <= MOST_SECONDS) return Number(text);
  throw usageError(`Cannot set the clock by ${JSON.stringify(text)}`, 'give whole seconds, as 3600 or -3600');
}
