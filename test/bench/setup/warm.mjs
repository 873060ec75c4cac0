// A warm re-run with nothing to do: the product, its peers, and the limit.
import { BenchError } from '../environment.mjs';
import { runOnce, summarize } from '../measure.mjs';
import { judged, mebibytes, seconds } from '../table.mjs';
import { raise, served, stateOf } from './boards.mjs';
import { ansible, enjambre, enjambreCommand, limit, login, pyinfra } from './contenders.mjs';
import { writeInventories } from './peers.mjs';

/** @typedef {import('./environment.mjs').Context} Context */
/** @typedef {import('./boards.mjs').Boards} Boards */
/** @typedef {import('./contenders.mjs').Contender} Contender */

/** Most of our time by theirs: a twelfth of Ansible's. */
const BARS = { Ansible: 0.083, pyinfra: 0.6, 'one login and one round trip, all facts': 2 };
const MOST_SESSIONS = 2;

/** @param {Context} context */
export async function* warm(context) {
  for (const size of context.boards) {
    const boards = await raise(context, `warm${size}`, size);
    try {
      yield await compare(context, boards);
    } finally {
      await boards.lab.down();
    }
  }
}

/**
 * @param {Context} context
 * @param {Boards} boards
 */
async function compare(context, boards) {
  context.log('  enjambre apply, from bare boards');
  const cold = runOnce(context, { ...enjambre(context, boards), name: 'the first apply' });
  const contenders = await contendersFor(context, boards);
  const before = await stateOf(boards);
  // The first round is not timed, and tells of sessions.
  const sessions = [];
  for (const contender of contenders) sessions.push(await sessionsOf(context, boards, contender));
  context.log(`  ${context.repetitions} rounds of ${contenders.length} commands`);
  const series = rounds(context, contenders);
  runOnce(context, { name: 'the last plan', command: () => enjambreCommand(context, boards, ['plan']) });
  if ((await stateOf(boards)) !== before)
    throw new BenchError('A run that had nothing to change has changed something.');
  return table(boards, contenders, series, sessions, cold);
}

/**
 * @param {Context} context
 * @param {Boards} boards
 */
async function contendersFor(context, boards) {
  const own = [enjambre(context, boards), await limit(context, boards), login(boards)];
  if (!context.peers) return own;
  const inventories = await writeInventories(boards);
  const peers = [
    ansible(context, inventories.ansible),
    ansible(context, inventories.ansible, { mitogen: true }),
    pyinfra(context, inventories.pyinfra),
  ];
  return [...own, ...peers];
}

/**
 * @param {Context} context
 * @param {Contender} contender
 */
function runUnchanged(context, contender) {
  const run = runOnce(context, contender);
  if (contender.unchanged?.(run.stdout) === false)
    throw new BenchError(`${contender.name} changed something\n${run.stdout.slice(-4000)}`);
  return run;
}

/**
 * Runs the contenders in turn, so that a machine that slows down for a while slows all.
 * @param {Context} context
 * @param {Contender[]} contenders
 */
function rounds(context, contenders) {
  const runs = contenders.map(() => /** @type {import('../measure.mjs').Measurement[]} */ ([]));
  for (let round = 0; round < context.repetitions; round++) {
    for (const [index, contender] of contenders.entries()) runs[index]?.push(runUnchanged(context, contender));
  }
  return runs.map((measured) => summarize(measured, ''));
}

/**
 * What one run asks of the manager's SSH server, and most of a worker's.
 * @param {Context} context
 * @param {Boards} boards
 * @param {Contender} contender
 */
async function sessionsOf(context, boards, contender) {
  const before = await served(boards);
  runUnchanged(context, contender);
  const after = await served(boards);
  const [manager = 0, ...workers] = after.map(({ sessions }, index) => sessions - (before[index]?.sessions ?? 0));
  return { manager, worker: Math.max(...workers) };
}

/**
 * @param {Boards} boards
 * @param {Contender[]} contenders
 * @param {import('../measure.mjs').Series[]} series
 * @param {{ manager: number, worker: number }[]} sessions
 * @param {import('../measure.mjs').Measurement} cold
 */
function table(boards, contenders, series, sessions, cold) {
  const [ours] = series;
  const rows = series.map((measured, index) => {
    const { name = '' } = contenders[index] ?? {};
    const { manager = 0, worker = 0 } = sessions[index] ?? {};
    const bar = BARS[name];
    const ratio = judged(ours.medianMs / measured.medianMs, bar === undefined ? undefined : { atMost: bar }, 3);
    const most = Math.max(manager, worker);
    const verdict = index === 0 ? ['', `≤ ${MOST_SESSIONS} sessions`, most <= MOST_SESSIONS ? 'pass' : 'over'] : ratio;
    return [name, seconds(measured), `${manager} / ${worker}`, mebibytes(measured), ...verdict];
  });
  return {
    title: `Nothing to do, ${boards.lab.boards.length} boards`,
    columns: ['command', 'time, s', 'sessions, manager / worker', 'peak MiB', 'ours by it', 'bar', ''],
    rows,
    note: `The first apply, on bare boards that have Docker: ${(cold.wallMs / 1000).toFixed(1)} s.`,
    figures: { boards: boards.lab.boards.length, contenders: figuresOf(contenders, series, sessions) },
  };
}

/**
 * @param {Contender[]} contenders
 * @param {import('../measure.mjs').Series[]} series
 * @param {{ manager: number, worker: number }[]} sessions
 */
function figuresOf(contenders, series, sessions) {
  return series.map(({ stdout: _, ...figures }, index) => ({
    name: contenders[index]?.name,
    sessions: sessions[index],
    ...figures,
  }));
}
