import { shortened } from './printable.ts';

/** The part of a stream that a status line needs. */
export interface StatusStream {
  write(text: string): unknown;
  isTTY?: boolean;
  columns?: number;
}

/** Whether a line may be drawn over: on a terminal, unless the environment asks for plain text or a machine reads along. */
export function canRedraw(stream: StatusStream, env: Readonly<Record<string, string | undefined>>): boolean {
  const isSet = (name: string) => !['', '0', 'false'].includes(env[name] ?? '');
  return stream.isTTY === true && (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb' && !isSet('CI');
}

/** One line at the end of the output that is drawn over and over, below lines that stay. Leaves the cursor visible. */
export class StatusLine {
  readonly #stream: StatusStream;
  readonly redraws: boolean;
  #shown = false;

  constructor(stream: StatusStream, redraws: boolean) {
    this.#stream = stream;
    this.redraws = redraws;
  }

  /** Shows the text in place of the one before, cut to the terminal's width; without a terminal, nothing. */
  draw(text: string): void {
    if (!this.redraws) return;
    // A line as wide as the terminal would wrap, and its first half could not be drawn over.
    const width = Math.max(20, this.#stream.columns || 80) - 1;
    this.#stream.write(`\r${shortened(text, width)}\u001b[K`);
    this.#shown = true;
  }

  /** Adds a line that stays. */
  add(text: string): void {
    this.clear();
    this.#stream.write(`${text}\n`);
  }

  clear(): void {
    if (!this.#shown) return;
    this.#stream.write('\r\u001b[K');
    this.#shown = false;
  }
}
