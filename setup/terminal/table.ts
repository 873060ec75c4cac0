import stringWidth from 'fast-string-width';

export interface TableColumn {
  title: string;
  /** `point` puts decimal points below each other. @default 'left' */
  align?: 'left' | 'right' | 'point';
}

/**
 * Lines of a table with aligned columns, two spaces apart, under their titles and a rule. Widths are those on a terminal:
 * an accent takes none, a Chinese character two.
 */
export function tableLines(columns: readonly TableColumn[], rows: readonly (readonly string[])[]): string[] {
  const padded = columns.map(({ title, align = 'left' }, index) => {
    const cells = rows.map((row) => row[index] ?? '');
    const texts = align === 'point' ? pointAligned(cells) : cells;
    const width = Math.max(...[title, ...texts].map((text) => stringWidth(text)));
    const pad = align === 'left' ? padEnd : padStart;
    return [pad(title, width), '-'.repeat(width), ...texts.map((text) => pad(text, width))];
  });
  const lineCount = rows.length + 2;
  return Array.from({ length: lineCount }, (_, line) =>
    padded
      .map((cells) => cells[line])
      .join('  ')
      .trimEnd(),
  );
}

/** Numbers padded at their ends, so that, set flush right, their points stand below each other. */
function pointAligned(cells: readonly string[]): string[] {
  const tails = cells.map((cell) => /^-?\d+(\.\d+)?$/.exec(cell)?.[1]?.length ?? (/^-?\d+$/.test(cell) ? 0 : null));
  const longest = Math.max(0, ...tails.map((tail) => tail ?? 0));
  return cells.map((cell, index) => {
    const tail = tails[index];
    return tail === null || tail === undefined ? cell : cell + ' '.repeat(longest - tail);
  });
}

function padEnd(text: string, width: number): string {
  return text + ' '.repeat(width - stringWidth(text));
}

function padStart(text: string, width: number): string {
  return ' '.repeat(width - stringWidth(text)) + text;
}
