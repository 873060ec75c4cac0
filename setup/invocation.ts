import { basename, relative } from 'node:path';

/** How this process was started. */
export interface Invocation {
  /** Of the runtime, then of the script, then the words. */
  argv: readonly string[];
  cwd: string;
}

/** What to type for `enjambre`, so that a command that is shown can be pasted: it may not be on the PATH. */
export function ownName({ argv, cwd }: Invocation): string {
  const script = argv[1] ?? 'enjambre';
  if (basename(script) === 'enjambre') return /node_modules.\.bin.enjambre$/.test(script) ? 'npx enjambre' : 'enjambre';
  const path = shellWord(nearPath(script, cwd));
  return script.endsWith('.ts') ? `deno run -A ${path}` : `node ${path}`;
}

/** Words after `enjambre` that make it a command; elsewhere it is the name of the project. */
const commandPattern =
  /\benjambre (?=(?:plan|apply|status|explain|trust|reset|run|resume|runs|report|compare|verify|check|sample|help|--help|--version)\b)/g;

/** Commands on a lab, as far as they do not name its inventory. */
const labCommandPattern = /\benjambre (?:plan|apply|status|trust|reset)\b(?! --inventory)/g;

/** A text with its commands as they must be typed here: on the lab that was named, if one was. */
export function typeable(text: string, invocation: Invocation): string {
  const name = ownName(invocation);
  const inventory = namedInventory(invocation.argv);
  const onLab =
    inventory === undefined
      ? text
      : text.replace(labCommandPattern, (command) => `${command} --inventory ${shellWord(inventory)}`);
  return withoutFolder(onLab, invocation.cwd).replace(commandPattern, () => `${name} `);
}

/** What `--inventory` was given; the last one counts. */
function namedInventory(argv: readonly string[]): string | undefined {
  const place = argv.findLastIndex((word) => word === '--inventory' || word.startsWith('--inventory='));
  if (place < 0) return undefined;
  return argv[place] === '--inventory' ? argv[place + 1] : argv[place]?.slice('--inventory='.length);
}

/** A text whose paths below a folder are without it. */
export function withoutFolder(text: string, folder: string): string {
  return text.replaceAll(folder.endsWith('/') ? folder : `${folder}/`, '');
}

/** A path relative to the current folder if it lies below it. */
export function nearPath(path: string, cwd: string): string {
  const near = relative(cwd, path);
  return near === '' || near.startsWith('..') ? path : near;
}

/** A word as a shell takes it. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
