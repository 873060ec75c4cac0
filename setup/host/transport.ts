import type { Readable, Writable } from 'node:stream';

/** A way to start programs on a machine: over SSH, or here. */
export interface Transport {
  /** Name of the node in the inventory. */
  readonly node: string;
  /** Where it is, for messages: `192.168.1.21`. */
  readonly place: string;
  readonly user: string;
  /** Programs started so far. */
  readonly started: number;
  /**
   * Starts a program.
   *
   * @param command a command line, for whatever shell the account has
   * @param signal nothing is started any more once it is aborted
   * @throws HostError if the connection is lost, or if nothing answers
   */
  start(command: string, signal: AbortSignal): Promise<Program>;
  /** Ends all that goes on; always soon. */
  close(): Promise<void>;
}

/** A program that runs. */
export interface Program {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Settles when it has ended and its output was read to the end. Never rejects. */
  readonly ended: Promise<Ending>;
  /** Lets go of it at once: its pipes close, and it ends if that can be had from here. */
  abandon(): void;
}

/** How a program ended; neither code nor signal if the connection ended first. */
export interface Ending {
  code: number | null;
  /** As `SIGKILL`. */
  signal: string | null;
}

/** The program behind a stream of bytes ended by itself. */
export class ProgramEnded extends Error {
  /** Null: the connection ended first. */
  readonly exitCode: number | null;

  constructor(exitCode: number | null, words: string) {
    super(words === '' ? `it ended with exit code ${exitCode ?? 'none'}` : words);
    this.name = 'ProgramEnded';
    this.exitCode = exitCode;
  }
}
