import type { ManifestInput } from '../../pipeline/run-dir/manifest.ts';
import { printable } from '../terminal/printable.ts';
import { bytesText, counted } from '../terminal/units.ts';

/** What an input of rows is taken for; no full stop at its end. */
export function rowsSentence(input: ManifestInput): string {
  const { delimiter, decimal, encoding } = input.dialect;
  const shown = delimiter === '\t' ? 'tab' : `"${delimiter}"`;
  const name = encoding === 'latin1' ? 'Latin-1' : 'UTF-8';
  return `Reading ${filesText(input)}: delimiter ${shown}, decimal mark "${decimal}", ${name}`;
}

/** How much text an input is; no full stop at its end. */
export function textSentence(input: ManifestInput): string {
  return `Reading ${filesText(input)} of text`;
}

function filesText({ files }: ManifestInput): string {
  const bytes = bytesText(files.reduce((sum, file) => sum + file.bytes, 0));
  const what = files.length === 1 ? printable(files[0]?.name ?? '') : counted(files.length, 'file');
  return `${what}, ${bytes}`;
}
