import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { scratchFolder } from '../pipeline/input/scratch.ts';
import { launchChromium, openHtml } from './chromium.ts';
import { measure } from './measure.ts';
import { describeFramesRun, foldRun, frameRun, reportOf, wordsRun } from './runs.ts';

const test = suite('the report of each kind of job is read on phones and screens, in both themes and languages');
const launched = await launchChromium();
const folder = scratchFolder();

/** What each page must hold: its parts, and its charts in both languages. */
const PAGES: Record<string, { run: (folder: string) => Promise<string>; parts: string[]; en: string[]; es: string[] }> =
  {
    words: {
      run: wordsRun,
      parts: ['odd', 'result', 'files', 'spread', 'timeline', 'ledger', 'repeat'],
      en: ['The 6 most frequent words', 'Words per file', 'Attempts over time'],
      es: ['Las 6 palabras más frecuentes', 'Palabras por archivo', 'Los intentos en el tiempo'],
    },
    fold: {
      run: foldRun,
      parts: ['odd', 'result', 'timeline', 'ledger', 'repeat'],
      en: ['count by <b>station</b>', 'Attempts over time'],
      es: ['count por <b>station</b>', 'Los intentos en el tiempo'],
    },
    frame: {
      run: frameRun,
      parts: ['odd', 'result', 'counters', 'output', 'timeline', 'ledger', 'problems', 'repeat'],
      en: ['Attempts over time'],
      es: ['Los intentos en el tiempo'],
    },
    'describe-frames': {
      run: describeFramesRun,
      parts: ['odd', 'result', 'naive', 'timeline', 'ledger', 'problems', 'repeat'],
      en: ['ValorObservado: error of the averages', 'Attempts over time'],
      es: ['ValorObservado: error de los promedios', 'Los intentos en el tiempo'],
    },
  };

// Each language in each width and each theme, with half of the pages that all combinations would take.
const LOOKS = [
  { lang: 'en', width: 360, colorScheme: 'dark' },
  { lang: 'en', width: 1280, colorScheme: 'light' },
  { lang: 'es', width: 360, colorScheme: 'light' },
  { lang: 'es', width: 1280, colorScheme: 'dark' },
] as const;

for (const [job, { run, parts, ...charts }] of Object.entries(PAGES)) {
  let made: Promise<string> | undefined;
  for (const { lang, width, colorScheme } of LOOKS) {
    test(`${job} in ${lang}, at ${width} px, ${colorScheme}`, async () => {
      if ('skipped' in launched) return console.log(`\nskipped: ${launched.skipped}`);
      made ??= run(folder);
      const html = await reportOf(await made, lang);
      const { page, problems } = await openHtml(launched.browser, html, {
        viewport: { width, height: 800 },
        colorScheme,
      });
      const found = await measure(page);
      assert.equal(problems, [], 'no error, no dialog, no request');
      assert.is(found.scrollWidth, width);
      assert.equal([found.overflowing, found.hidden, found.collisions, found.faint], [[], [], [], []]);
      assert.equal(
        found.charts.map(({ name }) => name),
        charts[lang],
      );
      assert.ok(found.charts.every((chart) => chart.width > 250 && chart.height > 40 && chart.forms > 2));
      const sections = `[...document.querySelectorAll('section')].map(({ id }) => id)`;
      assert.equal(await page.evaluate(sections), parts);
      assert.is(await page.evaluate('document.querySelectorAll("img, main b, main i").length'), 0);
      await page.context().close();
    });
  }
}

test.after(async () => {
  if ('browser' in launched) await launched.browser.close();
});

test.run();
