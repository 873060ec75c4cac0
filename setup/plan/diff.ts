import { structuredPatch } from 'diff';
import { printable } from '../terminal/printable.ts';

/** What changes in a file. */
export interface FileDiff {
  /** Whether there was a file before, and is one after. */
  kind: 'new' | 'changed' | 'removed' | 'same';
  added: number;
  removed: number;
  hunks: readonly Hunk[];
}

/** Lines that change, with those around them. */
export interface Hunk {
  /** Number of the first line, from 1, and how many lines; without any, the number of the line before them. */
  before: { start: number; count: number };
  after: { start: number; count: number };
  lines: readonly DiffLine[];
}

export interface DiffLine {
  change: 'kept' | 'added' | 'removed';
  /** As people can read it: without its end, control characters and bytes that are no UTF-8 as escapes. */
  text: string;
  /** It is the last line of its file and has no newline. */
  unended: boolean;
}

const CONTEXT_LINES = 3;
const SIGNS: Readonly<Record<DiffLine['change'], string>> = { kept: ' ', added: '+', removed: '-' };

/** What changes between two texts that have one character a byte (latin1); null stands for no file. */
export function fileDiff(before: string | null, after: string | null): FileDiff {
  const patch = structuredPatch('', '', before ?? '', after ?? '', undefined, undefined, { context: CONTEXT_LINES });
  const hunks = patch.hunks.map((hunk) => ({
    before: span(hunk.oldStart, hunk.oldLines),
    after: span(hunk.newStart, hunk.newLines),
    lines: linesOf(hunk.lines),
  }));
  const lines = hunks.flatMap((hunk) => hunk.lines);
  return {
    kind: before === after ? 'same' : before === null ? 'new' : after === null ? 'removed' : 'changed',
    added: lines.filter(({ change }) => change === 'added').length,
    removed: lines.filter(({ change }) => change === 'removed').length,
    hunks,
  };
}

/** The same as a unified diff, without the lines that name the file. */
export function diffLines(before: string | null, after: string | null): string[] {
  const { kind, hunks } = fileDiff(before, after);
  if (kind !== 'same' && hunks.length === 0) return [kind === 'new' ? '(an empty file)' : '(the file was empty)'];
  return hunks.flatMap((hunk) => [
    `@@ -${range(hunk.before)} +${range(hunk.after)} @@`,
    ...hunk.lines.flatMap(({ change, text, unended }) => [
      `${SIGNS[change]}${text}`,
      ...(unended ? ['\\ No newline at end of file'] : []),
    ]),
  ]);
}

/** Lines of a patch, whose first character is their sign; one that starts with `\` is about the line before. */
function linesOf(lines: readonly string[]): DiffLine[] {
  return lines.flatMap((line, index) => {
    const sign = line.charAt(0);
    if (sign === '\\') return [];
    const change = sign === '+' ? 'added' : sign === '-' ? 'removed' : 'kept';
    return [{ change, text: readable(line.slice(1)), unended: lines[index + 1]?.startsWith('\\') === true }];
  });
}

/** The library counts from 1 also where there are no lines, where the format has the line before. */
function span(start: number, count: number): Hunk['before'] {
  return { start: count === 0 ? start - 1 : start, count };
}

function range({ start, count }: { start: number; count: number }): string {
  return count === 1 ? String(start) : `${start},${count}`;
}

/** Bytes as text: UTF-8 where the line is that, else each foreign byte as an escape; a tab stays. */
export function readable(bytes: string): string {
  const text = utf8Of(bytes) ?? bytes.replace(/[\x80-\xff]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16)}`);
  return text.split('\t').map(printable).join('\t');
}

/** Text of bytes that are UTF-8; undefined for others. */
export function utf8Of(bytes: string): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(bytes, 'latin1'));
  } catch {
    return undefined;
  }
}
