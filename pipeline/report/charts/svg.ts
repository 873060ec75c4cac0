import { escapeHtml } from '../html.ts';
import type { Plot } from './plot.ts';

/**
 * An SVG text of echarts as the page carries it: with a role and a name, with tips as `<title>`, in the page's font, without
 * styles, and with the same bytes whenever it is drawn (echarts counts the charts of a process in its ids).
 */
export function pageSvg(drawn: string, { width, height, shapes }: Plot, name: string, form: 'wide' | 'narrow'): string {
  const root = `<svg class="${form}" role="img" aria-label="${escapeHtml(name)}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" xmlns="http://www.w3.org/2000/svg">`;
  const body = drawn
    .replace(/^<svg[^>]*>/, '')
    .replace(/<style[^>]*>[\s\S]*?<\/style>/g, '')
    .replace(/<rect [^>]*fill="none"><\/rect>\n/, '')
    .replace(/ (?:class|pointer-events|xml:space|ecmeta_series_index|ecmeta_ssr_type|ecmeta_silent)="[^"]*"/g, '')
    .replace(/font-family:inherit;/g, '')
    .replace(/ ecmeta_data_index="(\d+)"([^>]*)>/g, (_, index: string, rest: string) => {
      const tip = shapes[Number(index)]?.tip;
      return `${rest}>${tip === undefined ? '' : `<title>${escapeHtml(tip)}</title>`}`;
    });
  return root + body.trim();
}
