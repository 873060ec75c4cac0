/** Debian's release. */
export type Release = '12' | '13';
export const RELEASES: readonly Release[] = ['12', '13'];

export type Kind = 'container' | 'vm';

/** How a command ended. `code` is 128 + the signal's number where a signal ended it. */
export interface Finished {
  code: number;
  stdout: string;
  stderr: string;
}

export interface ExecOptions {
  /** Text for the command's standard input; without it, the input is empty. */
  input?: string;
  /** After this the command is ended, and the promise rejects. @default 60_000 */
  timeoutMs?: number;
}

/** What a board is asked to be. */
export interface BoardPlan {
  name: string;
  role: 'manager' | 'worker';
  kind: Kind;
  release: Release;
  /** On the lab's network, without its mask. */
  address: string;
  /** Of the network card in the lab's network. */
  mac: string;
  memoryMb: number;
  diskMb: number;
  /** Whether Docker is installed from the start, and on a VM board NFS too. */
  docker: boolean;
  /** Where Docker keeps images. */
  imageStore: 'classic' | 'containerd';
}

export type BoardState = 'running' | 'paused' | 'off';

/** One virtual board, of either kind. What a kind cannot do rejects with a message that says so. */
export interface Board {
  readonly plan: BoardPlan;
  state(): Promise<BoardState>;

  /** Runs a command as root, past the lab's network, its SSH server and its accounts: for tests, never for the product. */
  exec(command: readonly string[], options?: ExecOptions): Promise<Finished>;

  /** Switches it on and returns at once; its disk is as it was. */
  start(): Promise<void>;
  /** Takes its power away, now: what it had not written to its disk is lost. */
  kill(): Promise<void>;
  /** Presses its reset button. */
  reset(): Promise<void>;
  /** Stops it where it is: it keeps its memory and answers nothing. */
  pause(): Promise<void>;
  unpause(): Promise<void>;
  /** Pulls, or plugs in, the cable to the lab's network. */
  link(up: boolean): Promise<void>;

  /** Sets its clock, seconds from now; VM boards only. */
  setClock(offsetSeconds: number): Promise<void>;
  /** Plugs in an empty second disk; returns its device. VM boards only. */
  addDisk(sizeMb: number): Promise<string>;
  /** Keeps memory and disk under a name; VM boards only. */
  snapshot(name: string): Promise<void>;
  /** Goes back to a snapshot; VM boards only. */
  restore(name: string): Promise<void>;
}
