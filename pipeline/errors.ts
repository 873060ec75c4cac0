/**
 * The one error family of the project. `message` says what failed, where and with which value;
 * `next` is the command or edit that mends it. Decide on fields, never on message text.
 */
export class EnjambreError extends Error {
  /** The next thing to type, or to change. */
  readonly next: string | undefined;
  /** 1 failed · 2 usage · 3 changes to make · 4 partly done · 130 interrupted. */
  readonly exitCode: number;
  /** A stable word for programs, for example `input-changed`. */
  readonly code: string;

  constructor(message: string, details: { code: string; next?: string; exitCode?: number; cause?: unknown }) {
    super(message, { cause: details.cause });
    this.name = 'EnjambreError';
    this.code = details.code;
    this.next = details.next;
    this.exitCode = details.exitCode ?? 1;
  }
}

/** What was typed cannot be used (exit code 2). */
export function usageError(message: string, next?: string): EnjambreError {
  return new EnjambreError(message, { code: 'usage', exitCode: 2, ...(next === undefined ? {} : { next }) });
}
