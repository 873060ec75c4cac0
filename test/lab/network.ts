import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Enclosure, switchOf } from './enclosure.ts';
import { outputOf, run } from './process.ts';

const UPLINK_MS = 10_000;
/** Where boards ask for names: the resolver of slirp4netns, and of QEMU's own user network. */
export const RESOLVER = '10.0.2.3';

/** A lab's network: `10.87.<number>.0/24`, with the gateway at .1, boards from .11, this machine at .254. */
export interface Network {
  /** 1 to 250, differs between labs that are up. */
  number: number;
  gateway: string;
  /** This machine's address in the lab. */
  host: string;
}

/**
 * Makes the switch, plugs this machine into it, and gives it a way out for packages, which changes nothing in this machine's
 * own network: packets leave through a process (slirp4netns), not through the kernel's routes.
 */
export async function raiseNetwork(enclosure: Enclosure): Promise<Network> {
  const number = await plugInHost(enclosure);
  const network = { number, gateway: addressOf(number, 1), host: addressOf(number, 254) };
  await batch(
    (command, input) => enclosure.runAtSwitch(command, { input }),
    [
      'link set lo up',
      'link add lan type bridge forward_delay 0',
      `address add ${network.gateway}/24 dev lan`,
      'link set lan up',
      'link set host master lan up',
    ],
  );
  await batch(
    (command, input) => run(command, { input }),
    [`address add ${network.host}/24 dev ${hostLink(number)}`, `link set ${hostLink(number)} up`],
  );
  await raiseUplink(enclosure);
  return network;
}

export function addressOf(network: number, host: number): string {
  return `10.87.${network}.${host}`;
}

/** Name of this machine's network card in a lab. */
export function hostLink(network: number): string {
  return `enjambre${network}`;
}

/** Name of the port of the switch that a board is plugged into. */
export function portOf(address: string): string {
  return `port${address.split('.').at(-1)}`;
}

/** The first number whose addresses nobody uses; two labs that look at once cannot both make the link. */
async function plugInHost(enclosure: Enclosure): Promise<number> {
  const used = await run(['ip', '-4', 'route', 'show', 'table', 'all']);
  for (let number = 1; number <= 250; number++) {
    if (used.stdout.includes(`10.87.${number}.`)) continue;
    const add = ['ip', 'link', 'add', hostLink(number), 'type', 'veth', 'peer', 'name', 'host'];
    const made = await enclosure.run([...add, 'netns', switchOf(enclosure.directory)]);
    if (made.code === 0) {
      // With its index: another lab may have a link of this name by the time that this one is cleared.
      const index = await readFile(`/sys/class/net/${hostLink(number)}/ifindex`, 'utf8');
      await writeFile(join(enclosure.directory, 'host-link'), `${hostLink(number)} ${index}`);
      return number;
    }
    if (!/File exists/.test(made.stderr))
      throw new Error(`Cannot plug this machine into the lab's network: ${made.stderr}`);
  }
  throw new Error('No network from 10.87.1.0 to 10.87.250.0 is free. Next: npm run lab -- status');
}

async function raiseUplink(enclosure: Enclosure): Promise<void> {
  const log = join(enclosure.directory, 'uplink.log');
  const slirp = `slirp4netns --configure --mtu=1500 --disable-host-loopback --netns-type=path "$0" uplink > "$1" 2>&1 < /dev/null &`;
  await enclosure.run(['bash', '-c', slirp, switchOf(enclosure.directory), log]);
  const deadline = Date.now() + UPLINK_MS;
  const ready = async () => (await enclosure.runAtSwitch(['ip', 'route', 'show', 'default'])).stdout.includes('uplink');
  while (!(await ready())) {
    if (Date.now() > deadline) throw new Error(`The lab's way out does not come up. Log: ${log}`);
    await sleep(20);
  }
  const rules =
    'add table ip lab; add chain ip lab out { type nat hook postrouting priority 100; }; add rule ip lab out oifname uplink masquerade';
  const forwarding = 'echo 1 > /proc/sys/net/ipv4/ip_forward && nft "$0"';
  outputOf(['nft', rules], await enclosure.runAtSwitch(['bash', '-c', forwarding, rules]));
}

/** Runs several `ip` commands, which all must succeed. */
export async function batch(
  runIp: (command: readonly string[], input: string) => ReturnType<typeof run>,
  lines: readonly string[],
): Promise<void> {
  const command = ['ip', '-batch', '-'];
  outputOf([...command, lines.join('; ')], await runIp(command, `${lines.join('\n')}\n`));
}

/** Cuts boards off from all others, or joins all again where none is named. This machine still reaches each. */
export async function partition(enclosure: Enclosure, addresses: readonly string[]): Promise<void> {
  const ports = addresses.map((address) => `"${portOf(address)}"`).join(', ');
  const rules = [
    'add table bridge lab',
    'delete table bridge lab',
    ...(addresses.length === 0
      ? []
      : [
          'add table bridge lab',
          'add chain bridge lab between { type filter hook forward priority 0; }',
          'add rule bridge lab between iifname "host" accept',
          'add rule bridge lab between oifname "host" accept',
          `add rule bridge lab between iifname { ${ports} } oifname { ${ports} } accept`,
          `add rule bridge lab between iifname { ${ports} } drop`,
          `add rule bridge lab between oifname { ${ports} } drop`,
        ]),
  ];
  outputOf(['nft', '-f', '-'], await enclosure.runAtSwitch(['nft', '-f', '-'], { input: `${rules.join('\n')}\n` }));
}
