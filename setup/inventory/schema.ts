import * as z from 'zod';
import { closestNames } from '../../pipeline/csv/closest-name.ts';
import type { Fault } from './fault.ts';
import * as kinds from './kinds.ts';
import { type Kind, phrase, phraseFor, type TextKind } from './kinds.ts';

/** What an inventory file holds once its values are checked and its plain defaults are filled in. */
export type InventoryFile = z.output<typeof inventoryFile>;

/** What editors show beside a key. */
interface Shown {
  description: string;
  examples?: string[];
}

function text(kind: TextKind, shown: Shown) {
  return z
    .string({ error: ({ input }) => phrase(input, kind) })
    .refine((value) => kind.check(value) === true, { error: ({ input }) => phraseFor(input, kind) })
    .meta({ ...shown, ...(kind.pattern === undefined ? {} : { pattern: kind.pattern }) });
}

function whole(least: number, most: number, description: string) {
  const kind = { no: 'not allowed', hint: `give a whole number from ${least} to ${most}` };
  const error = ({ input }: { input?: unknown }) => phrase(input, kind);
  return z.int({ error }).min(least, { error }).max(most, { error }).meta({ description });
}

function oneOf<const Values extends readonly [string, ...string[]]>(values: Values, description: string) {
  const kind = { no: 'not allowed', hint: `give ${values.map((value) => `"${value}"`).join(' or ')}` };
  return z.enum(values, { error: ({ input }) => phrase(input, kind) }).meta({ description });
}

/** An object that has these keys alone. */
function object<Shape extends z.core.$ZodShape>(kind: Kind, description: string, shape: Shape) {
  const known = Object.keys(shape);
  const unknownKey = (key: string) => {
    const [closest] = closestNames(key, known, 1);
    const hint = closest === undefined ? `known are ${known.join(', ')}` : `did you mean "${closest}"?`;
    return `no such key is known here: ${hint}`;
  };
  const error: z.core.$ZodErrorMap = (issue) =>
    issue.code === 'unrecognized_keys' ? issue.keys.map(unknownKey).join('\n') : phrase(issue.input, kind);
  return z.strictObject(shape, { error }).meta({ description });
}

const connection = object(kinds.connectionKind, 'How enjambre reaches the node: over SSH, unless it says otherwise.', {
  type: oneOf(['ssh', 'local'], 'Over SSH, or the node is the machine that enjambre runs on.').default('ssh'),
  user: text(kinds.userName, {
    description: 'Account to log in as; it may become root. Default: what ~/.ssh/config says, else your own name.',
    examples: ['admin'],
  }).optional(),
  port: whole(1, 65_535, 'Port of the SSH server. Default: what ~/.ssh/config says, else 22.').optional(),
  key: text(kinds.keyFile, {
    description: "Path of a private key, from ~/ or from the inventory's folder; never the key itself.",
    examples: ['~/.ssh/id_ed25519'],
  }).optional(),
  jump: text(kinds.jump, {
    description: 'Machine to go through. Default: the ProxyJump of ~/.ssh/config.',
    examples: ['ana@gateway.lan:22'],
  }).optional(),
});

const labels = z
  .record(
    text(kinds.labelKey, { description: 'Key of a label.' }),
    text(kinds.labelValue, { description: 'Value of a label.' }),
    {
      error: (issue) =>
        issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? '') : phrase(issue.input, kinds.labelsKind),
    },
  )
  .meta({ description: 'Labels of the node in the Swarm: jobs choose nodes by them.', examples: [{ type: 'worker' }] });

const node = object(kinds.nodeKind, 'One machine of the lab.', {
  name: text(kinds.nodeName, {
    description: 'Name of the node in commands and messages: its host name, if you can choose.',
    examples: ['manager', 'worker1'],
  }),
  role: oneOf(['manager', 'worker'], 'One node is the manager; the others are workers.'),
  address: text(kinds.address, {
    description: 'IP address of the node, or a name that every node resolves.',
    examples: ['192.168.1.21'],
  }),
  connection: connection.prefault({}),
  labels: labels.prefault({}),
  notes: text(kinds.note, { description: 'For people: where the board stands, what it was.' }).default(''),
});

