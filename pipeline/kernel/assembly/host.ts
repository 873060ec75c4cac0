// What the kernel asks of the JavaScript side; all of it is rare.

/** Reads a field that the kernel could not: 0 missing, 1 invalid, 2 a number (handed over by `setNumber`), 3 a number too long for 64 bits. */
@external('host', 'readField')
export declare function readField(start: usize, end: usize, cell: usize, column: u32): i32;

/** Takes over the cell's rolling state, if it has not, and adds the value that was read last. */
@external('host', 'rollWide')
export declare function rollWide(cell: usize, m: i64, s: i32): void;

/** Puts away the cell's sum of squares at its present scale, which is about to change. */
@external('host', 'bankSquares')
export declare function bankSquares(cell: usize): void;
