// Builds `dist/`, the bundle that the package carries; with `--dev`, transpiles every source file to `.cache/js/`.
import { existsSync, realpathSync, statSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const root = dirname(fileURLToPath(import.meta.url));

/** Name in `dist/` → source. One whose source does not exist yet is left out. */
const entryPoints = {
  enjambre: 'setup/main.ts',
  split: 'pipeline/split.ts',
  process: 'pipeline/process.ts',
  combine: 'pipeline/combine.ts',
  'local-worker': 'pipeline/engines/local-worker.ts',
  frame: 'pipeline/frame/result.ts',
  job: 'pipeline/jobs/own/author.ts',
};

/** Folders that `--dev` mirrors, and those inside them that it must not touch. */
const sourceFolders = ['setup', 'pipeline', 'test'];
const notTranspiled = ['pipeline/kernel/assembly', 'test/bench/node_modules'];

const common = {
  absWorkingDir: root,
  bundle: true,
  format: /** @type {const} */ ('esm'),
  platform: /** @type {const} */ ('node'),
  target: 'node20',
  write: false,
  logLevel: /** @type {const} */ ('warning'),
};

/** Bundles the entry points into `dist/`, flat, because code finds its worker script beside itself. */
export async function buildDist() {
  const present = Object.entries(entryPoints).filter(([, source]) => existsSync(join(root, source)));
  const result = await esbuild.build({
    ...common,
    entryPoints: Object.fromEntries(present),
    outdir: 'dist',
    splitting: true,
    entryNames: '[name]',
    chunkNames: '[name]-[hash]',
    metafile: true,
    minifySyntax: true,

    legalComments: 'eof',
    // danfo.js draws plots with it only in a browser.
    // ssh2 does without its native parts, which are compiled for one machine.
    external: ['plotly.js-dist-min', '*.node'],
    plugins: [neverCalled],
  });
  const foreign = foreignOutputs(result.metafile);
  const files = await Promise.all(
    result.outputFiles.map(async ({ path, text }) => {
      const small = foreign.has(path)
        ? (await esbuild.transform(text, { minify: true, target: common.target })).code
        : text;
      return { path, text: withRequire(small) };
    }),
  );
  const licences = await licencesOf(Object.keys(result.metafile.inputs));
  files.push({ path: join(root, 'dist/THIRD-PARTY-LICENSES'), text: licences });
  files.push({ path: join(root, 'dist/job.d.ts'), text: await jobTypes() });
  // For editors: an inventory names it as its `$schema`.
  const schema = await readFile(join(root, 'setup/inventory/inventory.schema.json'), 'utf8');
  files.push({ path: join(root, 'dist/inventory.schema.json'), text: schema });
  await asOwner(() => writeTree(join(root, 'dist'), files));
  const command = join(root, 'dist/enjambre.js');
  if (existsSync(command)) await chmod(command, 0o755);
}

/**
 * Paths of the files that are other people's code almost alone. They are minified: that halves them, and nobody reads them here.
 * @param {esbuild.Metafile} metafile
 */
function foreignOutputs({ outputs }) {
  const foreign = Object.entries(outputs).filter(([, { bytes, inputs }]) => {
    const fromPackages = Object.entries(inputs).filter(([path]) => path.includes('node_modules/'));
    return fromPackages.reduce((sum, [, { bytesInOutput }]) => sum + bytesInOutput, 0) > 0.9 * bytes;
  });
  return new Set(foreign.map(([path]) => join(root, path)));
}

/**
 * The types of `enjambre/job`, in one file that imports nothing of this package: danfo.js' own types count where its package
 * is installed, and elsewhere a frame is of any type.
 */
async function jobTypes() {
  const types = await readFile(join(root, 'pipeline/jobs/own/interface.ts'), 'utf8');
  const own = /^import type \{ Danfo, DataFrame \} from .*;\n\nexport type \{ Danfo, DataFrame \};\n/m;
  if (!own.test(types)) throw new Error('pipeline/jobs/own/interface.ts imports more than the types of danfo.js');
  const danfo = `export type Danfo = typeof import('danfojs-node');\nexport type DataFrame = import('danfojs-node').DataFrame;\n`;
  const check = await readFile(join(root, 'pipeline/jobs/own/check-interface.ts'), 'utf8');
  const values = `export declare const checkJob: CheckJob;
export declare const formatCheck: FormatCheck;
/** What \`checkJob\` throws for a fold that breaks a law. */
export declare class NotMergeable extends Error {
  readonly next: string;
  readonly fault: Fault;
}
`;
  return `${types.replace(own, danfo)}\n${check}\n${values}`;
}

/**
 * Transpiles file by file, without bundling, so that Node 20 can run the sources and the tests; relative `.ts`
 * specifiers become `.js`. Files that did not change are not written again, so that two test runs can share the tree.
 */
export async function buildDev() {
  const sources = (await Promise.all(sourceFolders.map((folder) => sourcesUnder(folder)))).flat();
  const result = await esbuild.build({
    ...common,
    entryPoints: sources,
    outdir: '.cache/js',
    outbase: '.',
    packages: 'external',
    sourcemap: true,
    plugins: [relativeImportsStay],
  });
  await asOwner(() => writeTree(join(root, '.cache/js'), result.outputFiles));
}

/** Halves of packages that nothing here calls: building images (dockerode) and opening an editor (inquirer). */
const neverCalled = {
  name: 'never-called',
  /** @param {esbuild.PluginBuild} build */
  setup(build) {
    build.onResolve({ filter: /^(@grpc\/|protobufjs$|@inquirer\/(external-editor|editor)$)/ }, ({ path }) => ({
      path,
      namespace: 'never-called',
    }));
    build.onLoad({ filter: /.*/, namespace: 'never-called' }, () => ({
      contents: 'module.exports = { editor: undefined, default: undefined };',
    }));
  },
};

const relativeImportsStay = {
  name: 'relative-imports-stay',
  /** @param {esbuild.PluginBuild} build */
  setup(build) {
    build.onResolve({ filter: /^\.\.?\// }, ({ kind, path }) =>
      kind === 'entry-point' ? undefined : { external: true, path: path.replace(/\.ts$/, '.js') },
    );
  },
};

/** @param {string} folder relative to the root */
async function sourcesUnder(folder) {
  const found = [];
  for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (notTranspiled.includes(path)) continue;
    if (entry.isDirectory()) found.push(...(await sourcesUnder(path)));
    else if (entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts')) found.push(path);
  }
  return found;
}

/**
 * CommonJS packages call `require` for Node's own modules and look at `__dirname` and `__filename`, which an ES module lacks. esbuild puts its
 * stand-in into one chunk; only chunks that need one get the real thing.
 * @param {string} text
 */
function withRequire(text) {
  const banner = [
    /typeof require\s*[!<]/.test(text)
      ? `import{createRequire as __createRequire}from"node:module";const require=__createRequire(import.meta.url);\n`
      : '',
    /\b__dirname\b/.test(text) ? 'const __dirname=import.meta.dirname;\n' : '',
    /\b__filename\b/.test(text) ? 'const __filename=import.meta.filename;\n' : '',
  ].join('');
  const shebang = text.match(/^#!.*\n/)?.[0] ?? '';
  return shebang + banner + text.slice(shebang.length);
}

/**
 * The licence texts of every bundled package, which their licences ask to be passed on.
 * @param {string[]} inputs source paths, as esbuild's metafile names them
 */
async function licencesOf(inputs) {
  const folders = new Set(inputs.map((path) => path.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0]));
  const mitTerms = (await readFile(join(root, 'LICENSE'), 'utf8')).replace(/^.*?(?=Permission is)/s, '');
  const sections = [];
  for (const folder of [...folders].sort()) {
    if (folder === undefined) continue;
    const about = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8'));
    const license = about.license ?? about.licenses?.[0];
    const kind = license?.type ?? license ?? 'see below';
    const title = `${about.name} ${about.version} (${kind})`;
    const names = (await readdir(join(root, folder), { withFileTypes: true }))
      .filter((entry) => entry.isFile() && /^(licen[cs]e|notice|copying)/i.test(entry.name))
      .map((entry) => entry.name);
    const texts = await Promise.all(names.map((name) => readFile(join(root, folder, name), 'utf8')));
    // Some packages state their licence but carry no text of it.
    const author = about.author?.name ?? about.author ?? `the authors of ${about.name}`;
    if (texts.length === 0) texts.push(`Copyright (c) ${author}`, kind === 'MIT' ? mitTerms : '');
    sections.push([title, '-'.repeat(title.length), ...texts.map((text) => text.trim())].join('\n\n'));
  }
  return `Enjambre's bundle contains these packages.\n\n${sections.join('\n\n\n')}\n`;
}

/**
 * Makes `folder` hold exactly `files`: writes those that differ, removes the others.
 * @param {string} folder
 * @param {{ path: string; text: string }[]} files
 */
async function writeTree(folder, files) {
  await mkdir(folder, { recursive: true });
  const wanted = new Set(files.map((file) => resolve(file.path)));
  for (const { path, text } of files) {
    const now = existsSync(path) ? await readFile(path, 'utf8') : undefined;
    if (now === text) continue;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isDirectory() && !wanted.has(path)) await rm(path, { force: true });
  }
}

/**
 * Under sudo, what is built belongs to whom the project belongs, who could not build it again otherwise.
 * @template Value
 * @param {() => Promise<Value>} work
 */
async function asOwner(work) {
  const { uid, gid } = statSync(root);
  if (process.getuid?.() !== 0 || uid === 0) return work();
  process.setegid?.(gid);
  process.seteuid?.(uid);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
    process.setegid?.(0);
  }
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    await (process.argv.includes('--dev') ? buildDev() : buildDist());
  } catch (error) {
    // esbuild has said what is wrong, and where.
    if (!(error instanceof Error && 'errors' in error)) throw error;
    process.exitCode = 1;
  }
}
