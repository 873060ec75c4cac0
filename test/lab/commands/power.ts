import { say } from '../../../setup/terminal/output.ts';
import { durationText } from '../../../setup/terminal/units.ts';
import type { Board } from '../board.ts';
import type { Command } from '../main.ts';
import { type LabFlags, labCommand, openNamed } from './lab-command.ts';

/** What is done to a board, and how it is called when it is done. */
interface Switch {
  summary: string;
  done: string;
  /** Whether it will answer SSH after a while. */
  comesUp: boolean;
  act: (board: Board) => Promise<void>;
}

const SWITCHES: Readonly<Record<string, Switch>> = {
  kill: { summary: 'cut the power of a board', done: 'off', comesUp: false, act: (board) => board.kill() },
  start: { summary: 'switch a board on', done: 'on', comesUp: true, act: (board) => board.start() },
  reset: { summary: 'press the reset button of a board', done: 'reset', comesUp: true, act: (board) => board.reset() },
  pause: { summary: 'stop a board where it is', done: 'paused', comesUp: false, act: (board) => board.pause() },
  unpause: { summary: 'let a paused board go on', done: 'goes on', comesUp: false, act: (board) => board.unpause() },
};

/** `kill`, `start`, `reset`, `pause` and `unpause`. */
export function registerPower(program: Command): void {
  for (const [name, { summary, done, comesUp, act }] of Object.entries(SWITCHES)) {
    const command = labCommand(program, name, summary).argument('<board>', 'which board');
    if (comesUp) command.option('--no-wait', 'do not wait until it answers SSH');
    command.action(async (board: string, flags: LabFlags & { wait?: boolean }) => {
      const lab = await openNamed(flags.name);
      const started = performance.now();
      await act(lab.board(board));
      say(`${board}: ${done}.`);
      if (!comesUp || flags.wait === false) return;
      await lab.answers([board]);
      say(`${board}: answers SSH after ${durationText(performance.now() - started)}.`);
    });
  }
}
