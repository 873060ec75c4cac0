import { setTimeout as sleep } from 'node:timers/promises';
import { shellWord } from '../../../setup/invocation.ts';
import type { Enclosure } from '../enclosure.ts';
import { filesIn, type Launch, type Machine, machineCommand } from './arguments.ts';
import { Qmp } from './qmp.ts';

const START_MS = 30_000;
const MIGRATION_MS = 120_000;
const POLL_MS = 50;

/**
 * Starts the process of a machine, which does nothing until its monitor is told to go on.
 *
 * @param bridge the switch that its tap device is plugged into, or undefined to leave it alone
 * @throws Error with what QEMU said
 */
export async function startMachine(
  enclosure: Enclosure,
  machine: Machine,
  launch: Launch,
  bridge: string | undefined,
): Promise<void> {
  const plug = `
ip link show dev "$1" > /dev/null 2>&1 || ip tuntap add dev "$1" mode tap
if [ -n "$2" ]; then ip link set dev "$1" master "$2"; fi
ip link set dev "$1" up
shift 2
exec "$@"
`;
  const command = ['bash', '-euc', plug, 'start', machine.tap, bridge ?? '', ...machineCommand(machine, launch)];
  const { code, stderr } = await enclosure.runAtSwitch(command, { timeoutMs: START_MS });
  if (code !== 0)
    throw new Error(`QEMU does not start in ${launch.directory}: ${stderr.trim()}\nNext: npm run lab -- doctor`);
}

/** Ends the process of a machine as a power cut would, and waits until it has gone. It may have ended already. */
export async function cutPower(enclosure: Enclosure, directory: string): Promise<void> {
  // The id may be another process's by now: the one meant names its file. It is off when it has closed its files, which comes
  // after its command line is gone, and before it is a zombie.
  const kill = `
pid=$(cat "$1" 2> /dev/null) || exit 0
gone() { ! grep -q '^State:[[:space:]]*[^ZX[:space:]]' "/proc/$pid/status" 2> /dev/null; }
if tr '\\0' '\\n' < "/proc/$pid/cmdline" 2> /dev/null | grep -qxF -- "$1"; then
  kill -KILL "$pid" 2> /dev/null
  until gone; do sleep 0.02; done
fi
rm -f "$1"
`;
  const { code, stderr } = await enclosure.run(['bash', '-c', kill, 'kill', filesIn(directory).pid]);
  if (code !== 0) throw new Error(`Cannot end the machine in ${directory}: ${stderr.trim()}`);
}

/** Processor time that a machine's process has used, in clock ticks (10 ms each). */
export async function ticksOf(enclosure: Enclosure, directory: string): Promise<number> {
  const { stdout } = await enclosure.run(['bash', '-c', 'cat "/proc/$(cat "$0")/stat"', filesIn(directory).pid]);
  const fields = stdout.slice(stdout.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

/** Talks to a machine's monitor; rejects with QmpAbsent if the machine is off. */
export async function withMonitor<T>(directory: string, talk: (qmp: Qmp) => Promise<T>): Promise<T> {
  const qmp = await Qmp.connect(filesIn(directory).monitor);
  try {
    return await talk(qmp);
  } finally {
    qmp.close();
  }
}

/** Saves the devices of a machine that stands still, and leaves out its memory, which is in a shared file. */
export async function saveDevices(qmp: Qmp, path: string): Promise<void> {
  await memoryStays(qmp, true);
  await qmp.execute('migrate', { uri: `exec:cat > ${shellWord(path)}` });
  await migrated(qmp);
}

/** Gives a machine that was started with `incoming` the saved devices; its memory is the saved one already. */
export async function loadDevices(qmp: Qmp, path: string): Promise<void> {
  await memoryStays(qmp, true);
  await qmp.execute('migrate-incoming', { uri: `exec:cat ${shellWord(path)}` });
  await migrated(qmp);
  await memoryStays(qmp, false);
}

async function memoryStays(qmp: Qmp, state: boolean): Promise<void> {
  await qmp.execute('migrate-set-capabilities', { capabilities: [{ capability: 'x-ignore-shared', state }] });
}

async function migrated(qmp: Qmp): Promise<void> {
  const deadline = Date.now() + MIGRATION_MS;
  for (;;) {
    const told = (await qmp.execute('query-migrate')) as { status?: string; 'error-desc'?: string };
    if (told.status === 'completed') return;
    if (told.status === 'failed' || Date.now() > deadline) {
      throw new Error(
        `The machine's state does not pass on (${told.status}): ${told['error-desc'] ?? 'no reason given'}`,
      );
    }
    await sleep(POLL_MS);
  }
}

/** Waits for a job of a machine, such as a snapshot. */
export async function jobDone(qmp: Qmp, id: string, timeoutMs: number): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const jobs = (await qmp.execute('query-jobs', {}, timeoutMs)) as { id: string; status: string; error?: string }[];
    const job = jobs.find((one) => one.id === id);
    if (job === undefined || job.status === 'concluded') {
      if (job !== undefined) await qmp.execute('job-dismiss', { id });
      if (job?.error !== undefined) throw new Error(job.error);
      return;
    }
    if (Date.now() > deadline) throw new Error(`it was still at it after ${timeoutMs / 1000} s`);
    await sleep(POLL_MS);
  }
}
