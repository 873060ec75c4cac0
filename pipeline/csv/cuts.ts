import { scanRecords } from './records.ts';

const lineFeed = 10;
const quote = 34;
const noColumns: ReadonlySet<number> = new Set();

/** Part of a file's data around a place where a cut is wanted. */
export interface CutView {
  /** Begins with the byte before the wanted place. */
  bytes: Uint8Array;
  /** The view ends where the file ends. */
  complete: boolean;
}

export interface RecordStart {
  /** Offset in the view's bytes. */
  at: number;
  /** `proven` whatever came before the view; `likely` by the rows in view; `weak` if a wider view should be asked. */
  belief: 'proven' | 'likely' | 'weak';
}

/**
 * The first place in the view that is believed to be the start of a record, or undefined if none is in view.
 *
 * After a line feed there are only two possible states: outside quotes (so a record starts here), or inside a quoted field.
 * Both readings are followed. As quotes open only at the start of a field, they usually meet within a row or two: where
 * both say that a record starts, one does. If they never meet, the reading whose rows have more often the header's field
 * count wins, and "outside" on a tie. A wrong guess costs time only, never correctness: processing chains the partitions.
 */
export function findRecordStart(view: CutView, delimiter: number, headerFieldCount: number): RecordStart | undefined {
  const { bytes, complete } = view;
  const afterLine = bytes.indexOf(lineFeed) + 1;
  if (afterLine === 0) return undefined;
  const text = bytes.subarray(afterLine);
  const read = (insideQuotes: boolean) => readAs(insideQuotes, text, { delimiter, headerFieldCount, complete });
  const outside = read(false);
  if (text.indexOf(quote) < 0) {
    // Without a quote to come, a quoted field would stay open to the end.
    return { at: afterLine, belief: complete ? 'proven' : byScore(outside.score) };
  }
  const inside = read(true);
  const outsideStarts = new Set(outside.starts);
  const agreed = inside.starts.find((start) => outsideStarts.has(start));
  if (agreed !== undefined) return { at: afterLine + agreed, belief: 'proven' };
  const [firstInside] = inside.starts;
  if (!inside.possible || firstInside === undefined) {
    return { at: afterLine, belief: inside.possible ? byScore(outside.score) : 'proven' };
  }
  if (!outside.possible) return { at: afterLine + firstInside, belief: 'proven' };
  const at = inside.score > outside.score ? firstInside : 0;
  const tie = inside.score === outside.score;
  return { at: afterLine + at, belief: tie ? 'weak' : byScore(Math.max(inside.score, outside.score)) };
}

function byScore(score: number): 'likely' | 'weak' {
  return score > 0 ? 'likely' : 'weak';
}

interface Reading {
  /** Offsets in the text where records start, ascending. */
  starts: number[];
  /** Bytes in rows with the header's field count, less the bytes in other rows. */
  score: number;
  /** False if a quote is open where the file ends. */
  possible: boolean;
}

function readAs(
  insideQuotes: boolean,
  text: Uint8Array,
  options: { delimiter: number; headerFieldCount: number; complete: boolean },
): Reading {
  const { delimiter, headerFieldCount, complete } = options;
  const { records, openQuote } = scanRecords(text, { delimiter, complete, insideQuotes, wanted: noColumns });
  const starts = records.map((record) => record.end);
  if (!insideQuotes) starts.unshift(0);
  let score = 0;
  // The first record of the inside reading began before the view: its field count tells nothing.
  for (const record of insideQuotes ? records.slice(1) : records) {
    const byteCount = record.end - record.start;
    score += record.fieldCount === headerFieldCount ? byteCount : -byteCount;
  }
  return { starts, score, possible: !(complete && openQuote) };
}
