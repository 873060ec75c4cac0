import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Board, BoardPlan, BoardState, ExecOptions, Finished } from '../board.ts';
import { type Enclosure, switchOf } from '../enclosure.ts';
import { addressOf, batch, portOf } from '../network.ts';
import { outputOf } from '../process.ts';
import { runtimeConfig } from './config.ts';

/** What a container board is made from. */
export interface ContainerParts {
  plan: BoardPlan;
  enclosure: Enclosure;
  /** Of this board, for its disk and its settings. */
  directory: string;
  /** Folder of the files that make it this board. */
  identity: string;
  /** Of the base, the topmost first. */
  layers: readonly string[];
  /** Folder that all boards of the lab see as the share. */
  share: string;
}

/** Makes the disk of a board, with its identity on it; the board is off. */
export async function createContainerBoard(parts: ContainerParts): Promise<Board> {
  const { plan, enclosure, directory, identity, layers, share } = parts;
  const script = `
mkdir -p disk root
truncate -s ${plan.diskMb}M disk.ext4
mkfs.ext4 -q -F -m 0 disk.ext4
mount -o loop disk.ext4 disk
mkdir disk/root disk/work disk/docker disk/containerd
mount -t overlay overlay -o "lowerdir=$1,upperdir=$PWD/disk/root,workdir=$PWD/disk/work" root
cp -a "$2/." root/
rm -r root/run/*
chroot root chpasswd < "$2/run/lab-identity/passwords"
`;
  await mkdir(directory, { recursive: true });
  const command = ['bash', '-euc', `cd "$0"${script}`, directory, layers.join(':'), identity];
  outputOf(['make the disk of', plan.name], await enclosure.run(command));
  const lab = enclosure.directory.split('/').at(-1);
  const bounding = /^CapBnd:\s*(\w+)$/m.exec(await readFile('/proc/self/status', 'utf8'))?.[1] ?? '0';
  const config = runtimeConfig(
    plan,
    {
      root: join(directory, 'root'),
      network: join(directory, 'network'),
      disk: {
        '/var/lib/docker': join(directory, 'disk/docker'),
        '/var/lib/containerd': join(directory, 'disk/containerd'),
      },
      share,
      cgroup: `/enjambre-lab/${lab}/${plan.name}`,
    },
    bounding,
  );
  await writeFile(join(directory, 'config.json'), JSON.stringify(config, null, 2));
  return openContainerBoard(plan, enclosure, directory);
}

/** A container board whose disk exists. */
export function openContainerBoard(plan: BoardPlan, enclosure: Enclosure, directory: string): Board {
  const port = portOf(plan.address);
  const runc = (...words: string[]) => ['runc', '--root', join(enclosure.directory, 'runc'), ...words];
  const succeed = async (command: readonly string[]) => outputOf(command, await enclosure.run(command));
  const needs = async (wanted: BoardState) => {
    const state = await board.state();
    if (state === wanted) return;
    const next = { off: `start ${plan.name}`, paused: `unpause ${plan.name}`, running: 'status' }[state];
    throw new Error(`${plan.name} is ${state}, not ${wanted}. Next: npm run lab -- ${next}`);
  };
  const board: Board = {
    plan,
    async state(): Promise<BoardState> {
      const { code, stdout } = await enclosure.run(runc('state', plan.name));
      const status: string = code === 0 ? JSON.parse(stdout).status : 'stopped';
      return status === 'running' || status === 'paused' ? status : 'off';
    },
    async exec(command: readonly string[], options?: ExecOptions): Promise<Finished> {
      await needs('running');
      return enclosure.run(runc('exec', plan.name, ...command), options);
    },
    async start() {
      if ((await board.state()) !== 'off') return;
      await enclosure.run(runc('delete', '--force', plan.name));
      await plugIn(plan, enclosure, directory);
      const start = `exec ${'"$@"'} > "$0" 2>&1 < /dev/null`;
      const command = runc('run', '--detach', '--bundle', directory, plan.name);
      const log = join(directory, 'console.log');
      const { code } = await enclosure.run(['bash', '-c', start, log, ...command]);
      if (code !== 0) throw new Error(`Cannot start ${plan.name}: ${(await readFile(log, 'utf8')).trim()}`);
    },
    async kill() {
      await enclosure.run(runc('delete', '--force', plan.name));
    },
    async reset() {
      await board.kill();
      await board.start();
    },
    async pause() {
      await needs('running');
      await succeed(runc('pause', plan.name));
    },
    async unpause() {
      await needs('paused');
      await succeed(runc('resume', plan.name));
    },
    async link(up) {
      await batch(
        (command, input) => enclosure.runAtSwitch(command, { input }),
        [`link set ${port} ${up ? 'up' : 'down'}`],
      );
    },
    setClock: () => onlyVm(plan, 'has the clock of this machine'),
    addDisk: () => onlyVm(plan, 'takes no second disk'),
    snapshot: () => onlyVm(plan, 'takes no snapshots'),
    restore: () => onlyVm(plan, 'takes no snapshots'),
  };
  return board;
}

/** Gives the board a new network namespace, as a real one has after each start, and plugs it into the switch. */
async function plugIn(plan: BoardPlan, enclosure: Enclosure, directory: string): Promise<void> {
  const port = portOf(plan.address);
  const network = join(directory, 'network');
  const renew = 'umount "$0" 2> /dev/null || true; touch "$0"; unshare --net="$0" true';
  outputOf(['make a network for', plan.name], await enclosure.run(['bash', '-euc', renew, network]));
  const gateway = addressOf(Number(plan.address.split('.')[2]), 1);
  const inBoard = ['nsenter', `--net=${network}`, '--'];
  const atSwitch = ['nsenter', `--net=${switchOf(enclosure.directory)}`, '--'];
  const at = (place: readonly string[]) => (command: readonly string[], input: string) =>
    enclosure.run([...place, ...command], { input });
  // The other end goes with the old network, but only some time later.
  await enclosure.run([...atSwitch, 'ip', 'link', 'delete', port]);
  await batch(at([]), [
    `link add ${port} netns ${switchOf(enclosure.directory)} type veth peer name eth0 netns ${network} address ${plan.mac}`,
  ]);
  await batch(at(inBoard), [
    'link set lo up',
    `address add ${plan.address}/24 dev eth0`,
    'link set eth0 up',
    `route add default via ${gateway}`,
  ]);
  await batch(at(atSwitch), [`link set ${port} master lan up`]);
}

function onlyVm(plan: BoardPlan, why: string): Promise<never> {
  return Promise.reject(new Error(`${plan.name} is a container: it ${why}. Next: npm run lab -- up --kind vm`));
}
