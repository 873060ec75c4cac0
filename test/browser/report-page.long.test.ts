import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { scratchFolder } from '../pipeline/input/scratch.ts';
import { smallRun } from '../pipeline/runs/small-runs.ts';
import { type Browser, launchChromium, openHtml, type Page } from './chromium.ts';
import { measure } from './measure.ts';
import { HOSTILE_COLUMN, hostileRun, reportOf, runOfGroups } from './runs.ts';

const test = suite('a report is read in both themes, on phones, projectors and paper, with thousands of groups');
const launched = await launchChromium();
const folder = scratchFolder();
const GROUPS = 5000;
const HANG_MS = 5000;
const MOST_NODES = 6000;

function check(name: string, body: (browser: Browser) => Promise<void>): void {
  test(name, async () => {
    if ('browser' in launched) await body(launched.browser);
    else console.log(`\nskipped: ${launched.skipped}`);
  });
}

let made: Promise<string> | undefined;

/** The same run for all tests. */
function hostile(): Promise<string> {
  made ??= hostileRun(folder);
  return made;
}

/** How long a script keeps the page from answering, layout included. */
function busyMs(page: Page, script: string): Promise<number> {
  return page.evaluate<number>(
    `(() => { const from = performance.now(); ${script}; document.body.offsetHeight; return performance.now() - from; })()`,
  );
}

for (const lang of ['en', 'es'] as const) {
  for (const width of [360, 1280]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      check(`in ${lang}, at ${width} px, ${colorScheme}`, async (browser) => {
        const html = await reportOf(await hostile(), lang);
        const { page, problems } = await openHtml(browser, html, { viewport: { width, height: 800 }, colorScheme });
        const { scrollWidth, overflowing, collisions, faint } = await measure(page);
        assert.equal(problems, []);
        assert.is(scrollWidth, width);
        assert.equal(overflowing, []);
        assert.equal(collisions, []);
        assert.equal(faint, []);
        assert.is(await page.evaluate('document.documentElement.lang'), lang);
        const paper = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
        const lightness = Math.max(...(paper.match(/\d+/g) ?? []).map(Number));
        assert.ok(colorScheme === 'light' ? lightness > 200 : lightness < 60, paper);
        await page.context().close();
      });
    }
  }
}

check('hostile names are text in every table, search and title', async (browser) => {
  const { page, problems } = await openHtml(browser, await reportOf(await hostile(), 'en'));
  const text = await page.evaluate<string>('document.body.innerText');
  assert.match(text, HOSTILE_COLUMN.slice(0, 20));
  assert.match(text, '“<img src=x onerror=alert(2)>”');
  assert.not.match(text, /\u202e/);
  await page.locator('input[type=search]').fill('onerror');
  assert.is(await page.locator('#result tbody tr').count(), 5, 'one station, five months');
  assert.match(await page.locator('#result tbody tr').first().innerText(), '</script><img src=x onerror=alert(1)>');
  await page.locator('input[type=search]').fill('<script>alert(3)</script>');
  assert.is(await page.locator('#result tbody tr').count(), 0);
  assert.equal(problems, []);
  assert.is(await page.evaluate('document.querySelectorAll("img").length'), 0);
  await page.context().close();
});

check(`${GROUPS} groups open, turn, sort and are searched without lag`, async (browser) => {
  const html = await reportOf(await runOfGroups(folder, GROUPS), 'en');
  const { page, problems } = await openHtml(browser, html, { viewport: { width: 1280, height: 800 } });
  const paintMs = await page.evaluate<number>(
    `performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0`,
  );
  const { nodes } = await measure(page);
  const table = `document.querySelector('#result')`;
  const turn = await busyMs(page, `${table}.querySelector('.pager button:last-of-type').click()`);
  const first = () => page.locator('#result tbody tr').first().innerText();
  assert.match(await page.locator('#result .status').innerText(), '51–100');
  const sort = await busyMs(
    page,
    `[...${table}.querySelectorAll('thead button')].find((button) => button.textContent.startsWith('Mean')).click()`,
  );
  assert.is(await page.evaluate(`${table}.querySelector('[aria-sort]').ariaSort`), 'descending');
  const sortNames = await busyMs(page, `${table}.querySelector('thead button').click()`);
  assert.match(await first(), /^STATION 0\b/);
  const search = await busyMs(
    page,
    `const input = ${table}.querySelector('input'); input.value = '4321'; input.dispatchEvent(new Event('input'))`,
  );
  assert.match(await first(), /^STATION 4321\b/);
  console.log({ paintMs, nodes, turn, sort, sortNames, search, bytes: html.length });
  assert.equal(problems, []);
  assert.ok(nodes < MOST_NODES, `${nodes} elements`);
  // Some twenty times what it takes: only work that grows with the square of the groups gets there, on however busy a machine.
  for (const [what, ms] of Object.entries({ paintMs, turn, search, sort, sortNames })) {
    assert.ok(ms < HANG_MS, `${what}: ${ms} ms`);
  }
  await page.context().close();
});

check('on paper there are no controls, the first rows, and nothing cut off', async (browser) => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const { page } = await openHtml(browser, await reportOf(await hostile(), 'en'), {
      viewport: { width: 718, height: 1000 },
      colorScheme,
    });
    await page.emulateMedia({ media: 'print', colorScheme });
    const { overflowing, scrollWidth, faint } = await measure(page);
    assert.is(scrollWidth, 718);
    assert.equal(overflowing, []);
    assert.equal(faint, []);
    for (const control of await page.locator('nav, input, select, .pager, .controls').all()) {
      assert.not(await control.isVisible());
    }
    assert.is(await page.locator('#result tbody tr:visible').count(), 20);
    const paper = await page.evaluate('getComputedStyle(document.body).backgroundColor');
    assert.is(paper, 'rgb(255, 255, 255)');
    await page.context().close();
  }
});

check('without scripts the first rows are there', async (browser) => {
  const html = await reportOf(await hostile(), 'en');
  const { page } = await openHtml(browser, html, { javaScriptEnabled: false });
  assert.is(await page.locator('#result tbody tr').count(), 20);
  await page.context().close();
});

check('a run that is not finished has its page too', async (browser) => {
  const { directory } = await smallRun(folder, 'planned');
  const { page, problems } = await openHtml(browser, await reportOf(directory, 'es'), {
    viewport: { width: 360, height: 700 },
  });
  const { overflowing, faint } = await measure(page);
  assert.equal([problems, overflowing, faint], [[], [], []]);
  await page.context().close();
});

test.after(async () => {
  if ('browser' in launched) await launched.browser.close();
});

test.run();
