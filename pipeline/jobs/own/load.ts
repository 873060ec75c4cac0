import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import { EnjambreError } from '../../errors.ts';
import { fileError } from '../../input/open-file.ts';
import { runAgain } from '../../run-dir/again.ts';
import { paths } from '../../run-dir/layout.ts';
import type { JobCode, Manifest } from '../../run-dir/manifest.ts';
import { shellWord } from '../../shell-word.ts';
import type { Job } from '../job.ts';
import { adaptJob } from './adapt.ts';
import { checkDefinition, isFold, type OwnDefinition } from './definition.ts';
import { importFailure } from './failure.ts';
import { guarded, withoutTimers } from './foreign.ts';
import { jobInvalid, transpileJob } from './transpile.ts';

/** A job that a person brought, read from its file. */
export interface LoadedJob {
  /** Absolute. */
  path: string;
  /** The file's name without its ending. */
  name: string;
  code: JobCode;
  source: string;
  /** For the run directory; its last line tells whether it was changed. */
  javascript: string;
  definition: OwnDefinition;
  job: Job;
}

/**
 * Reads a job's file, and runs it once to see what it exports.
 *
 * @throws EnjambreError `input-missing`; `job-invalid`: syntax, imports, shape; `job-failed` when the file itself fails
 */
export async function loadOwnJob(path: string): Promise<LoadedJob> {
  const file = basename(path);
  if (/\.[cm]?[jt]sx$/i.test(file)) {
    throw jobInvalid(`${file}: JSX cannot be used in a job`, `write it without, as ${file.replace(/x$/i, '')}`);
  }
  const source = readSource(path, file);
  const javascript = sealed(await transpileJob(source, file));
  const url = `data:text/javascript;base64,${Buffer.from(javascript).toString('base64')}`;
  const load = () => withoutTimers(() => importDefault(url, file));
  const definition = checkDefinition(await guarded({ file, doing: 'loaded' }, load), file);
  const name = file.replace(/\.[cm]?[jt]s$/i, '').replace(/[^\p{L}\p{N}._-]+/gu, '-') || 'job';
  const code: JobCode = { name: file, kind: isFold(definition) ? 'fold' : 'frame', sha256: sha256(source) };
  const job = adaptJob({ name, file, kind: code.kind, definition, load: async () => definition });
  return { path: resolve(path), name, code, source, javascript, definition, job };
}

/** Text that is not UTF-8 would be changed in reading: `Bogotá` would match no row. */
function readSource(path: string, file: string): string {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw fileError(path, error);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    const isWide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
    const next = `iconv -f ${isWide ? 'UTF-16' : 'LATIN1'} -t UTF-8 ${shellWord(file)} > ${shellWord(`new-${file}`)}`;
    throw jobInvalid(`${file} is not UTF-8 text`, next, error);
  }
}

/**
 * The job of a run, from the run directory: in workers, and where results are combined.
 *
 * @throws EnjambreError `job-changed` when the code there is not what the run was planned with
 */
export async function importOwnJob(run: string, manifest: Pick<Manifest, 'again' | 'code'>): Promise<OwnDefinition> {
  const { code } = manifest;
  if (code === undefined) throw new Error('the run has no job of its own');
  checkUnchanged(run, code, runAgain(manifest));
  // Deno writes what threads print to standard output, which holds results.
  if (!isMainThread) console.log = console.info = console.debug = console.error;
  const url = pathToFileURL(resolve(paths.jobCode(run)));
  // Modules are kept by their URL: another run may have lain in the same directory.
  url.search = `?${code.sha256}`;
  return checkDefinition(await importDefault(url.href, code.name), code.name);
}

/** The job of a run as the driver uses it: its code is read from the run directory where it is needed. */
export function ownJob({ job, code }: Pick<Manifest, 'job' | 'code'>): Job {
  if (code === undefined) throw new Error('the run has no job of its own');
  return adaptJob({
    name: job,
    file: code.name,
    kind: code.kind,
    definition: null,
    load: (run, manifest) => importOwnJob(run, manifest),
  });
}

async function importDefault(url: string, file: string): Promise<unknown> {
  try {
    const module = (await import(url)) as { default?: unknown };
    return module.default;
  } catch (error) {
    throw importFailure(error, file);
  }
}

const SEAL = '\n//# enjambre ';

/** The code with a last line that says what is before it. */
function sealed(javascript: string): string {
  return `${javascript}${SEAL}${sha256(javascript)}\n`;
}

function checkUnchanged(run: string, code: JobCode, again: string): void {
  const changed = (path: string, cause?: unknown) =>
    new EnjambreError(`The job of this run, ${path}, is not the one that the run was planned with`, {
      code: 'job-changed',
      next: `start a new run: ${again}`,
      cause,
    });
  const source = readCode(paths.jobSource(run), changed);
  if (sha256(source) !== code.sha256) throw changed(paths.jobSource(run));
  const javascript = readCode(paths.jobCode(run), changed);
  const at = javascript.lastIndexOf(SEAL);
  if (at < 0 || sealed(javascript.slice(0, at)) !== javascript) throw changed(paths.jobCode(run));
}

function readCode(path: string, changed: (path: string, cause: unknown) => EnjambreError): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw changed(path, error);
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
