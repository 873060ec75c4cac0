import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { shellWord } from '../../../setup/invocation.ts';
import { print, say } from '../../../setup/terminal/output.ts';
import { tableLines } from '../../../setup/terminal/table.ts';
import type { BoardPlan, BoardState } from '../board.ts';
import { LABS } from '../folders.ts';
import { ACCOUNTS } from '../identity.ts';
import { type Lab, listLabs, openLab } from '../lab.ts';
import type { Command } from '../main.ts';
import { memoryUsedMb } from '../memory.ts';
import { typeable } from './lab-command.ts';

/** A lab as `status --json` shows it. */
export interface LabStatus {
  name: string;
  /** `starting` while boards are being made; `ended` if the machine went off under it. */
  state: 'up' | 'starting' | 'ended';
  network?: string;
  /** Of all accounts of all boards. */
  password?: string;
  accounts?: readonly string[];
  inventory?: string;
  /** Folder of this machine that container boards see. */
  share?: string;
  boards: BoardStatus[];
}

/** What was asked of a board, and how it is. */
export interface BoardStatus extends BoardPlan {
  state: BoardState;
  /** Null where it cannot be told. */
  memoryUsedMb: number | null;
  /** A command that logs in, for a shell. */
  ssh: string;
}

/** `status`. */
export function registerStatus(program: Command): void {
  program
    .command('status')
    .summary('show all labs, their boards and how to log in')
    .description('Shows all labs, their boards and how to log in.')
    .option('--json', 'print JSON instead of tables')
    .helpOption('-h, --help', 'show this help')
    .action(async ({ json }: { json?: true }) => {
      const labs = (await Promise.all((await listLabs()).map(statusOf))).filter((lab) => lab !== undefined);
      if (json) print([JSON.stringify(labs, null, 2)]);
      else if (labs.length === 0) say(typeable('There is no lab. Next: npm run lab -- up --boards 3', 'lab'));
      else print(labs.flatMap((lab, index) => [...(index === 0 ? [] : ['']), ...labLines(lab)]));
    });
}

async function statusOf({ name, up }: { name: string; up: boolean }): Promise<LabStatus | undefined> {
  if (!up) return { name, state: 'ended', boards: [] };
  if (!existsSync(join(LABS, name, 'lab.json'))) return { name, state: 'starting', boards: [] };
  try {
    return await describeLab(await openLab(name));
  } catch (error) {
    // It ended while it was looked at.
    if (!existsSync(join(LABS, name))) return undefined;
    throw error;
  }
}

/** All that is to be known of a lab that is up. */
export async function describeLab(lab: Lab): Promise<LabStatus> {
  const boards = lab.boards.map(async (plan) => ({
    ...plan,
    state: await lab.board(plan.name).state(),
    memoryUsedMb: memoryUsedMb(plan, lab) ?? null,
    ssh: lab.login(plan.name).map(shellWord).join(' '),
  }));
  return {
    name: lab.name,
    state: 'up',
    network: lab.network.gateway.replace(/\.\d+$/, '.0/24'),
    password: lab.credentials.password,
    accounts: Object.keys(ACCOUNTS),
    inventory: lab.inventory,
    share: lab.share,
    boards: await Promise.all(boards),
  };
}

/** A lab for people. */
export function labLines(lab: LabStatus): string[] {
  if (lab.state === 'ended')
    return [typeable(`Lab ${lab.name}: ended. Next: npm run lab -- down --name ${lab.name}`, lab.name)];
  if (lab.state === 'starting') return [`Lab ${lab.name}: being raised.`];
  const first = lab.boards[0];
  return [
    `Lab ${lab.name}: ${lab.network}`,
    ...boardLines(lab),
    typeable(`Log in:    npm run lab -- ssh ${first?.name}`, lab.name),
    `       or: ssh ${lab.accounts?.[0]}@${first?.address}`,
    `Accounts:  ${lab.accounts?.join(', ')}; password ${lab.password}`,
    `Inventory: ${lab.inventory}`,
  ];
}

/** The boards of a lab as a table. */
export function boardLines({ boards }: LabStatus): string[] {
  const columns = ['board', 'kind', 'Debian', 'Docker', 'address', 'state'].map((title) => ({ title }));
  return tableLines(
    [...columns, { title: 'memory', align: 'right' }],
    boards.map((board) => [
      board.name,
      board.kind,
      board.release,
      board.docker ? board.imageStore : 'none yet',
      board.address,
      board.state,
      board.memoryUsedMb === null ? '-' : `${board.memoryUsedMb} MB`,
    ]),
  );
}
