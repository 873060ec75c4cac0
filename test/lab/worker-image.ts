import { cp, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fromRoot } from '../root.ts';
import { succeed } from './process.ts';

/** A name that nobody can claim at a registry. */
export const WORKER_IMAGE = 'enjambre.invalid/worker:lab';

/**
 * Makes the file system of an image from nothing but this machine's Node, the libraries that it needs, and the built
 * scripts: no image has to be fetched from anywhere.
 *
 * @param folder to make it in
 * @returns words for `docker import`, which reads the tar that lies at `tar`
 */
export async function makeWorkerImage(
  folder: string,
): Promise<{ tar: string; importCommand: (tar: string) => string }> {
  const root = join(folder, 'root');
  const put = async (source: string, path: string) => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await cp(source, join(root, path), { dereference: true, recursive: true });
  };
  await put(process.execPath, '/usr/bin/node');
  const libraries = (await succeed(['ldd', process.execPath])).matchAll(/(\/\S+) \(0x/g);
  for (const [, path = ''] of libraries) await put(path, path);
  await put(fromRoot('dist'), '/app/dist');
  await writeFile(join(root, 'app/package.json'), '{ "type": "module" }\n');
  await mkdir(join(root, 'tmp'), { mode: 0o1777 });
  const tar = join(folder, 'worker.tar');
  await succeed([
    'tar',
    '--create',
    '--file',
    tar,
    '--numeric-owner',
    '--owner=0',
    '--group=0',
    '--directory',
    root,
    '.',
  ]);
  const importCommand = (path: string) =>
    `docker import --change 'ENTRYPOINT ["/usr/bin/node"]' ${path} ${WORKER_IMAGE}`;
  return { tar, importCommand };
}

/** Command line for a board that makes an image of one of its own programs, and the libraries that it needs. */
export function importProgram(program: string, image: string): string {
  const files = `${program} $(ldd ${program} | grep -o '/[^ ]*')`;
  return `tar --create --dereference --absolute-names ${files} | sudo docker import - ${image} > /dev/null`;
}
