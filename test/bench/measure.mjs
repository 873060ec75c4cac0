// Timing of whole processes, in interleaved pairs, so that a machine that slows down for a while slows both.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BenchError, here } from './environment.mjs';

/** @typedef {import('./environment.mjs').Context} Context */
/**
 * One of the things compared.
 * @typedef {object} Contender
 * @property {string} name
 * @property {() => string[]} command asked for anew before each run
 * @property {() => void} [cleanup] after each run
 */
/** @typedef {{ wallMs: number, peakKiB: number, stdout: string }} Measurement */
/** @typedef {{ medianMs: number, minMs: number, maxMs: number, peakMiB: number, stdout: string }} Series */

/**
 * Runs a contender once, whole, outside of any series: to warm it up and to see its result.
 * @param {Context} context
 * @param {Contender} contender
 * @returns {Measurement}
 */
export function runOnce(context, contender) {
  const command = contender.command();
  const stdout = join(context.runsFolder, 'stdout');
  const stderr = join(context.runsFolder, 'stderr');
  const wrapper = spawnSync('python3', ['-I', join(here, 'measure.py'), stdout, stderr, ...command], {
    encoding: 'utf8',
    cwd: context.root,
    env: { ...process.env, NO_COLOR: '1' },
  });
  if (wrapper.status !== 0) throw new BenchError(`cannot start ${command.join(' ')}\n${wrapper.stderr}`);
  const { wallMs, peakKiB, exitCode } = JSON.parse(wrapper.stdout);
  if (exitCode !== 0) {
    const words = readFileSync(stderr, 'utf8').trim().slice(-2000);
    throw new BenchError(`${contender.name} failed (exit ${exitCode}): ${command.join(' ')}\n${words}`);
  }
  contender.cleanup?.();
  return { wallMs, peakKiB, stdout: readFileSync(stdout, 'utf8') };
}

/**
 * Runs the contenders in turn, A B A B …, after one run of each that does not count.
 * @param {Context} context
 * @param {Contender[]} contenders
 * @returns {Series[]} in the order of the contenders
 */
export function interleaved(context, contenders, repetitions = context.repetitions) {
  const warmUps = contenders.map((contender) => runOnce(context, contender));
  /** @type {Measurement[][]} */
  const runs = contenders.map(() => []);
  for (let repetition = 0; repetition < repetitions; repetition++) {
    for (const [i, contender] of contenders.entries()) {
      const run = runOnce(context, contender);
      runs[i]?.push(run);
    }
  }
  return runs.map((measured, i) => summarize(measured, warmUps[i]?.stdout ?? ''));
}

/**
 * @param {Measurement[]} runs
 * @param {string} stdout
 * @returns {Series}
 */
export function summarize(runs, stdout) {
  const walls = runs.map((run) => run.wallMs).sort((a, b) => a - b);
  const middle = (walls.length - 1) / 2;
  const medianMs = ((walls[Math.floor(middle)] ?? Number.NaN) + (walls[Math.ceil(middle)] ?? Number.NaN)) / 2;
  const peakMiB = Math.max(...runs.map((run) => run.peakKiB)) / 1024;
  return { medianMs, minMs: walls[0] ?? Number.NaN, maxMs: walls.at(-1) ?? Number.NaN, peakMiB, stdout };
}
