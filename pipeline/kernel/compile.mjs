// Compiles the AssemblyScript in assembly/ twice, with and without vector instructions, into wasm.ts, which is kept in the
// repository so that the scripts run from source without a build. `--check` only compares.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const here = new URL('.', import.meta.url);
const target = fileURLToPath(new URL('wasm.ts', here));

async function compile(features) {
  const { error, stderr, stdout } = await asc.main(
    [
      'assembly/index.ts',
      '--baseDir',
      fileURLToPath(here),
      '--outFile',
      'out.wasm',
      '--runtime',
      'stub',
      '-O3',
      '--noAssert',
      ...features,
    ],
    {
      readFile: (name, base) => {
        try {
          return readFileSync(join(base, name), 'utf8');
        } catch {
          return null;
        }
      },
      writeFile: (name, contents) => {
        if (name.endsWith('.wasm')) compile.output = contents;
      },
      listFiles: () => [],
    },
  );
  if (error) throw new Error(`${error.message}\n${stderr.toString()}${stdout.toString()}`);
  return Buffer.from(compile.output).toString('base64');
}

const lines = (text) =>
  text
    .match(/.{1,120}/g)
    .map((line) => `  '${line}',`)
    .join('\n');
const vector = await compile(['--enable', 'simd']);
const scalar = await compile(['--disable', 'simd']);
const source = `// Made by compile.mjs from assembly/: do not edit. Base64 of two WebAssembly modules.

/** With vector instructions. */
export const VECTOR = [
${lines(vector)}
].join('');

/** Without, for processors that lack them. */
export const SCALAR = [
${lines(scalar)}
].join('');
`;
if (process.argv.includes('--check')) {
  let present = '';
  try {
    present = readFileSync(target, 'utf8');
  } catch {}
  if (present !== source) {
    console.error('pipeline/kernel/wasm.ts is not what assembly/ compiles to. Next: npm run kernel');
    process.exit(1);
  }
} else {
  writeFileSync(target, source);
}
