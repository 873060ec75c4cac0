import { existsSync } from 'node:fs';
import { appendFile, chmod, chown, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Board, BoardPlan, ExecOptions, Finished } from './board.ts';
import { makeBoard, openBoard, prepareBases } from './boards.ts';
import { missingFor } from './doctor.ts';
import { type Enclosure, endEnclosure, enter, firstProcess, raiseEnclosure } from './enclosure.ts';
import { LABS } from './folders.ts';
import { type Account, type Credentials, knownHosts, makeCredentials, makeIdentity } from './identity.ts';
import { inventoryOf } from './inventory.ts';
import { type Network, partition, raiseNetwork } from './network.ts';
import { type BoardRequest, planBoards, plugIn, type UnpluggedPlan } from './plan.ts';
import { run } from './process.ts';

const SSH_DEADLINE_MS = 180_000;

/** What a lab's directory says of it. */
interface LabRecord {
  network: Network;
  credentials: Credentials;
  boards: BoardPlan[];
}

/** Virtual boards on a network of their own. */
export interface Lab extends LabRecord {
  readonly name: string;
  readonly directory: string;
  readonly enclosure: Enclosure;
  /** File that names the boards for `enjambre`. */
  readonly inventory: string;
  /** Folder of this machine that container boards see as their share. */
  readonly share: string;
  board(name: string): Board;
  /** Program and arguments that log in at a board as a person would; what to run there comes after them. */
  login(name: string, account?: Account): string[];
  /** Runs a command line at a board over SSH. */
  ssh(name: string, commandLine: string, options?: ExecOptions & { account?: Account }): Promise<Finished>;
  /** Waits until boards answer SSH; rejects at the deadline, with the board's name. */
  answers(names?: readonly string[], timeoutMs?: number): Promise<void>;
  /** Cuts boards off from the others; this machine still reaches all. */
  partition(...names: string[]): Promise<void>;
  heal(): Promise<void>;
  /** Ends all of it, and removes its files. */
  down(): Promise<void>;
}

export interface RaiseOptions {
  /** @default 'lab' */
  name?: string;
  boards: readonly BoardRequest[];
  /** Gets what is being done, a line at a time. */
  onLine?: (line: string) => void;
  /** Ends the lab while it is being raised. */
  signal?: AbortSignal;
}

/** A lab that ends together with this process, unless it is told to stay. */
export interface HeldLab extends Lab {
  keep(): Promise<void>;
}

/**
 * Raises boards, starts them side by side and waits until all answer SSH. On failure, nothing of it is left.
 *
 * @throws Error if there is a lab of this name, if a base cannot be built, or if a board does not answer
 */
