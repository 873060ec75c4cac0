/** A script to run together with others, under a name of letters. */
export interface FramedScript {
  name: string;
  script: string;
}

/** What one script printed, one character a byte. */
export interface Frame {
  code: number;
  stdout: string;
  /** The last bytes of it. */
  stderr: string;
  /** From the start of the whole to the start of this script, and from its end to the end of the whole: by the node's clock. */
  beforeMs: number;
  afterMs: number;
}

/** Of each script's standard error. */
const STDERR_BYTES = 16_384;

/**
 * One shell script that runs others side by side and prints what each printed, whatever bytes they are, between lines that
 * begin with the boundary. The scripts are the stages of a pipeline: each prints its own frame, then passes on those of the
 * scripts before it, which meanwhile wait in the pipe. Standard error is kept back by `tail`, whose input ends with the script.
 *
 * @param boundary letters and digits that nobody can foresee
 */
export function frameScript(scripts: readonly FramedScript[], boundary: string): string {
  const stages = scripts.map(
    ({ name, script }, index) => `{
{ { uptime ${name} >&3
(
${script}
) </dev/null 2>&1 >&3 3>&-
uptime "$?" >&3; } | tail -c ${STDERR_BYTES} 3>&-; } 3>&1
${index === 0 ? '' : 'exec cat'}
}`,
  );
  return `boundary=${boundary}
export LC_ALL=C PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
uptime() { read -r seconds _ </proc/uptime; printf '\\n%s %s %s\\n' "$boundary" "$1" "$seconds"; }
set --
uptime start
${stages.join(' |\n')}
uptime end`;
}

/**
 * Takes apart what such a script printed.
 *
 * @throws Error if it is not complete
 */
export function parseFrames(printed: Buffer, boundary: string): Map<string, Frame> {
  const [, start = '', ...pieces] = printed.toString('latin1').split(`\n${boundary} `);
  const end = /^end (\d+\.\d+)\n$/.exec(pieces.pop() ?? '')?.[1];
  const started = /^start (\d+\.\d+)$/.exec(start.trimEnd())?.[1];
  if (started === undefined || end === undefined) throw new Error('the answer is incomplete');
  const frames = new Map<string, Frame>();
  for (let at = 0; at < pieces.length; at += 2) {
    const [heading, stdout] = cut(pieces[at] ?? '');
    const [ending, stderr] = cut(pieces[at + 1] ?? '');
    const [code = '', ended] = ending.split(' ');
    const [name = '', began] = heading.split(' ');
    if (!/^\d+$/.test(code)) throw new Error(`there is no exit code for ${name}`);
    const beforeMs = (Number(began) - Number(started)) * 1000;
    const afterMs = (Number(end) - Number(ended)) * 1000;
    frames.set(name, { code: Number(code), stdout, stderr, beforeMs, afterMs });
  }
  return frames;
}

/** First line, and all after it. */
function cut(piece: string): [string, string] {
  const end = piece.indexOf('\n');
  return end < 0 ? [piece, ''] : [piece.slice(0, end), piece.slice(end + 1)];
}
