import { type Catalogue, en } from './en.ts';
import { es } from './es.ts';
import type { Lang } from './formats.ts';

/** The words of a language. */
export function catalogueOf(lang: Lang): Catalogue {
  return lang === 'es' ? es : en;
}