const mount = text(kinds.shareDirectory, {
  description: 'Where every node sees the share: the same path on all of them.',
  examples: ['/mnt/shared'],
});

const nfsShare = object(kinds.shareKind, 'The manager exports a directory over NFS.', {
  existing: z.literal(false).meta({ description: 'The manager exports the share: the default.' }).optional(),
  export: text(kinds.shareDirectory, {
    description: "Directory on the manager's disk that it exports.",
    examples: ['/srv/nfs/shared'],
  }),
  mount,
  allow: z
    .array(text(kinds.allowed, { description: 'An IP address or a network.', examples: ['192.168.1.0/24'] }), {
      error: ({ input }) => phrase(input, kinds.allowKind),
    })
    .min(1, { error: () => `an empty list lets nobody in: ${kinds.allowKind.hint}, or leave it out` })
    .meta({ description: "Who may mount the share. Default: the workers' addresses." })
    .optional(),
  owner: text(kinds.owner, {
    description: 'Numbers of the user and group that own the share: those that jobs run as.',
    examples: ['1000:1000'],
  }).default('1000:1000'),
});

const existingShare = object(kinds.shareKind, 'Every node has mounted the share already, by other means.', {
  existing: z.literal(true).meta({ description: 'Every node has mounted the share already, by other means.' }),
  mount,
});

const share = z
  .discriminatedUnion('existing', [nfsShare, existingShare], {
    error: ({ input }) => {
      const isObject = typeof input === 'object' && input !== null && !Array.isArray(input);
      return phrase(isObject ? Reflect.get(input, 'existing') : input, isObject ? kinds.existingKind : kinds.shareKind);
    },
  })
  .meta({ description: 'The directory that every node sees at the same path.' });

const swarm = object(kinds.swarmKind, 'Settings of the Docker Swarm.', {
  advertise: text(kinds.managerIp, {
    description: "IP address of the manager that the other nodes join. Default: the manager's address.",
    examples: ['192.168.1.20'],
  }).optional(),
  certificateDays: whole(1, 3650, "Days that the nodes' certificates last: longer than the lab is ever off.").default(
    365,
  ),
});

const docker = object(kinds.dockerKind, 'Settings of Docker on every node.', {
  package: oneOf(['docker.io', 'docker-ce'], "Docker of the distribution, or Docker's own package.").default(
    'docker.io',
  ),
  dataRoot: text(kinds.dataDirectory, {
    description: 'Where Docker keeps images and containers. Default: left as it is.',
    examples: ['/mnt/ssd/docker'],
  }).optional(),
  imageStore: oneOf(['classic', 'containerd'], 'How Docker keeps images. Default: left as it is.').optional(),
  logMegabytes: whole(1, 10_000, 'Megabytes of log that Docker keeps for one container.').default(10),
});

const inventoryFile = object(kinds.inventoryKind, 'The inventory of an Enjambre lab.', {
  $schema: text(kinds.schemaPath, { description: 'Where editors find this schema.' }).optional(),
  nodes: z
    .array(node, { error: ({ input }) => phrase(input, kinds.nodesKind) })
    .min(1, { error: () => `an empty list is no lab: ${kinds.nodesKind.hint}` })
    .meta({ description: 'The machines of the lab, one of them the manager.' }),
  share,
  swarm: swarm.prefault({}),
  docker: docker.prefault({}),
});

/** Checks each value of a file by itself. */
export function checkValues(value: unknown): { file: InventoryFile } | { faults: Fault[] } {
  const checked = inventoryFile.safeParse(value);
  if (checked.success) return { file: checked.data };
  return {
    faults: checked.error.issues.flatMap((issue): Fault[] => {
      if (issue.code !== 'unrecognized_keys') return [{ path: issue.path, text: issue.message }];
      const texts = issue.message.split('\n');
      return issue.keys.map((key, index) => ({ path: [...issue.path, key], text: texts[index] ?? '' }));
    }),
  };
}

/** The JSON Schema (draft 7, which editors know best) of what a file may hold. */
export function jsonSchema(): object {
  return z.toJSONSchema(inventoryFile, { io: 'input', target: 'draft-7' });
}
