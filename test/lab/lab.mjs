// npm run lab -- COMMAND …: transpiles the sources, then raises virtual boards, or asks for them.
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const { buildDev } = await import('../../build.mjs').catch((error) => {
  if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  console.error('The packages of the project are not installed. Next: npm ci');
  process.exit(1);
});

await buildDev();
const { main } = await import(pathToFileURL(join(root, '.cache/js/test/lab/main.js')).href);
// The process ends by itself when all is written.
process.exitCode = await main(process.argv.slice(2));
