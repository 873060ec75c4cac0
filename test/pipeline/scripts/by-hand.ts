import process from 'node:process';
import { commandFor, type Ended, type Runtime, start, thisRuntime } from '../run/other-process.ts';

/** Runs one of the three scripts as a person does, and waits for its end. */
export function script(
  name: 'split' | 'process' | 'combine',
  args: string[],
  env: Record<string, string> = {},
  runtime: Runtime = thisRuntime,
  flags: string[] = [],
): Promise<Ended> {
  return start([...commandFor(`pipeline/${name}.ts`, runtime, flags), ...args], env).ended;
}

/** The same, for a call that must succeed. */
export async function done(...call: Parameters<typeof script>): Promise<Ended> {
  const ended = await script(...call);
  if (ended.exitCode === 0) return ended;
  throw new Error(`${call[0]} ${call[1].join(' ')} ended with ${ended.exitCode ?? ended.signal}: ${ended.stderr}`);
}

/** Types the command that an error names as the next one; it must succeed. */
export async function followAdvice(stderr: string): Promise<void> {
  const [, advice] = /\. Next: (.*)\n$/.exec(stderr) ?? [];
  if (advice === undefined) throw new Error(`nothing is named: ${stderr}`);
  // Which permissions Deno is to be given is for the person to say.
  const command = advice.replace('deno run …', `${process.execPath} run -A`);
  const ended = await start(['sh', '-c', command]).ended;
  if (ended.exitCode !== 0) throw new Error(`${command} ended with ${ended.exitCode}: ${ended.stderr}`);
}
