import type { Inventory, Node } from '../inventory/inventory.ts';

/** Something read from a node by a shell command, and a pure parser of what the command printed. */
export interface Fact<Value> {
  /**
   * POSIX shell, run as root in a subshell of its own with LC_ALL=C, PATH with the sbin folders, and empty input; it must change
   * nothing, and end soon. What it prints may hold any bytes. `quote` makes a word of any text.
   */
  script(about: FactContext): string;
  /** @throws Error that says what was unexpected; the reader adds node and fact. */
  parse(raw: RawFact, about: FactContext): Value;
}

export interface FactContext {
  node: Node;
  inventory: Inventory;
}

/** What a fact's script printed. */
export interface RawFact {
  code: number;
  /** Standard output, one character a byte (latin1): files keep their bytes. `utf8` decodes. */
  stdout: string;
  stderr: string;
  /** Clock of this machine, milliseconds: when the request was sent, and when the answer had come. */
  sentMs: number;
  cameMs: number;
}
