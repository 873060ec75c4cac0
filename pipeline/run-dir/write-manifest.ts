import { paths } from './layout.ts';
import type { Manifest } from './manifest.ts';
import { TextFile } from './text-file.ts';

const manyFiles = 1000;

/** Writes the manifest of a run; it is there whole or not at all. */
export function writeManifest(directory: string, manifest: Manifest): void {
  const file = new TextFile(paths.manifest(directory));
  // For people to read, as long as it is not too long to be read.
  if (manifest.input.files.length <= manyFiles) file.write(`${JSON.stringify(manifest, null, 1)}\n`);
  else for (const piece of piecesOf(manifest)) file.write(piece);
  file.close();
  file.appear();
}

/** Of very many files, the text in one piece would take more memory than the manifest itself. */
function* piecesOf({ input: { files, ...input }, partitions, ...rest }: Manifest): Generator<string> {
  yield JSON.stringify({ ...rest, input }).slice(0, -'}}'.length);
  yield* listPieces('files', files);
  yield '}';
  yield* listPieces('partitions', partitions);
  yield '}\n';
}

function* listPieces(name: string, list: readonly unknown[]): Generator<string> {
  yield `,${JSON.stringify(name)}:[`;
  for (const [index, member] of list.entries()) yield `${index === 0 ? '' : ','}${JSON.stringify(member)}`;
  yield ']';
}
