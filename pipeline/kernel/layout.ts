// Records in the kernel's memory, as byte offsets; read by both sides of it. A *group* is one key's state; a *cell* is one
// column of one group; a *section* is the value table of one cell at one decimal scale.

export const GROUP_HASH = 0;
export const GROUP_KEY = 4;
export const GROUP_KEY_BYTES = 8;
export const GROUP_ROWS = 12;
/** Offset of the group's first record, from the start of the partition's stream. */
export const GROUP_FIRST = 16;
export const GROUP_CELLS = 24;

export const CELL_COUNT = 0;
export const CELL_MISSING = 4;
export const CELL_INVALID = 8;
/** First section of the cell's list. */
export const CELL_SECTION = 12;
export const CELL_ROLL_SCALE = 16;
/** The first values, at most one window of them. */
export const CELL_HEAD = 20;
export const CELL_HEAD_CAPACITY = 24;
/** The last values in a ring, once there are more than one window of them. */
export const CELL_RING = 28;
export const CELL_RING_AT = 32;
/** Sum of the current window. */
export const CELL_SUM = 40;
/** Σ(sum of a window)², three 64-bit words, the lowest first. */
export const CELL_SQUARES = 48;
export const CELL_BYTES = 72;

export const SECTION_SCALE = 0;
export const SECTION_NEXT = 4;
/** Counts of the values `low … low + length - 1`. */
export const SECTION_DENSE = 8;
export const SECTION_LENGTH = 12;
export const SECTION_LOW = 16;
/** Values of this section so far: what a larger dense table is weighed against. */
export const SECTION_COUNT = 24;
/** First of the section's entries in the sorted value table, and how many. */
export const SECTION_SPARSE = 28;
export const SECTION_SPARSE_LENGTH = 32;
export const SECTION_BYTES = 40;

/** An entry of the value table: value, section, count. */
export const ENTRY_VALUE = 0;
export const ENTRY_SECTION = 8;
export const ENTRY_COUNT = 12;
export const ENTRY_BYTES = 16;
