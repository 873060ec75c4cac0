/** Where a text stops being JSON, and why. */
export interface JsonFault {
  /** From 1. */
  line: number;
  /** From 1, in characters as JavaScript counts them. */
  column: number;
  message: string;
}

type Path = readonly (string | number)[];
type Visit = (path: Path, offset: number) => void;

/** Deeper than any file for people; the scanner recurses. */
const depthLimit = 100;

/**
 * The first place where a text is no JSON, or where an object has the same key twice. Undefined: `JSON.parse` takes it.
 * What runtimes say of it differs from one to the next, and not all of them say where.
 */
export function findJsonFault(text: string): JsonFault | undefined {
  try {
    new Scanner(text).scan();
    return undefined;
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    return { ...placeOf(text, error.offset), message: error.message };
  }
}

/** The lines of values in a text that is JSON, by path; that of the nearest value around it if there is none. */
export function lineFinder(text: string): (path: readonly PropertyKey[]) => number {
  const offsets = new Map<string, number>();
  new Scanner(text, (path, offset) => offsets.set(JSON.stringify(path), offset)).scan();
  const ends = [...text.matchAll(lineEnd)].map(({ index }) => index);
  return (path) => {
    for (let length = path.length; length >= 0; length--) {
      const offset = offsets.get(JSON.stringify(path.slice(0, length)));
      if (offset !== undefined) return linesBefore(ends, offset) + 1;
    }
    return 1;
  };
}

const lineEnd = /\r\n|\r|\n/g;

/** How many of some ascending offsets lie before one. */
function linesBefore(ends: readonly number[], offset: number): number {
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle] ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function placeOf(text: string, offset: number): { line: number; column: number } {
  const lines = text.slice(0, offset).split(lineEnd);
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}

class Stop extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

const stringPattern = /"(?:[^"\\\p{Cc}]|[\x7f-\x9f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/uy;
const numberPattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const wordPattern = /true|false|null/y;

class Scanner {
  readonly #text: string;
  readonly #visit: Visit;
  #offset = 0;

  constructor(text: string, visit: Visit = () => {}) {
    this.#text = text;
    this.#visit = visit;
  }

  scan(): void {
    this.#value([]);
    this.#blanks();
    if (this.#offset < this.#text.length) this.#stop('there is more after the end of the value');
  }

  #value(path: Path): void {
    this.#blanks();
    this.#visit(path, this.#offset);
    const first = this.#text[this.#offset];
    if (path.length > depthLimit) this.#stop('it is nested too deep');
    if (first === '{') this.#object(path);
    else if (first === '[') this.#list(path);
    else if (first === '"') this.#string();
    else if (this.#take(numberPattern) === undefined && this.#take(wordPattern) === undefined) this.#noValue(first);
  }

  #noValue(first: string | undefined): never {
    if (first === undefined)
      return this.#stop(this.#text.trim() === '' ? 'the file is empty' : 'the file ends too early');
    if (first === '}' || first === ']')
      return this.#stop(`a value is missing before "${first}", or a comma is too much`);
    if (first === "'") return this.#stop('texts stand in double quotes');
    return this.#stop(`a value is missing, or a text is without its double quotes`);
  }

  #object(path: Path): void {
    const keys = new Set<string>();
    this.#items('}', () => {
      const start = this.#offset;
      if (start === this.#text.length) this.#stop('the file ends too early');
      if (this.#text[start] !== '"') this.#stop('a key in double quotes is missing');
      const key: unknown = JSON.parse(this.#string());
      if (keys.has(String(key))) this.#stop(`the key ${JSON.stringify(key)} is here twice`, start);
      // JavaScript treats it unlike other keys, and programs lose it.
      if (key === '__proto__') this.#stop('the key "__proto__" is not allowed', start);
      keys.add(String(key));
      this.#blanks();
      if (this.#text[this.#offset] !== ':') this.#stop('a ":" is missing after the key');
      this.#offset++;
      this.#value([...path, String(key)]);
    });
  }

  #list(path: Path): void {
    let index = 0;
    this.#items(']', () => this.#value([...path, index++]));
  }

  /** What stands between an opening bracket and its end, separated by commas. */
  #items(end: string, item: () => void): void {
    this.#offset++;
    this.#blanks();
    if (this.#text[this.#offset] === end) {
      this.#offset++;
      return;
    }
    for (;;) {
      this.#blanks();
      if (this.#text[this.#offset] === end) this.#stop(`a comma before "${end}" is too much`);
      item();
      this.#blanks();
      const next = this.#text[this.#offset++];
      if (next === end) return;
      if (next !== ',') {
        this.#offset--;
        this.#stop(next === undefined ? 'the file ends too early' : `a "," or "${end}" is missing`);
      }
    }
  }

  #string(): string {
    const start = this.#offset;
    return (
      this.#take(stringPattern) ?? this.#stop('this text has no closing quote on its line, or a wrong "\\"', start)
    );
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#offset;
    const found = pattern.exec(this.#text)?.[0];
    this.#offset += found?.length ?? 0;
    return found;
  }

  #blanks(): void {
    while (/[ \t\r\n]/.test(this.#text[this.#offset] ?? '')) this.#offset++;
    if (/\/[/*]/y.test(this.#text.slice(this.#offset, this.#offset + 2)))
      this.#stop('JSON has no comments: use "notes"');
  }

  #stop(message: string, offset = this.#offset): never {
    throw new Stop(message, offset);
  }
}
