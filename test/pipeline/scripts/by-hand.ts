import { type Ended, commandFor, type Runtime, start, thisRuntime } from '../run/other-process.ts';

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

/** The command that an error names as the next one, ready to be run. */
export function nextCommand(stderr: string): Parameters<typeof script> {
  const [, name, rest] = /\. Next: (split|process|combine) (.*)\n$/.exec(stderr) ?? [];
  if (name === undefined || rest === undefined) throw new Error(`no script is named: ${stderr}`);
  return [name as 'process', rest.split(' ')];
}
