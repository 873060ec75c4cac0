import { ConfigFileError } from './config-file-error.ts';

const BEGIN = '# BEGIN enjambre (managed: edits inside are replaced)';
/** The line before it had no end, and goes back to that when the block is taken out. */
const BEGIN_AFTER_OPEN_LINE = '# BEGIN enjambre (managed: edits inside are replaced; added an end to the line above)';
const END = '# END enjambre';

interface Block {
  /** Offset of its first byte, and of the first one after it. */
  start: number;
  end: number;
  /** What it holds, between its two marks. */
  inner: string;
  afterOpenLine: boolean;
}

/**
 * The text with these lines in its managed block: in the place of the old block, or else at the end. No lines: no block. Every
 * other byte stays.
 *
 * @param text bytes as latin1; null where there is no file
 * @param path of the file, for messages
 * @throws ConfigFileError `damaged-block`
 */
export function withBlock(text: string | null, lines: readonly string[], path: string): string | null {
  const block = findBlock(text ?? '', path);
  if (lines.length === 0) return block === undefined ? text : withoutBlock(text ?? '', path);
  const old = text ?? '';
  const isOpen = block === undefined ? old !== '' && !old.endsWith('\n') : block.afterOpenLine;
  const written = [isOpen ? BEGIN_AFTER_OPEN_LINE : BEGIN, ...lines, END, ''].join('\n');
  if (block !== undefined) return old.slice(0, block.start) + written + old.slice(block.end);
  return `${old}${isOpen ? '\n' : ''}${written}`;
}

/**
 * The text without its managed block: byte for byte what it was before the block came, if nothing else has changed.
 *
 * @throws ConfigFileError `damaged-block`
 */
export function withoutBlock(text: string, path: string): string {
  const block = findBlock(text, path);
  if (block === undefined) return text;
  const before = text.slice(0, block.start);
  const after = text.slice(block.end);
  const wasOpen = block.afterOpenLine && after === '' && before.endsWith('\n');
  return (wasOpen ? before.slice(0, -1) : before) + after;
}

/** The text with its block emptied to blank lines, so that what is left keeps its line numbers. */
export function outsideOfBlock(text: string, path: string): string {
  const block = findBlock(text, path);
  if (block === undefined) return text;
  return text.slice(0, block.start) + text.slice(block.start, block.end).replace(/[^\n]+/g, '') + text.slice(block.end);
}

/** What the block holds; undefined without one. */
export function blockLines(text: string, path: string): string[] | undefined {
  const block = findBlock(text, path);
  return block?.inner.split('\n').slice(0, -1);
}

function findBlock(text: string, path: string): Block | undefined {
  let found: Block | undefined;
  let begin: { start: number; inner: number; line: number; mark: string } | undefined;
  let offset = 0;
  for (const [index, whole] of (text.match(/[^\n]*\n|[^\n]+$/g) ?? []).entries()) {
    const mark = whole.replace(/[\r\n]+$/, '');
    const line = index + 1;
    if (/^# BEGIN enjambre\b/.test(mark)) {
      if (begin !== undefined) throw damaged(path, begin.line, 'it has no end before the next one begins');
      if (found !== undefined) throw damaged(path, line, 'there is one before it already');
      begin = { start: offset, inner: offset + whole.length, line, mark };
    } else if (/^# END enjambre\b/.test(mark)) {
      if (begin === undefined) throw damaged(path, line, 'it ends here and begins nowhere');
      const inner = text.slice(begin.inner, offset);
      found = { start: begin.start, end: offset + whole.length, inner, afterOpenLine: isAfterOpenLine(begin.mark) };
      begin = undefined;
    }
    offset += whole.length;
  }
  if (begin !== undefined) throw damaged(path, begin.line, 'it begins here and has no end');
  return found;
}

function isAfterOpenLine(mark: string): boolean {
  return mark === BEGIN_AFTER_OPEN_LINE;
}

function damaged(path: string, line: number, what: string): ConfigFileError {
  return new ConfigFileError(`Cannot edit ${path}: the managed block in line ${line} is damaged: ${what}`, {
    code: 'damaged-block',
    path,
    line,
    next: `take out what is left of the block, its "# BEGIN enjambre" and "# END enjambre" lines too, then: enjambre apply`,
  });
}
