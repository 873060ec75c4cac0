import { decodeText } from '../../csv/encoding.ts';
import type { Dialect } from '../../run-dir/manifest.ts';
import { exact } from './exact.ts';
import type { Context, OptionSpecs } from './interface.ts';
import type { OptionValue } from './options.ts';

/** What a run keeps of any job that a person brought. */
export interface OwnOptions {
  /** The job's own options. */
  options: Record<string, OptionValue>;
  /** The columns that are read; null for all. */
  columns: string[] | null;
  /** Texts that mean "no value". */
  missing: string[];
}

/**
 * What the functions of a job are given.
 *
 * @param encoding of the file that is being read, where files differ
 */
export function contextOf(
  { options: kept, input }: { options: unknown; input: { header: string[]; dialect: Dialect } },
  partition: number | undefined,
  encoding: () => Dialect['encoding'] = () => input.dialect.encoding,
): Context<OptionSpecs> {
  const { options, missing } = kept as OwnOptions;
  return Object.freeze({
    options: Object.freeze({ ...options }) as Context<OptionSpecs>['options'],
    columns: Object.freeze([...input.header]),
    partition,
    missing: Object.freeze([...missing]),
    exact,
    decode: (bytes: Uint8Array) => decodeText(bytes, encoding()),
  });
}

/** Columns that a job names itself, or through its options; null when it does not. */
export function namedColumns(
  columns: readonly string[] | ((options: never) => readonly string[]) | undefined,
  options: Record<string, OptionValue>,
): string[] | null {
  if (columns === undefined) return null;
  const names = typeof columns === 'function' ? columns(options as never) : columns;
  return [...new Set(names)];
}
