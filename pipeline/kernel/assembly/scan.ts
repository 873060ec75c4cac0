import { maskOf } from './masks';
import { full } from './memory';
import { addRow, slots } from './rows';

// Bytes → rows, 64 bytes at a time. While no quote is near, commas after the last wanted field are only counted, never
// visited; a block that holds a quote, or lies inside a quoted field, is walked mark by mark.

let delimiter: u8 = 44;
/** Field numbers that the job needs, ascending. */
let wanted: usize = 0;
let wantedCount: u32 = 0;

/** Line feeds in the records read so far, those inside quotes too. */
export let lines: u32 = 0;
/** Where the quoted field opens that the end of the input left open; 0 when none. */
export let openQuote: usize = 0;
/** Start of the present record. */
export let record: usize = 0;

let base: u64 = 0;
let stop: usize = 0;

// The state of the record that is being read.
let field: u32 = 0;
let filled: u32 = 0;
let fieldStart: usize = 0;
let quotedLines: u32 = 0;

export function setScan(byte: u8, fields: usize, count: u32): void {
  delimiter = byte;
  wanted = fields;
  wantedCount = count;
}

export function resetLines(): void {
  lines = 0;
}

/** `origin`: what a pointer's value must be added to, to give the place in the stream. Records that start at or after `end` are left alone. */
export function setPlace(origin: u64, end: usize): void {
  base = origin;
  stop = end;
}

@inline
function nextWanted(): u32 {
  return filled < wantedCount ? load<u32>(wanted + ((<usize>filled) << 2)) : u32.MAX_VALUE;
}

@inline
function closeField(end: usize): void {
  if (field == nextWanted()) {
    const slot = slots + ((<usize>filled) << 3);
    store<u32>(slot, <u32>fieldStart);
    store<u32>(slot, <u32>end, 4);
    filled++;
  }
}

@inline
function startRecord(at: usize): void {
  record = at;
  fieldStart = at;
  field = 0;
  filled = 0;
  quotedLines = 0;
}

/** Ends the record before the line feed at `at`; true when the scan is to stop here. */
@inline
function endRecord(at: usize): bool {
  const end = at > record && load<u8>(at - 1) == 13 ? at - 1 : at;
  closeField(end);
  if (end > record) addRow(field + 1, filled, base + <u64>record);
  lines += quotedLines + 1;
  startRecord(at + 1);
  return full || record >= stop;
}

/**
 * Reads the records in `[start, end)`, where `start` is the start of a record; `last`: the input ends at `end`.
 * Returns the start of the first record that was not read: because it is not complete, starts at or after the stop, or the
 * heap is full.
 */
export function scan(start: usize, end: usize, last: bool): usize {
  startRecord(start);
  openQuote = 0;
  if (start >= stop) return start;
  let quote: usize = 0; // where the open quoted field starts
  let skip: usize = 0; // the second quote of a pair
  for (let block = start; block < end; block += 64) {
    let commas = maskOf(block, delimiter);
    let feeds = maskOf(block, 10);
    let quotes = maskOf(block, 34);
    if (end - block < 64) {
      const valid = ((<u64>1) << <u64>(end - block)) - 1;
      commas &= valid;
      feeds &= valid;
      quotes &= valid;
    }
    if (quotes == 0 && quote == 0) {
      while (true) {
        if (filled == wantedCount) {
          if (feeds == 0) {
            field += <u32>popcnt(commas);
            break;
          }
          const bit = ctz(feeds);
          const below = ((<u64>1) << bit) - 1;
          field += <u32>popcnt(commas & below);
          commas &= ~below;
          feeds &= feeds - 1;
          if (endRecord(block + <usize>bit)) return record;
        } else {
          const marks = commas | feeds;
          if (marks == 0) break;
          const at = block + <usize>ctz(marks);
          if (marks & (0 - marks) & feeds) {
            feeds &= feeds - 1;
            if (endRecord(at)) return record;
          } else {
            commas &= commas - 1;
            closeField(at);
            field++;
            fieldStart = at + 1;
          }
        }
      }
      continue;
    }
    for (let marks = commas | feeds | quotes; marks != 0; marks &= marks - 1) {
      const at = block + <usize>ctz(marks);
      const byte = load<u8>(at);
      if (quote != 0) {
        if (byte == 10) quotedLines++;
        else if (byte == 34 && at != skip) {
          if (at + 1 >= end && !last) return record;
          if (at + 1 < end && load<u8>(at + 1) == 34) skip = at + 1;
          else quote = 0;
        }
      } else if (byte == 34) {
        if (at == record || load<u8>(at - 1) == delimiter) quote = at;
      } else if (byte == 10) {
        if (endRecord(at)) return record;
      } else {
        closeField(at);
        field++;
        fieldStart = at + 1;
      }
    }
  }
  if (last) {
    if (quote != 0) openQuote = quote;
    else if (record < end) {
      closeField(end);
      addRow(field + 1, filled, base + <u64>record);
      lines += quotedLines;
      startRecord(end);
    }
  }
  return record;
}
