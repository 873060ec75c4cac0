import { readFileSync } from 'node:fs';
import { EnjambreError } from '../../errors.ts';
import { type Cell, type Danfo, type DataFrame, rowsOf } from '../../frame/danfo.ts';

// Frames as lines of JSON: what a frame job's partials are made of.

/** Frames that are kept for `combine` are all in memory at once, and take several times their text there. */
export const MOST_KEPT_BYTES = 256 * 2 ** 20;

/** Whether it is a frame of danfo.js, and not a series. */
export function isFrame(value: unknown, danfo: Danfo): value is DataFrame {
  const base = Object.getPrototypeOf(danfo.DataFrame) as abstract new () => unknown;
  return value instanceof base;
}

/** What a job returned, for a message. */
export function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object') return '$isSeries' in value && value.$isSeries === true ? 'a Series' : 'an object';
  return `a ${typeof value}`;
}

/** One line of JSON; infinite numbers survive: reading 1e999 gives infinity. */
export function frameLine(frame: DataFrame): string {
  return `{"columns":${JSON.stringify(frame.columns)},"rows":[${rowsJson(frame, '1e999')}]}\n`;
}

/**
 * The rows of a frame as JSON.
 *
 * @param infinite what stands for infinity
 * @throws Error naming the first cell that is no number, text, truth value or missing
 */
export function rowsJson(frame: DataFrame, infinite: '1e999' | 'null'): string {
  const columns = frame.columns as string[];
  const rows = rowsOf(frame).map((row, index) => {
    const cells = row.map((cell, place) => cellJson(cell, infinite, () => `row ${index + 1} of "${columns[place]}"`));
    return `[${cells.join(',')}]`;
  });
  return rows.join(',');
}

function cellJson(cell: Cell, infinite: '1e999' | 'null', place: () => string): string {
  if (cell === null || cell === undefined) return 'null';
  if (typeof cell === 'string' || typeof cell === 'boolean') return JSON.stringify(cell);
  if (typeof cell !== 'number') {
    throw new TypeError(`${place()} holds ${kindOf(cell)}: cells are numbers, text, true or false, or missing`);
  }
  if (!Number.isFinite(cell)) return cell < 0 && infinite !== 'null' ? `-${infinite}` : infinite;
  return Object.is(cell, -0) ? '-0' : String(cell);
}

/** Reads the frames of all partials, in order. */
export async function readFrames(
  partials: readonly string[],
  fromRows: (columns: readonly string[], rows: readonly (readonly Cell[])[]) => Promise<DataFrame>,
): Promise<DataFrame[]> {
  const frames: DataFrame[] = [];
  for (const path of partials) {
    for (const line of readFileSync(path, 'utf8').split('\n')) {
      if (line === '') continue;
      const { columns, rows } = JSON.parse(line) as { columns: string[]; rows: Cell[][] };
      frames.push(await fromRows(columns, rows));
    }
  }
  return frames;
}

/** @throws EnjambreError `frames-too-large` */
export function refuseTooMuch(keptBytes: number, where: string): void {
  if (keptBytes <= MOST_KEPT_BYTES) return;
  const mebibytes = Math.ceil(keptBytes / 2 ** 20);
  throw new EnjambreError(
    `The frames that the job's \`frame\` returned ${where} hold ${mebibytes} MiB of text; \`combine\` gets them all at once, and at most ${MOST_KEPT_BYTES / 2 ** 20} MiB`,
    {
      code: 'frames-too-large',
      next: 'let `frame` return summaries, and keep rows with context.write(frame)',
    },
  );
}
