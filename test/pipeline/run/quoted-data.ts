import { writeFileSync } from 'node:fs';

/** A generator of whole numbers below `limit`; the same ones for a seed on every machine (mulberry32). */
export function randomNumbers(seed: number): (limit: number) => number {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

/**
 * Rows of a key, a text with line feeds, quotes and delimiters in it, and a number. Now and then the text is long and made of
 * lines that look like rows: a cut in there is taken for a place between two records, and must be corrected.
 *
 * @param decoyBytes length of the texts that look like rows
 * @returns how many rows there are
 */
export function writeQuotedRows(path: string, byteCount: number, decoyBytes: number, seed = 1): number {
  const random = randomNumbers(seed);
  const rows = ['key,note,value\n'];
  let written = 0;
  while (written < byteCount) {
    const note = random(80) === 0 ? decoy(random, decoyBytes) : `one\n""two"", ${random(10)}\n,""\n`;
    const value = random(50) === 0 ? 'NA' : `${random(2) === 0 ? '-' : ''}${random(5000)}.${random(100)}`;
    const row = `k${random(7)},"${note}",${value}\n`;
    rows.push(row);
    written += row.length;
  }
  writeFileSync(path, rows.join(''));
  return rows.length - 1;
}

function decoy(random: (limit: number) => number, byteCount: number): string {
  const lines: string[] = [];
  for (let length = 0; length < byteCount; length += 14) lines.push(`\nx${random(9)},text,${random(9999)}.5`);
  return lines.join('');
}
