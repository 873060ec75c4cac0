import { DIGITS, FOLDS, LETTERS, MARKS, WHITE_SPACE } from './unicode-tables.ts';

/** General category L. */
export const LETTER = 1;
/** General category M. */
export const MARK = 2;
/** General category Nd. */
export const DIGIT = 4;
/** Property White_Space. */
export const SPACE = 8;
/** Simple case folding changes it. */
export const FOLDS_AWAY = 16;

const CODE_POINTS = 0x110000;

/** What is known of each code point: two steps to its class, and the folds of those that have one. */
export interface Unicode {
  /** Where in `classes` the block of 256 code points lies that `codePoint >> 8` names. */
  blocks: Uint16Array;
  classes: Uint8Array;
  /** As the classes, for how far a code point is from its folded form. */
  foldBlocks: Uint16Array;
  foldDistances: Int32Array;
}

let tables: Unicode | undefined;

/** Decoded when first asked for: ASCII text never needs it. */
export function unicode(): Unicode {
  tables ??= decode();
  return tables;
}

/** `LETTER`, `MARK`, `DIGIT` or `SPACE`, with `FOLDS_AWAY`; 0 for all others. */
export function classOf({ blocks, classes }: Unicode, codePoint: number): number {
  return classes[((blocks[codePoint >> 8] as number) << 8) | (codePoint & 255)] as number;
}

/** Simple case folding (Unicode Character Database, CaseFolding.txt, statuses C and S): one code point to one. */
export function foldOf({ foldBlocks, foldDistances }: Unicode, codePoint: number): number {
  const at = ((foldBlocks[codePoint >> 8] as number) << 8) | (codePoint & 255);
  return codePoint + (foldDistances[at] as number);
}

function decode(): Unicode {
  const classes = new Uint8Array(CODE_POINTS);
  markRanges(classes, LETTERS, LETTER);
  markRanges(classes, MARKS, MARK);
  markRanges(classes, DIGITS, DIGIT);
  markRanges(classes, WHITE_SPACE, SPACE);
  const distances = new Int32Array(CODE_POINTS);
  const numbers = numbersOf(FOLDS);
  let codePoint = 0;
  for (let at = 0; at + 3 < numbers.length; at += 4) {
    const [gap = 0, step = 0, more = 0, distance = 0] = numbers.slice(at, at + 4);
    codePoint += gap;
    for (let index = 0; index <= more; index++) {
      if (index > 0) codePoint += step;
      distances[codePoint] = distance;
      classes[codePoint] = (classes[codePoint] as number) | FOLDS_AWAY;
    }
  }
  const byClass = inBlocks(classes);
  const byFold = inBlocks(distances);
  return {
    blocks: byClass.blocks,
    classes: Uint8Array.from(byClass.values),
    foldBlocks: byFold.blocks,
    foldDistances: Int32Array.from(byFold.values),
  };
}

/** Numbers in base 36 between blanks. */
function numbersOf(text: string): number[] {
  return text
    .trim()
    .split(' ')
    .map((digits) => Number.parseInt(digits, 36));
}

function markRanges(classes: Uint8Array, ranges: string, mark: number): void {
  const numbers = numbersOf(ranges);
  let codePoint = 0;
  for (let at = 0; at + 1 < numbers.length; at += 2) {
    const start = codePoint + (numbers[at] as number);
    codePoint = start + (numbers[at + 1] as number) + 1;
    classes.fill(mark, start, codePoint);
  }
}

/** The distinct blocks of 256 values, one after the other, and which of them each block of the whole is. */
function inBlocks(whole: Uint8Array | Int32Array): { blocks: Uint16Array; values: number[] } {
  const blocks = new Uint16Array(CODE_POINTS >> 8);
  const known = new Map<string, number>();
  const values: number[] = [];
  for (let block = 0; block < blocks.length; block++) {
    const own = whole.subarray(block << 8, (block + 1) << 8);
    // Most blocks hold one value throughout, and writing out numbers takes long.
    const first = own[0] as number;
    const id = own.every((value) => value === first) ? `all ${first}` : own.join();
    let index = known.get(id);
    if (index === undefined) {
      index = known.size;
      known.set(id, index);
      for (const value of own) values.push(value);
    }
    blocks[block] = index;
  }
  return { blocks, values };
}
