import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { scratchFolder } from '../pipeline/input/scratch.ts';
import { smallRun } from '../pipeline/runs/small-runs.ts';
import { type Browser, launchChromium, openHtml, type Page } from './chromium.ts';
import { measure } from './measure.ts';
import { HOSTILE_COLUMN, hostileRun, reportOf, runOfGroups, sampleRun } from './runs.ts';

const test = suite('a report is read in both themes, on phones, projectors and paper, with thousands of groups');
const launched = await launchChromium();
const folder = scratchFolder();
const GROUPS = 5000;
/** Of processor time. To open takes 240 ms of it, Chromium's own start included; each of the others takes less than 100 ms. */
const HANG_MS = 1000;
const MOST_NODES = 6000;

function check(name: string, body: (browser: Browser) => Promise<void>): void {
  test(name, async () => {
    if ('browser' in launched) await body(launched.browser);
    else console.log(`\nskipped: ${launched.skipped}`);
  });
}

let made: Promise<string> | undefined;
let sample: Promise<string> | undefined;

/** The same run for all tests. */
function hostile(): Promise<string> {
  made ??= hostileRun(folder);
  return made;
}

/** Milliseconds of processor that the page's process has used until now: how busy the machine is does not count. */
async function cpuClock(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return 1000 * (metrics.find(({ name }) => name === 'ProcessTime')?.value ?? Number.NaN);
  };
}

for (const lang of ['en', 'es'] as const) {
  for (const width of [360, 1280]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      check(`in ${lang}, at ${width} px, ${colorScheme}`, async (browser) => {
        const html = await reportOf(await hostile(), lang);
        const { page, problems } = await openHtml(browser, html, { viewport: { width, height: 800 }, colorScheme });
        const { scrollWidth, overflowing, hidden, collisions, faint } = await measure(page);
        assert.equal(problems, []);
        assert.is(scrollWidth, width);
        assert.equal(overflowing, []);
        assert.equal(hidden, []);
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

check('large figures do not lie on one another', async (browser) => {
  const html = await reportOf(await hostile(), 'en');
  const { page } = await openHtml(browser, html.replaceAll(/<dd>[\d,]+<\/dd>/g, '<dd>134,217,728</dd>'));
  for (const width of [360, 800, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    const [count, wide] = await page.evaluate<[number, string[]]>(
      `(() => { const all = [...document.querySelectorAll('.figures dd')]; return [all.length, all.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.innerText)]; })()`,
    );
    assert.ok(count > 5, `${count} figures`);
    assert.equal(wide, [], `${width} px`);
    assert.is((await measure(page)).scrollWidth, width);
  }
  await page.context().close();
});

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
  const usedMs = await cpuClock(page);
  const open = await usedMs();
  const { nodes } = await measure(page);
  const table = `document.querySelector('#result')`;
  const first = () => page.locator('#result tbody tr').first().innerText();
  const busyMs = async (script: string) => {
    const before = await usedMs();
    await page.evaluate(`${script}; document.body.offsetHeight`);
    return (await usedMs()) - before;
  };
  const turn = await busyMs(`${table}.querySelector('.pager button:last-of-type').click()`);
  assert.match(await page.locator('#result .status').innerText(), '51–100');
  const sort = await busyMs(
    `[...${table}.querySelectorAll('thead button')].find((button) => button.textContent.startsWith('Mean')).click()`,
  );
  assert.is(await page.evaluate(`${table}.querySelector('[aria-sort]').ariaSort`), 'descending');
  const sortNames = await busyMs(`${table}.querySelector('thead button').click()`);
  assert.match(await first(), /^STATION 0\b/);
  const search = await busyMs(
    `const input = ${table}.querySelector('input'); input.value = '4321'; input.dispatchEvent(new Event('input'))`,
  );
  assert.match(await first(), /^STATION 4321\b/);
  console.log({ nodes, open, turn, sort, sortNames, search, bytes: html.length });
  assert.equal(problems, []);
  assert.ok(nodes < MOST_NODES, `${nodes} elements`);
  for (const [what, ms] of Object.entries({ open, turn, search, sort, sortNames })) {
    assert.ok(ms < HANG_MS, `${what}: ${ms} ms`);
  }
  await page.context().close();
});

for (const lang of ['en', 'es'] as const) {
  check(`all of the comparison with averages shows at any width, in ${lang}`, async (browser) => {
    sample ??= sampleRun(folder);
    const { page } = await openHtml(browser, await reportOf(await sample, lang));
    assert.is(await page.locator('#naive .scroll').count(), 1);
    for (const width of [360, 800, 1000, 1280, 1920]) {
      await page.setViewportSize({ width, height: 800 });
      assert.equal((await measure(page)).hidden, [], `${width} px`);
    }
    await page.context().close();
  });
}

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
