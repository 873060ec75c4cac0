/** A lab as its inventory describes it, defaults filled in. `schema.ts` says what a file may hold. */
export interface Inventory {
  /** Of the file it was read from; messages name it. */
  path: string;
  nodes: readonly Node[];
  share: Share;
  swarm: SwarmSettings;
  docker: DockerSettings;
}

/** One machine of the lab. */
export interface Node {
  name: string;
  role: 'manager' | 'worker';
  /** IP address, or a name that every node of the lab resolves. */
  address: string;
  connection: LocalConnection | SshConnection;
  /** Of the Swarm node. */
  labels: Readonly<Record<string, string>>;
  notes: string;
}

/** The node is the machine that `enjambre` runs on. */
export interface LocalConnection {
  type: 'local';
}

export interface SshConnection {
  type: 'ssh';
  /** Undefined: what `~/.ssh/config` says, else who runs `enjambre`. */
  user: string | undefined;
  /** Undefined: what `~/.ssh/config` says, else 22. */
  port: number | undefined;
  /** Path of a private key. Undefined: those of `~/.ssh/config`, of the agent, and the usual ones. */
  key: string | undefined;
  /** `user@host:port` of a machine to go through. Undefined: what `~/.ssh/config` says. */
  jump: string | undefined;
}

export type Share = NfsShare | ExistingShare;

/** The manager exports a directory; every node mounts it. */
export interface NfsShare {
  kind: 'nfs';
  /** Directory on the manager's disk. */
  export: string;
  /** The same on every node. */
  mount: string;
  /** Who may mount it: IP addresses and networks. Undefined: the workers' addresses. */
  allow: readonly string[] | undefined;
  /** Numbers of the account that owns it: the one that jobs run as. */
  owner: { user: number; group: number };
}

/** A share that each node has mounted already, by other means. */
export interface ExistingShare {
  kind: 'existing';
  mount: string;
}

export interface SwarmSettings {
  /** IP address of the manager that the others join. */
  advertise: string;
  /** Certificates of nodes last so long: a lab may be off for a whole holiday. */
  certificateDays: number;
}

export interface DockerSettings {
  package: 'docker.io' | 'docker-ce';
  /** Undefined: left as it is, `/var/lib/docker` unless it was changed. */
  dataRoot: string | undefined;
  /** Undefined: left as it is. */
  imageStore: 'classic' | 'containerd' | undefined;
  /** Most megabytes of log that Docker keeps for one container. */
  logMegabytes: number;
}

/** The node that others join: an inventory has exactly one. */
export function managerOf(inventory: Inventory): Node {
  const manager = inventory.nodes.find(({ role }) => role === 'manager');
  if (manager === undefined) throw new Error('An inventory without a manager got past its schema.');
  return manager;
}

export function workersOf(inventory: Inventory): Node[] {
  return inventory.nodes.filter(({ role }) => role === 'worker');
}
