import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { scratchFolder } from '../pipeline/input/scratch.ts';
import { launchChromium, openHtml } from './chromium.ts';
import { measure } from './measure.ts';
import { hostileRun, reportOf } from './runs.ts';

const test = suite('a report opens on a phone, whatever the data holds');
const launched = await launchChromium();

test('all of it is shown, in the window, as text', async () => {
  if ('skipped' in launched) return console.log(`\nskipped: ${launched.skipped}`);
  const html = await reportOf(await hostileRun(scratchFolder()), 'es');
  const { page, problems } = await openHtml(launched.browser, html, { viewport: { width: 360, height: 740 } });
  const { scrollWidth, overflowing, charts } = await measure(page);
  assert.equal(problems, [], 'no error, no dialog, no request');
  assert.is(scrollWidth, 360);
  assert.equal(overflowing, []);
  assert.ok(charts.length >= 9, `${charts.length} charts`);
  assert.ok(charts.every(({ width, height, forms }) => width > 250 && height > 40 && forms > 2));
  assert.match(await page.evaluate<string>('document.body.innerText'), '</script><img src=x onerror=alert(1)>');
  assert.is(await page.evaluate<number>(`document.querySelectorAll('img, [onerror], [onload]').length`), 0);
});

test.after(async () => {
  if ('browser' in launched) await launched.browser.close();
});

test.run();
