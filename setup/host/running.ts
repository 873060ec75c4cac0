import { AfterMark } from './script-frame.ts';
import type { Ending, Program } from './transport.ts';

/** Takes what a script prints. */
export interface Sink {
  stdout(chunk: Buffer): void;
  stderr(chunk: Buffer): void;
}

/** A script on its way: begun when its mark came, ended when its program has. */
export class Running {
  /** Whether the script itself began; false if its program ended without. */
  readonly began: Promise<boolean>;
  readonly ended: Promise<Ending>;
  readonly #program: Program;
  readonly #marks: { stdout: AfterMark; stderr: AfterMark };
  #lastWordAt = 0;

  constructor(program: Program, mark: string, sink: Sink) {
    this.#program = program;
    this.#marks = { stdout: new AfterMark(mark), stderr: new AfterMark(mark) };
    this.ended = program.ended;
    // Who reads no more closes the pipe under us; its exit code tells.
    program.stdin.on('error', () => {});
    this.began = new Promise((resolve) => {
      for (const name of ['stdout', 'stderr'] as const) {
        program[name].on('error', () => {});
        program[name].on('data', (chunk: Buffer) => {
          if (name === 'stderr') this.#lastWordAt = Date.now();
          const rest = this.#marks[name].push(chunk);
          if (rest === undefined) return;
          if (name === 'stdout') resolve(true);
          if (rest.length > 0) sink[name](rest);
        });
      }
      program.ended.then(() => resolve(this.#marks.stdout.passed));
    });
  }

  /** What was said on standard error before the script began: by the account's shell, or by sudo. */
  get preface(): string {
    return this.#marks.stderr.before;
  }

  /** When standard error last said something, milliseconds; 0: never. */
  get lastWordAt(): number {
    return this.#lastWordAt;
  }

  write(bytes: Uint8Array): void {
    if (bytes.length > 0) this.#program.stdin.write(bytes);
  }

  end(): void {
    this.#program.stdin.end();
  }

  abandon(): void {
    this.#program.abandon();
  }
}
