/**
 * What a step may ask for: a closed set. Arguments are lists of words, which `shell.ts` alone quotes. `sentence` is what people
 * read: a verb and its object, as "Add the share to /etc/fstab".
 */
export type Command = RunCommand | WriteFile | MakeDirectory | InstallPackages | DockerCommand;

export interface RunCommand {
  kind: 'run';
  sentence: string;
  /** Program and arguments. */
  argv: readonly string[];
  /** What takes it back; null where there is nothing to take back. */
  undo: { sentence: string; argv: readonly string[] } | null;
  /** @default 60_000 */
  deadlineMs?: number;
}

/** Replaces a file as a whole, by rename, if it still is what it was when this was planned. */
export interface WriteFile {
  kind: 'write-file';
  sentence: string;
  path: string;
  /** What is there now, one character a byte (latin1); null: no file. */
  before: string | null;
  /** What shall be there, one character a byte; null: no file. */
  after: string | null;
  /** Of a file that is new; one that exists keeps its own. @default '644' */
  mode?: string;
  /**
   * How to take our part out of it when somebody else has edited it since: a managed block is cut out, keys of JSON are set
   * back, and a file that is ours alone is left with a word about it.
   */
  ours: 'block' | 'keys' | 'whole';
  /** Run with the new file's path as last argument, before it takes its place: a non-zero exit code keeps the old one. */
  check?: readonly string[];
  /** Makes the system take note, in this order, now and when it is undone. */
  activate: readonly (readonly string[])[];
}

export interface MakeDirectory {
  kind: 'make-directory';
  sentence: string;
  path: string;
  owner: { user: number; group: number };
  mode: string;
}

export interface InstallPackages {
  kind: 'install-packages';
  sentence: string;
  packages: readonly string[];
}

/** A call to the engine of a node. */
export interface DockerCommand {
  kind: 'docker';
  sentence: string;
  call: DockerCall;
  undo: { sentence: string; call: DockerCall } | null;
}

export type DockerCall =
  | { name: 'swarm-init'; advertise: string }
  /** The token is asked of `manager` when it is needed, and is never part of a plan. */
  | { name: 'swarm-join'; manager: string; remote: string; advertise: string }
  | { name: 'swarm-leave'; force: boolean }
  | { name: 'certificate-days'; days: number }
  /** `nodeId` is null on a node that has yet to join: a plan can be shown, and is made again when it has. */
  | {
      name: 'label-node';
      node: string;
      nodeId: string | null;
      set: Readonly<Record<string, string>>;
      remove: readonly string[];
    }
  | { name: 'remove-node'; node: string; nodeId: string };