export async function raiseLab({ name = 'lab', boards, onLine = () => {}, signal }: RaiseOptions): Promise<HeldLab> {
  if (!/^[a-z][a-z0-9-]{0,30}$/.test(name)) {
    throw new Error(`"${name}" is no name for a lab: a-z, 0-9, - are. Next: --name lab`);
  }
  const plans = planBoards(boards);
  for (const kind of new Set(plans.map((plan) => plan.kind))) {
    const missing = await missingFor(kind);
    if (missing.length > 0)
      throw new Error(`Cannot raise boards here: ${missing.join(', ')}. Next: npm run lab -- doctor`);
  }
  await unlessStopped(prepareBases(plans, onLine), signal);
  const directory = join(LABS, name);
  await mkdir(LABS, { recursive: true });
  await mkdir(directory, { mode: 0o700 }).catch((error) => {
    if (error.code !== 'EEXIST') throw error;
    throw new Error(
      `There is a lab "${name}" already. Next: npm run lab -- status, or: npm run lab -- down --name ${name}`,
    );
  });
  // All that is still going on then fails, since there is nothing left that it could do it in.
  const stop = () => endEnclosure(directory);
  try {
    const enclosure = await raiseEnclosure(directory);
    signal?.addEventListener('abort', stop);
    signal?.throwIfAborted();
    const lab = await unlessStopped(raiseBoards(name, enclosure, plans, onLine), signal);
    return { ...lab, keep: enclosure.keep };
  } catch (error) {
    await endEnclosure(directory);
    throw error;
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

async function raiseBoards(
  name: string,
  enclosure: Enclosure,
  plans: readonly UnpluggedPlan[],
  onLine: (line: string) => void,
): Promise<Lab> {
  const { directory } = enclosure;
  const network = await raiseNetwork(enclosure);
  const credentials = await makeCredentials(directory);
  const record = { network, credentials, boards: plugIn(plans, network.number) };
  const lab = labOf(name, enclosure, record);
  await mkdir(lab.share);
  await chmod(lab.share, 0o1777);
  await writeFile(join(directory, 'lab.json'), `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
  await writeFile(lab.inventory, `${JSON.stringify(inventoryOf(lab), null, 2)}\n`);
  // All are awaited before the first failure is told: none goes on behind it.
  const raised = await Promise.allSettled(record.boards.map((plan) => raiseBoard(lab, plan, onLine)));
  for (const one of raised) if (one.status === 'rejected') throw one.reason;
  await lab.answers();
  await handOver(lab);
  return lab;
}

/** Who raised boards by sudo may use them without: the key and what goes with it are theirs. */
async function handOver({ directory, credentials: { key }, inventory }: Lab): Promise<void> {
  const { SUDO_UID: user, SUDO_GID: group } = process.env;
  if (user === undefined || group === undefined) return;
  const files = [key, `${key}.pub`, join(directory, 'known_hosts'), inventory];
  await Promise.all(files.map((file) => chown(file, Number(user), Number(group))));
  await chmod(directory, 0o711);
}

/** What a promise gives, or a rejection as soon as the signal is aborted. */
function unlessStopped<Value>(work: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const stop = () => reject(new Error('It was stopped.'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

async function raiseBoard(lab: Lab, plan: BoardPlan, onLine: (line: string) => void): Promise<void> {
  const directory = boardDirectory(lab, plan.name);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const identity = await makeIdentity(plan, lab.credentials, directory);
  await appendFile(join(lab.directory, 'known_hosts'), await knownHosts(plan, identity));
  const board = await makeBoard({
    plan,
    enclosure: lab.enclosure,
    directory,
    identity,
    key: lab.credentials.key,
    share: lab.share,
    onLine,
  });
  await board.start();
  onLine(`${plan.name}: started, ${plan.address}`);
}

/** The lab of a name, which is up. */
export async function openLab(name: string): Promise<Lab> {
  const directory = join(LABS, name);
  if (!existsSync(join(directory, 'lab.json')))
    throw new Error(`There is no lab "${name}". Next: npm run lab -- up --name ${name}`);
  const enclosure = enter(directory);
  return labOf(name, enclosure, JSON.parse(await readFile(join(directory, 'lab.json'), 'utf8')));
}

/** All labs of this machine, and whether they are up: others were left by a machine that went off. */
export async function listLabs(): Promise<{ name: string; up: boolean }[]> {
  const names = existsSync(LABS) ? await readdir(LABS) : [];
  return names.sort().map((name) => ({ name, up: firstProcess(join(LABS, name)) !== undefined }));
}

/** Ends a lab by its name, whatever is left of it. */
export async function endLab(name: string): Promise<void> {
  if (!(await listLabs()).some((lab) => lab.name === name))
    throw new Error(`There is no lab "${name}". Next: npm run lab -- status`);
  await endEnclosure(join(LABS, name));
}

function boardDirectory(lab: { directory: string }, name: string): string {
  return join(lab.directory, 'boards', name);
}

function labOf(name: string, enclosure: Enclosure, record: LabRecord): Lab {
  const { directory } = enclosure;
  const planOf = (board: string) => {
    const plan = record.boards.find((one) => one.name === board);
    if (plan === undefined)
      throw new Error(
        `There is no board "${board}" in the lab "${name}": ${record.boards.map((one) => one.name).join(', ')}`,
      );
    return plan;
  };
  const lab: Lab = {
    ...record,
    name,
    directory,
    enclosure,
    inventory: join(directory, 'inventory.json'),
    share: join(directory, 'share'),
    board: (board) => openBoard(planOf(board), enclosure, boardDirectory(lab, board), record.credentials.key),
    login: (board, account = 'admin') => [
      ...['ssh', '-F', '/dev/null', '-i', record.credentials.key, '-o', 'IdentitiesOnly=yes'],
      ...['-o', `UserKnownHostsFile=${join(directory, 'known_hosts')}`, '-o', 'StrictHostKeyChecking=yes'],
      ...['-o', 'ServerAliveInterval=15', '-o', 'ServerAliveCountMax=4'],
      `${account}@${planOf(board).address}`,
    ],
    ssh: (board, commandLine, { account, ...options } = {}) => {
      const [program = '', ...rest] = lab.login(board, account);
      // It ends with this process, even if that is killed.
      const ssh = ['setpriv', '--pdeathsig', 'KILL', program, '-o', 'BatchMode=yes', '-o', 'ConnectTimeout=10'];
      return run([...ssh, ...rest, commandLine], options);
    },
    async answers(names = record.boards.map((plan) => plan.name), timeoutMs = SSH_DEADLINE_MS) {
      await Promise.all(names.map((board) => answers(lab, board, Date.now() + timeoutMs)));
    },
    partition: (...names) =>
      partition(
        enclosure,
        names.map((board) => planOf(board).address),
      ),
    heal: () => partition(enclosure, []),
    down: () => endEnclosure(directory),
  };
  return lab;
}

async function answers(lab: Lab, name: string, deadline: number): Promise<void> {
  for (;;) {
    const said = await lab.ssh(name, 'true', { timeoutMs: 30_000 }).then(
      ({ code, stderr }) => (code === 0 ? undefined : stderr.trim()),
      (error: Error) => error.message,
    );
    if (said === undefined) return;
    if (firstProcess(lab.directory) === undefined) throw new Error(`The lab ${lab.name} has ended.`);
    if (Date.now() > deadline) {
      const log = join(boardDirectory(lab, name), 'console.log');
      throw new Error(`${name} does not answer SSH: ${said}. Its console: ${log}`);
    }
    await sleep(200);
  }
}
