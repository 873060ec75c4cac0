import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { renderCharts } from '../../pipeline/report/charts/charts.ts';
import { style } from '../../pipeline/report/style.ts';
import { EXAMPLES, TEXT } from '../pipeline/report/charts/examples.ts';
import { launchChromium, openHtml } from './chromium.ts';
import { measure } from './measure.ts';

const test = suite('charts can be read in a browser');
const launched = await launchChromium();

/** A page of all examples, in the style of a report. */
async function gallery(): Promise<string> {
  const charts = await renderCharts(Object.values(EXAMPLES), TEXT);
  const figures = charts.map(({ wide, narrow }) => `<figure class="chart">${wide}${narrow}</figure>`);
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Charts</title><style>${style}</style><main>${figures.join('\n')}</main></html>`;
}

for (const width of [360, 430, 768, 1280]) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`at ${width} px, ${colorScheme}`, async () => {
      if ('skipped' in launched) return console.log(`\nskipped: ${launched.skipped}`);
      const { page, problems } = await openHtml(launched.browser, await gallery(), {
        viewport: { width, height: 800 },
        colorScheme,
      });
      const { scrollWidth, overflowing, collisions, charts, faint } = await measure(page);
      assert.equal(problems, []);
      assert.is(charts.length, Object.keys(EXAMPLES).length, 'one form of each is shown');
      assert.ok(charts.every((chart) => chart.width > 250 && chart.height > 40 && chart.forms > 2));
      assert.is(scrollWidth, width);
      assert.equal(overflowing, []);
      assert.equal(collisions, []);
      assert.equal(faint, []);
      const sizes = await page.evaluate<number[]>(
        `[...document.querySelectorAll('.chart > svg')].filter((svg) => svg.checkVisibility()).map((svg) => 12 * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width)`,
      );
      assert.ok(Math.min(...sizes) >= 10, `texts of ${Math.min(...sizes)} px`);
      await page.context().close();
    });
  }
}

test.after(async () => {
  if ('browser' in launched) await launched.browser.close();
});

test.run();
