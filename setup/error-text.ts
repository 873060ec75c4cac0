import { EnjambreError } from '../pipeline/errors.ts';
import { VERSION } from '../pipeline/version.ts';
import { type Invocation, typeable, withoutFolder } from './invocation.ts';
import { printable } from './terminal/printable.ts';

/** Longer than this, what to do next gets its own line. */
const lineLength = 100;

/** An error as people read it: what failed, and what to type next. */
export function errorLines(error: unknown, invocation: Invocation): string[] {
  const known = error instanceof EnjambreError ? error : systemRefusal(error);
  if (known !== undefined) {
    const message = withoutFolder(known.message, invocation.cwd);
    if (error instanceof EnjambreError && MANY_LINES.has(error.code)) return paragraph(message, error.next);
    return sentence(message, known.next === undefined ? undefined : typeable(known.next, invocation));
  }
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const where = `${process.platform} ${process.arch}, Node.js ${process.versions.node}`;
  return [
    'This is a fault of the program, not yours:',
    ...trace.split('\n').map((line) => `  ${printable(line)}`),
    `Next: report it to those who gave you Enjambre, with these lines, what you typed, and "enjambre ${VERSION}, ${where}".`,
  ];
}

/** Messages that are a small report, made by this program line by line. */
const MANY_LINES = new Set(['not-mergeable', 'inventory-invalid']);

function paragraph(message: string, next: string | undefined): string[] {
  return [...message.split('\n').map(printable), ...(next === undefined ? [] : [`Next: ${printable(next)}`])];
}

function sentence(message: string, next: string | undefined): string[] {
  const whole = printable(message).replace(/[^.?!]$/, '$&.');
  if (next === undefined || next === '') return [whole];
  const advice = `Next: ${printable(next)}`;
  return whole.length + advice.length < lineLength ? [`${whole} ${advice}`] : [whole, advice];
}

const systemAdvice: Readonly<Record<string, string>> = {
  ENOSPC: 'free some space on that disk',
  EDQUOT: 'free some space: your share of that disk is used up',
  EACCES: 'look at the owner and mode of that path',
  EPERM: 'look at the owner and mode of that path',
  EROFS: 'use a place that can be written to',
  EMFILE: 'close other programs, or allow more open files: ulimit -n 4096',
  EIO: 'look for a broken disk: dmesg | tail',
};

/** What the operating system refused, in the words it has for it; undefined for other errors. */
function systemRefusal(error: unknown): { message: string; next: string } | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  const next = systemAdvice[String(error.code)];
  return next === undefined ? undefined : { message: `The system refused: ${error.message}`, next };
}
