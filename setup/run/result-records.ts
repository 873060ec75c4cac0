import { Buffer } from 'node:buffer';
import { closeSync, openSync, readSync } from 'node:fs';

const chunkBytes = 1 << 20;
const quote = 34;
const lineFeed = 10;

/** A line of `result.csv`; null is the empty field, which is not the empty text `""`. */
export type ResultRecord = (string | null)[];

/**
 * The first records of a `result.csv`, as the pipeline writes it, and how many there are: it can be far larger than memory.
 *
 * @param limit records that are given, the header included
 */
export function firstRecords(path: string, limit: number): { records: ResultRecord[]; recordCount: number } {
  const chunk = Buffer.alloc(chunkBytes);
  const kept: Buffer[] = [];
  let recordCount = 0;
  let quoted = false;
  const fd = openSync(path, 'r');
  try {
    for (;;) {
      const byteCount = readSync(fd, chunk, 0, chunkBytes, null);
      if (byteCount === 0) break;
      let keptEnd = recordCount < limit ? byteCount : 0;
      for (let at = 0; at < byteCount; at++) {
        const byte = chunk[at];
        if (byte === quote) quoted = !quoted;
        else if (byte === lineFeed && !quoted && ++recordCount === limit) keptEnd = at + 1;
      }
      if (keptEnd > 0) kept.push(Buffer.from(chunk.subarray(0, keptEnd)));
    }
  } finally {
    closeSync(fd);
  }
  return { records: parseRecords(Buffer.concat(kept).toString('utf8')), recordCount };
}

const fieldPattern = /(?:"((?:[^"]|"")*)"|([^",\n]*))([,\n])/gy;

function parseRecords(text: string): ResultRecord[] {
  const records: ResultRecord[] = [];
  let record: ResultRecord = [];
  for (const [, quotedText, plainText, end] of text.matchAll(fieldPattern)) {
    record.push(quotedText?.replaceAll('""', '"') ?? (plainText || null));
    if (end === ',') continue;
    records.push(record);
    record = [];
  }
  return records;
}
