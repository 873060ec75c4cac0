import { randomBytes } from 'node:crypto';
import { type Host, HostError } from '../host/host.ts';
import { FACTS } from './all.ts';
import type { FactContext } from './fact.ts';
import type { FactName, Facts } from './facts.ts';
import { type Frame, frameScript, parseFrames } from './frames.ts';

/** Longer than any fact's own limit: what can hang ends by itself. */
const DEADLINE_MS = 120_000;
const SHOWN_BYTES = 80;

/**
 * Reads facts of a node in one round trip, changing nothing there.
 *
 * @throws HostError `fact-unreadable` if one of them is not what it should look like, or as {@link Host.sh} does
 */
export async function readFacts<Name extends FactName>(
  host: Host,
  about: FactContext,
  names: readonly Name[],
): Promise<Pick<Facts, Name>> {
  // In the order of the table, in which the slow ones come first.
  const order = Object.keys(FACTS) as FactName[];
  const asked = order.filter((name): name is Name => (names as readonly FactName[]).includes(name));
  if (asked.length === 0) return {} as Pick<Facts, Name>;
  const boundary = randomBytes(16).toString('hex');
  const scripts = asked.map((name) => ({ name, script: FACTS[name].script(about) }));
  const sentMs = Date.now();
  const { code, stdout, stderr } = await host.sh(frameScript(scripts, boundary), { deadlineMs: DEADLINE_MS });
  const cameMs = Date.now();
  const frames = framesOf(host.node, stdout, boundary, `exit ${code}: ${stderr.trim().slice(-SHOWN_BYTES)}`);
  const facts: Partial<Record<FactName, unknown>> = {};
  for (const name of asked) {
    const frame = frames.get(name);
    if (frame === undefined) throw unreadable(host.node, name, 'nothing came back', '');
    try {
      const { code, stdout, stderr, beforeMs, afterMs } = frame;
      // The time in which this fact was read, and no longer: else the slowest one would blur the clock.
      const raw = { code, stdout, stderr, sentMs: sentMs + beforeMs, cameMs: cameMs - afterMs };
      facts[name] = FACTS[name].parse(raw, about);
    } catch (error) {
      throw unreadable(host.node, name, (error as Error).message, frame.stdout, error);
    }
  }
  return facts as Pick<Facts, Name>;
}

function framesOf(node: string, stdout: Buffer, boundary: string, ended: string): Map<string, Frame> {
  try {
    return parseFrames(stdout, boundary);
  } catch (error) {
    throw unreadable(node, 'all', `${(error as Error).message} (${ended})`, stdout.toString('latin1'), error);
  }
}

function unreadable(node: string, name: FactName | 'all', why: string, printed: string, cause?: unknown): HostError {
  const what = name === 'all' ? 'the facts' : `the fact "${name}"`;
  const first = printed === '' ? 'it printed nothing' : `it printed ${JSON.stringify(printed.slice(0, SHOWN_BYTES))}`;
  return new HostError(node, `Cannot read ${what} of ${node}: ${why}; ${first}`, {
    code: 'fact-unreadable',
    next: `enjambre status --node ${node}`,
    cause,
  });
}
