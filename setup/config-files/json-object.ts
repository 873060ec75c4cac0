/** One `"key": value` of an object, by offsets into its text. */
export interface Member {
  key: string;
  /** Of the key's opening quote. */
  start: number;
  value: { start: number; end: number };
}

export type ObjectReading = { members: Member[] } | { at: number; problem: string };

const BLANK = /[ \t\r\n]*/y;
/** Any byte but quote, backslash and control characters, or an escape. */
const TEXT = /"(?:[ !#-[\]-\xff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const WORD = /true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const DEEPEST = 100;

/**
 * Where the members of a JSON object lie, so that one can be changed and all others stay as they were written. A key that is
 * there twice is refused: programs differ in which one they take.
 *
 * @param text bytes of UTF-8 as latin1
 */
export function readObject(text: string): ObjectReading {
  const reader = new Reader(text);
  try {
    return { members: reader.whole() };
  } catch (error) {
    if (error instanceof Refused) return { at: error.at, problem: error.message };
    throw error;
  }
}

class Refused extends Error {
  readonly at: number;

  constructor(at: number, problem: string) {
    super(problem);
    this.at = at;
  }
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  whole(): Member[] {
    this.#match(BLANK);
    const members = this.#object(0);
    this.#match(BLANK);
    if (this.#at < this.#text.length) throw new Refused(this.#at, 'nothing may come after the closing brace');
    return members;
  }

  #object(depth: number): Member[] {
    this.#expect('{', 'an opening brace is missing');
    const members: Member[] = [];
    if (this.#accept('}')) return members;
    do {
      this.#match(BLANK);
      const start = this.#at;
      const key = this.#match(TEXT);
      if (key === undefined) throw new Refused(this.#at, 'a key in double quotes is missing');
      const name = JSON.parse(Buffer.from(key, 'latin1').toString('utf8')) as string;
      if (members.some((member) => member.key === name)) throw new Refused(start, `the key ${key} is there twice`);
      this.#match(BLANK);
      this.#expect(':', 'a colon is missing');
      this.#match(BLANK);
      const from = this.#at;
      this.#value(depth);
      members.push({ key: name, start, value: { start: from, end: this.#at } });
    } while (this.#accept(','));
    this.#expect('}', 'a comma or a closing brace is missing');
    return members;
  }

  #list(depth: number): void {
    this.#expect('[', 'an opening bracket is missing');
    if (this.#accept(']')) return;
    do {
      this.#match(BLANK);
      this.#value(depth);
    } while (this.#accept(','));
    this.#expect(']', 'a comma or a closing bracket is missing');
  }

  #value(depth: number): void {
    if (depth > DEEPEST) throw new Refused(this.#at, 'it is nested too deep');
    const first = this.#text[this.#at];
    if (first === '{') this.#object(depth + 1);
    else if (first === '[') this.#list(depth + 1);
    else if (this.#match(TEXT) === undefined && this.#match(WORD) === undefined) {
      throw new Refused(this.#at, 'a value is missing');
    }
  }

  /** Takes a mark, after blanks, if it comes next. */
  #accept(mark: string): boolean {
    this.#match(BLANK);
    if (this.#text[this.#at] !== mark) return false;
    this.#at++;
    return true;
  }

  #expect(mark: string, problem: string): void {
    if (!this.#accept(mark)) throw new Refused(this.#at, problem);
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }
}
