// The same table with every field quoted, as some exporters write it.
import { closeSync, openSync, readSync, renameSync, writeSync } from 'node:fs';

const quote = 0x22;
const comma = 0x2c;
const newline = 0x0a;
const carriageReturn = 0x0d;

/**
 * @param {string} source a CSV file without quotes, lines ending in `\n`
 * @param {string} target
 */
export function writeQuoted(source, target) {
  const input = Buffer.alloc(1 << 20);
  const output = Buffer.alloc(3 * input.length + 2);
  const partial = `${target}.part`;
  const from = openSync(source, 'r');
  const to = openSync(partial, 'w');
  let atLineStart = true;
  for (let length = readSync(from, input); length > 0; length = readSync(from, input)) {
    const result = quoteChunk(input, length, output, atLineStart);
    atLineStart = result.atLineStart;
    writeSync(to, output, 0, result.length);
  }
  closeSync(from);
  closeSync(to);
  if (!atLineStart) throw new Error(`${source} does not end in a newline`);
  renameSync(partial, target);
}

/**
 * @param {Buffer} input
 * @param {number} length
 * @param {Buffer} output
 * @param {boolean} atLineStart the next byte begins a line
 */
function quoteChunk(input, length, output, atLineStart) {
  let at = 0;
  for (let i = 0; i < length; i++) {
    const byte = input[i];
    if (byte === quote || byte === carriageReturn) throw new Error('the generator quotes only plain unquoted lines');
    if (atLineStart) output[at++] = quote;
    atLineStart = byte === newline;
    if (byte === comma || byte === newline) output[at++] = quote;
    output[at++] = byte;
    if (byte === comma) output[at++] = quote;
  }
  return { length: at, atLineStart };
}
