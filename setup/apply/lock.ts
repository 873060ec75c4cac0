import { type Held, type Host, HostError } from '../host/host.ts';

/** Who is changing a node. */
export interface LockHolder {
  /** `user@host`. */
  by: string;
  /** The command: apply, reset. */
  what: string;
}

/** In a folder that only root can write to: nobody else can hold it, or put another file in its place. */
const LOCK = '/run/enjambre.lock';

/**
 * Argument: the holder, as JSON. The process that holds the lock is the one whose number is in the file, and it has no children
 * that could keep the lock: when its connection ends, it reads the end of its input, and is gone.
 */
const TAKE = `umask 077
exec 9>> ${LOCK}
tries=0
until flock -n 9; do
  { read -r holder; read -r process; } < ${LOCK} && [ "/proc/$process/fd/9" -ef ${LOCK} ] && break
  tries=$((tries + 1)) holder=null
  if [ "$tries" -ge 20 ]; then break; fi
  sleep 0.1
done
if ! flock -n 9; then
  printf '{"held":false,"holder":%s}\\n' "$holder"
  exit 1
fi
printf '%s\\n%s\\n' "$1" "$$" > ${LOCK}
echo '{"held":true}'
exec cat > /dev/null
`;

/** Ends who holds the lock: the process in the file, if that really holds it. Exits with 1 if the lock is still held. */
const BREAK = `if [ ! -e ${LOCK} ]; then exit 0; fi
exec 8>> ${LOCK}
tries=0
until flock -n 8; do
  if { read -r holder; read -r process; } < ${LOCK} && [ "/proc/$process/fd/9" -ef ${LOCK} ]; then kill "$process"; fi
  tries=$((tries + 1))
  if [ "$tries" -ge 50 ]; then exit 1; fi
  sleep 0.1
done
`;

/**
 * Takes the one lock of a node, so that nobody else changes it meanwhile. It is released with what is returned, or when the
 * connection or this process ends.
 *
 * @throws HostError `locked` that names who holds it, and since when
 */
export async function takeLock(host: Host, { by, what }: LockHolder): Promise<Held> {
  const holder = JSON.stringify({ by, what, since: new Date().toISOString() });
  const held = await host.hold(TAKE, { args: [holder] });
  const said = answerOf(held.firstLine);
  if (said?.held === true) return held;
  await held.release();
  if (said === undefined) throw failed(host, 'take');
  throw lockedBy(host, said.holder, what);
}

/**
 * Ends the run that holds the lock of a node, if there is one: for a run whose machine went away, and only if a person says so.
 *
 * @throws HostError if the lock is still held
 */
export async function breakLock(host: Host): Promise<void> {
  const { code } = await host.sh(BREAK);
  if (code !== 0) throw failed(host, 'break');
}

interface Answer {
  held: boolean;
  holder?: { by?: unknown; what?: unknown; since?: unknown } | null;
}

function answerOf(line: string | undefined): Answer | undefined {
  try {
    const value: unknown = JSON.parse(line ?? '');
    return typeof value === 'object' && value !== null && 'held' in value ? (value as Answer) : undefined;
  } catch {
    return undefined;
  }
}

function lockedBy(host: Host, holder: Answer['holder'], wanted: string): HostError {
  const { by, what, since } = holder ?? {};
  const run = typeof by === 'string' ? `${by} (enjambre ${what}, since ${since})` : 'another run';
  return new HostError(host.node, `Cannot change ${host.node}: ${run} holds its lock`, {
    code: 'locked',
    next: `wait until that has ended; if it is gone and left this behind: enjambre ${wanted} --break-lock`,
  });
}

function failed(host: Host, verb: 'take' | 'break'): HostError {
  return new HostError(host.node, `Cannot ${verb} the lock ${LOCK} on ${host.node}`, {
    code: 'command-failed',
    next: `see who has it open, on ${host.node}: sudo fuser -v ${LOCK}`,
  });
}
