import { EnjambreError } from '../../pipeline/errors.ts';
import type { Engine } from './engine.ts';

/** A machine that commands run on, over SSH or here: the same for both. */
export interface Host {
  /** Name of the node in the inventory. */
  readonly node: string;

  /**
   * Runs a POSIX shell script as root. An exit code other than 0 is a result, not an error.
   *
   * @throws HostError if it does not end within its deadline, or if the connection is lost before its exit code came
   */
  sh(script: string, options?: ScriptOptions): Promise<Output>;

  /** Starts a script as root that ends when it is released, or when this process or the connection ends. */
  hold(script: string, options?: ScriptOptions): Promise<Held>;

  /** The node's Docker Engine, through this same connection. */
  engine(): Promise<Engine>;

  /** Sessions (channels that run something) opened so far. */
  readonly sessions: number;

  close(): Promise<void>;
}

export interface ScriptOptions {
  /** `$1`, `$2`, … of the script. Other accounts of the node can see them while it runs: never a secret. */
  args?: readonly string[];
  /** Bytes for its standard input; empty without them. */
  input?: Uint8Array;
  /** @default 60_000 */
  deadlineMs?: number;
  /** Gets what it prints on either stream, line by line, while it runs. */
  onLine?: (line: string) => void;
}

/** How a script ended. */
export interface Output {
  code: number;
  stdout: Buffer;
  stderr: string;
}

/** A script that runs until it is released. */
export interface Held {
  /** The first line that it printed; undefined if it ended before that. */
  readonly firstLine: string | undefined;
  /** How it ended, if it ended before it was released. */
  readonly ended: Promise<Output>;
  /** Closes its standard input, and waits for its end. */
  release(): Promise<void>;
}

/** A command on a node failed: an error that names the node. */
export class HostError extends EnjambreError {
  readonly node: string;

  constructor(node: string, message: string, details: { code: HostErrorCode; next?: string; cause?: unknown }) {
    super(message, details);
    this.name = 'HostError';
    this.node = node;
  }
}

export type HostErrorCode =
  /** Nothing answers at its address. */
  | 'unreachable'
  | 'host-key-unknown'
  | 'host-key-changed'
  | 'login-refused'
  /** The account may not become root, or its password was wrong or is not known. */
  | 'sudo-refused'
  | 'sudo-password-needed'
  | 'deadline'
  | 'connection-lost'
  | 'command-failed'
  /** A file is not what it was when the change was planned. */
  | 'changed-meanwhile'
  | 'engine-refused'
  | 'locked'
  | 'fact-unreadable';
