import process from 'node:process';
import { format } from 'node:util';

// A person's code runs in this process while its file is looked at and while results are combined. It must not end the
// command without a word, hold it open, or write among its results.

/** Ways to end that somebody else asked for: Ctrl-C, and a termination. */
const STOPPED = new Set([130, 143]);

/** The reason why the process ends was said already. */
let isTold = false;

/**
 * Runs a person's code. Should the process end meanwhile, as by `process.exit` or because it waits for something that never
 * comes, that is told and the exit code is 1. What the code prints goes to standard error: standard output holds results.
 *
 * @param doing `loaded`, `checked`: "my-job.ts ended the process while it was …"
 * @param print gets what the code prints
 */
export async function guarded<T>(
  { file, doing, print = toStandardError }: { file: string; doing: string; print?: (text: string) => void },
  work: () => T | Promise<T>,
): Promise<T> {
  const stopDiverting = divertOutput(print);
  const onExit = (code: number) => {
    if (isTold || STOPPED.has(code)) return;
    process.exitCode = 1;
    process.stderr.write(
      `${file} ended the process while it was ${doing}. ` +
        `Next: look in ${file} for process.exit, and for a promise that is never fulfilled\n`,
    );
  };
  process.on('exit', onExit);
  try {
    return await work();
  } finally {
    process.off('exit', onExit);
    stopDiverting();
  }
}

function toStandardError(text: string): void {
  process.stderr.write(text);
}

/** Hands what is printed to `print`, until the function that it returns is called. */
function divertOutput(print: (text: string) => void): () => void {
  const { log, info, debug, warn, error } = console;
  const { write } = process.stdout;
  const line = (...values: unknown[]) => print(`${format(...values)}\n`);
  Object.assign(console, { log: line, info: line, debug: line, warn: line, error: line });
  process.stdout.write = (chunk: string | Uint8Array, ...rest: unknown[]) => {
    print(typeof chunk === 'string' ? chunk : new TextDecoder().decode(chunk));
    const done = rest.find((item) => typeof item === 'function');
    if (done !== undefined) queueMicrotask(() => (done as () => void)());
    return true;
  };
  return () => {
    Object.assign(console, { log, info, debug, warn, error });
    process.stdout.write = write;
  };
}

type TimerName = 'setTimeout' | 'setInterval' | 'setImmediate';

/** Runs `work`; timers that were started meanwhile, by the global functions, do not keep the process alive after it. */
export async function withoutTimers<T>(work: () => Promise<T>): Promise<T> {
  const names: TimerName[] = ['setTimeout', 'setInterval', 'setImmediate'];
  const started: unknown[] = [];
  const before = names.map((name) => [name, globalThis[name]] as const);
  for (const [name, start] of before) {
    const noted = (...given: unknown[]) => {
      const timer = (start as (...given: unknown[]) => unknown)(...given);
      started.push(timer);
      return timer;
    };
    Object.assign(globalThis, { [name]: noted });
  }
  try {
    return await work();
  } finally {
    Object.assign(globalThis, Object.fromEntries(before));
    for (const timer of started) (timer as { unref?(): void } | null)?.unref?.();
  }
}

let watched = false;

/**
 * For a command that has loaded a person's job: what its timers and forgotten promises throw ends the process, as it would
 * anyway, but with a message of `tell` in place of the job's whole text.
 *
 * @param tell shows the error, and gives the exit code
 */
export function watchForeign(tell: (error: unknown) => number): void {
  if (watched) return;
  watched = true;
  process.on('uncaughtException', (error) => {
    const code = tell(error);
    isTold = true;
    process.exit(code);
  });
}
