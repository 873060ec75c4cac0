import { shellWord } from '../invocation.ts';
import type { Fact } from './fact.ts';
import type { ShareFact } from './facts.ts';
import { SENTINEL } from './files.ts';
import { utf8, wholeNumber } from './raw-text.ts';

/**
 * For each sentinel a line with the exit code of reading it and the length of its text, then the text. A dead mount keeps
 * whoever touches it: that is a process with a time limit, and the kernel's table says whether there is a mount at all.
 */
export const share: Fact<ShareFact> = {
  script({ node, inventory: { share: settings } }) {
    const exported =
      settings.kind === 'nfs' && node.role === 'manager' ? `${settings.export}/${SENTINEL}` : '/dev/null';
    const mount = shellWord(settings.mount);
    return `
end='
'
show() {
  text=$(timeout -s KILL 8 head -c 4096 -- "$1" 2>/dev/null; printf '%s%s' "$end" "$?")
  code=\${text##*"$end"}
  text=\${text%"$end$code"}
  printf '%s %s\\n%s\\n' "$code" "\${#text}" "$text"
}
if grep -qF ${shellWord(` ${mountinfoPath(settings.mount)} `)} /proc/self/mountinfo; then mounted=yes; else mounted=no; fi
show ${shellWord(exported)}
show ${shellWord(`${settings.mount}/${SENTINEL}`)}
[ "$code" -eq 0 ] || [ "$code" -eq 137 ] || { timeout -s KILL 8 stat -L -- ${mount} >/dev/null 2>&1; code=$?; }
echo "$mounted $code"`;
  },

  parse({ stdout }) {
    const exported = sentinelAt(stdout, 0);
    const mounted = sentinelAt(stdout, exported.end);
    const last = /^(yes|no) (\d+)\n$/.exec(stdout.slice(mounted.end));
    if (last === null) throw new Error('nothing was said of the mount');
    return { exported: exported.text, mounted: mounted.text, answers: last[1] === 'no' || last[2] === '0' };
  },
};

/** An empty file is no sentinel. */
function sentinelAt(stdout: string, at: number): { text: string | null; end: number } {
  const start = stdout.indexOf('\n', at) + 1;
  const [code, length] = stdout.slice(at, Math.max(start - 1, at)).split(' ');
  const size = wholeNumber(length, 'the length of a sentinel');
  const end = start + size;
  const there = wholeNumber(code, 'the exit code for a sentinel') === 0 && size > 0;
  if (stdout[end] !== '\n') throw new Error('the text of a sentinel is incomplete');
  return { text: there ? utf8(stdout.slice(start, end)) : null, end: end + 1 };
}

/** A path as the kernel writes it in its table of mounts. */
function mountinfoPath(path: string): string {
  return path.replace(/[ \t\n\\]/g, (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`);
}
