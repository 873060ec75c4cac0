import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { scratchFolder } from '../pipeline/input/scratch.ts';
import { launchChromium, openHtml } from './chromium.ts';
import { measure } from './measure.ts';
import { hostileRun, reportOf } from './runs.ts';

const test = suite('a report opens on a phone, whatever the data holds');
const launched = await launchChromium();

/** Names of `hostileRun` as a page shows them: what turns the text around is an escape. */
const COLUMN = '<script>alert("column")</script>\\u202e';
const BOLD = '"><b class="x" ecmeta_data_index="0">';

test('all of it is shown, in the window, as text', async () => {
  if ('skipped' in launched) return console.log(`\nskipped: ${launched.skipped}`);
  const html = await reportOf(await hostileRun(scratchFolder()), 'es');
  const { page, problems } = await openHtml(launched.browser, html, { viewport: { width: 360, height: 740 } });
  const { scrollWidth, overflowing, charts } = await measure(page);
  assert.equal(problems, [], 'no error, no dialog, no request');
  assert.is(scrollWidth, 360);
  assert.equal(overflowing, []);
  const months = (name: string, count: number) =>
    Array.from({ length: count }, (_, index) => `${COLUMN}, ${name} · 2024-0${index + 1}`);
  assert.equal(
    charts.map(({ name }) => name),
    [
      ...months(BOLD, 5),
      ...months('</script><img src=x onerror=alert(1)>', 1),
      `${COLUMN} por grupo`,
      `${COLUMN} a lo largo del tiempo`,
      `${COLUMN}, ${BOLD} · 2024-01: error de los promedios`,
      'Los intentos en el tiempo',
    ],
  );
  assert.ok(charts.every(({ width, height, forms }) => width > 250 && height > 40 && forms > 2));
  assert.match(await page.evaluate<string>('document.body.innerText'), '</script><img src=x onerror=alert(1)>');
  assert.is(await page.evaluate<number>(`document.querySelectorAll('img, [onerror], [onload]').length`), 0);
});

test.after(async () => {
  if ('browser' in launched) await launched.browser.close();
});

test.run();
