import { EnjambreError } from '../../pipeline/errors.ts';

/** A system file that cannot be edited as it is, with what to change in it. */
export class ConfigFileError extends EnjambreError {
  readonly path: string;
  /** Counted from 1; undefined where it is about no line. */
  readonly line: number | undefined;

  constructor(message: string, details: { code: ConfigFileCode; path: string; line?: number; next: string }) {
    super(message, { code: details.code, next: details.next });
    this.name = 'ConfigFileError';
    this.path = details.path;
    this.line = details.line;
  }
}

export type ConfigFileCode =
  | 'damaged-block'
  | 'unreadable-line'
  | 'conflicting-line'
  | 'open-line'
  | 'broken-json'
  | 'unsafe-edit';
