// Makes docs/images/report.png, the report of README's first command: npm run build && node test/browser/screenshot.mjs
// At the left the page as a projector shows it, at the right the same one on a phone, in Spanish, in the dark.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildDev } from '../../build.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const height = 1000;
const mostBytes = 300_000;

await buildDev();
const transpiled = join(root, '.cache/js');
const { launchChromium, openHtml } = await import(join(transpiled, 'test/browser/chromium.js'));
const { writeReport } = await import(join(transpiled, 'pipeline/report/report.js'));

const folder = mkdtempSync(join(tmpdir(), 'enjambre-screenshot-'));
const { browser, skipped } = await launchChromium();
if (skipped !== undefined) throw new Error(`There is ${skipped}`);
try {
  const run = join(folder, 'run');
  const command = [
    'run',
    'describe',
    'docs/sample.csv',
    '--column',
    'ValorObservado',
    '--partitions',
    '4',
    '--out',
    run,
  ];
  execFileSync(process.execPath, [join(root, 'dist/enjambre.js'), ...command], { cwd: root, stdio: 'ignore' });
  const left = await shot(run, 'en', { viewport: { width: 800, height }, colorScheme: 'light' });
  const right = await shot(run, 'es', { viewport: { width: 360, height }, colorScheme: 'dark' }, '#histogram .chart');
  const path = join(root, 'docs/images/report.png');
  mkdirSync(dirname(path), { recursive: true });
  const { page } = await openHtml(browser, besideEachOther(left, right), { viewport: { width: 1200, height } });
  await page.screenshot({ path });
  const { size } = statSync(path);
  if (size > mostBytes) throw new Error(`${path} has ${size} bytes, more than ${mostBytes}`);
  console.log(`${path}: ${size} bytes`);
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}

/**
 * A picture of a run's report, from its top or from an element on, as base64.
 * @param {string} run
 * @param {'en' | 'es'} lang
 * @param {import('playwright-core').BrowserContextOptions} options
 * @param {string} [from]
 */
async function shot(run, lang, options, from = 'body') {
  const html = await readFile(await writeReport(run, { lang }), 'utf8');
  const { page } = await openHtml(browser, html, options);
  await page.evaluate(`document.querySelector('${from}').scrollIntoView()`);
  const picture = await page.screenshot();
  await page.context().close();
  return picture.toString('base64');
}

/** @param {string[]} pictures base64 */
function besideEachOther(...pictures) {
  const images = pictures.map((picture) => `<img src="data:image/png;base64,${picture}">`);
  return `<style>body { margin: 0; display: flex; justify-content: space-between; background: #dcd8cc }</style>${images.join('')}`;
}
