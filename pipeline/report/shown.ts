import { escaped } from '../shell-word.ts';

/** No character that is seen takes more than this; longer texts are cut before they are looked at closely. */
const UNITS_PER_CHARACTER = 32;

/**
 * Text from data, as a page can show it: at most `length` characters, a cut shown as `…`; what cannot be seen, and what turns
 * the direction of the text around it, as escapes.
 *
 * @example shown('a\u202eb', 40) // 'a\\u202eb'
 */
export function shown(text: string, length = 60): string {
  return shortened(escaped(text.slice(0, (length + 1) * UNITS_PER_CHARACTER)), length);
}

function shortened(text: string, length: number): string {
  if (text.length <= length) return text;
  const kept: string[] = [];
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (kept.length === length) return `${kept.slice(0, -1).join('')}…`;
    // Dozens of accents on one letter are one character, which would cover the lines around it.
    kept.push(segment.slice(0, UNITS_PER_CHARACTER));
  }
  return kept.join('');
}
