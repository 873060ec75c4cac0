// Runs the test files, each in its own process: node test/run.mjs [--deno] [--node PATH] [--long] [--lab KIND] [filter …]
// Files named *.long.test.ts run with --long, or when a filter names them. Those named *.container.test.ts and *.vm.test.ts
// need virtual boards, and so root and some programs: they run with --lab container or --lab vm alone.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildDev } from '../build.mjs';
import { verdictOf } from './verdict.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const quickDeadlineMs = 60_000;
const longDeadlineMs = 30 * 60_000;

const { values: flags, positionals: filters } = parseArgs({
  allowPositionals: true,
  options: {
    deno: { type: 'boolean', default: false },
    node: { type: 'string', default: process.execPath },
    long: { type: 'boolean', default: false },
    lab: { type: 'string' },
    /** Another folder than `test/`, for the test of this runner. */
    folder: { type: 'string', default: 'test' },
    'deadline-ms': { type: 'string' },
  },
});
/** Container boards mostly wait for each other; VM boards keep the processors busy. */
const parallel = { container: 3, vm: 1 }[flags.lab ?? ''] ?? 2;
const slow = flags.long || flags.lab !== undefined;
const deadlineMs = Number(flags['deadline-ms'] ?? (slow ? longDeadlineMs : quickDeadlineMs));

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  process.on(signal, () => {
    for (const child of running) killGroup(child);
    process.exit(130);
  });
}
process.exitCode = await main();

async function main() {
  const asked = (await testFiles(flags.folder)).filter(
    (file) =>
      (flags.long || filters.length > 0 || !file.endsWith('.long.test.ts')) &&
      (filters.length === 0 || filters.some((filter) => file.includes(filter))),
  );
  const files = asked.filter((file) => labOf(file) === flags.lab);
  if (asked.length === 0) {
    console.log(`No test file matches ${filters.join(' ') || flags.folder}. Next: npm test`);
    return 1;
  }
  if (flags.lab !== undefined && files.length === 0) {
    console.log(`No test file needs boards of the kind "${flags.lab}". Next: npm test -- --lab container`);
    return 1;
  }
  await buildDev();
  const totals = { passed: 0, failed: 0, skipped: 0 };
  for (const file of flags.lab === undefined ? asked.filter(labOf) : []) {
    console.log(`skip ${file}\n     skipped: needs virtual boards, as root: npm test -- --lab ${labOf(file)}`);
    totals.skipped++;
  }
  // What looks at the whole machine, before and after, has it for itself.
  const isAlone = (/** @type {string} */ file) => file.includes('/nothing-left.');
  let waiting = files.filter(isAlone);
  await worker();
  waiting = files.filter((file) => !isAlone(file));
  await Promise.all(Array.from({ length: parallel }, worker));
  console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
  return totals.failed === 0 ? 0 : 1;

  async function worker() {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      const verdict = await runFile(file);
      totals.passed += verdict.passed;
      totals.failed += verdict.failed;
      totals.skipped += verdict.skipped.length;
    }
  }
}

/**
 * The kind of virtual boards that a test file needs.
 * @param {string} file
 */
function labOf(file) {
  return /\.(container|vm)\.test\.ts$/.exec(file)?.[1];
}

/** @param {string} file relative to the root */
async function runFile(file) {
  const started = Date.now();
  const ended = await finished(start(file));
  const verdict = verdictOf(ended);
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  const counts = verdict.problem ?? `${verdict.passed} passed`;
  console.log(`${verdict.problem === undefined ? 'ok  ' : 'FAIL'} ${file}: ${counts}, ${seconds} s`);
  for (const reason of verdict.skipped) console.log(`     skipped: ${reason}`);
  if (verdict.problem !== undefined) console.log(`${ended.output}${ended.errors}`.replace(/^/gm, '     '));
  return verdict;
}

/** @param {string} file */
function start(file) {
  const command = flags.deno ? denoCommand() : flags.node;
  const transpiled = join('.cache/js', file.replace(/\.ts$/, '.js'));
  const args = flags.deno ? ['run', '-A', file] : ['--enable-source-maps', transpiled];
  const env = { ...process.env, NO_COLOR: '1', ...(flags.long ? { ENJAMBRE_LONG: '1' } : {}) };
  delete env.FORCE_COLOR;
  // Its own process group, so that a test that hangs is ended together with what it started.
  return spawn(command, args, { cwd: root, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
}

/**
 * @param {import('node:child_process').ChildProcessByStdio<null, import('node:stream').Readable, import('node:stream').Readable>} child
 * @returns {Promise<{ output: string; errors: string; exitCode: number | null; timedOut: boolean }>}
 */
function finished(child) {
  running.add(child);
  let output = '';
  let errors = '';
  let timedOut = false;
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    errors += text;
  });
  const timer = setTimeout(() => {
    timedOut = true;
    killGroup(child);
  }, deadlineMs);
  return new Promise((resolve) => {
    const end = (/** @type {number | null} */ exitCode) => {
      clearTimeout(timer);
      running.delete(child);
      resolve({ output, errors, exitCode, timedOut });
    };
    child.on('close', end);
    child.on('error', (error) => {
      errors += `${error.message}\n`;
      end(null);
    });
    // What a test left running may hold the pipes open: it ends with the test.
    child.on('exit', () => killGroup(child));
  });
}

/** @param {import('node:child_process').ChildProcess} child */
function killGroup(child) {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    // No such group: all of it has ended.
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH') throw error;
  }
}

/** `$DENO`, or the npm package `deno` in `.cache/deno` or here, or the one on the PATH. */
function denoCommand() {
  if (process.env.DENO) return process.env.DENO;
  for (const folder of [join(root, '.cache/deno'), root]) {
    const launcher = join(folder, 'node_modules/deno/install_api.cjs');
    if (existsSync(launcher)) return createRequire(launcher)(launcher).runInstall();
  }
  return 'deno';
}

/**
 * @param {string} folder relative to the root
 * @returns {Promise<string[]>}
 */
async function testFiles(folder) {
  const entries = await readdir(join(root, folder), { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.test.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((file) => !/(^|\/)(node_modules|run-fixtures)\//.test(file.slice(folder.length)))
    .sort();
}
