import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type ChartSpec, renderCharts } from '../../../../pipeline/report/charts/charts.ts';
import { EXAMPLES, HOSTILE_NAMES, TEXT } from './examples.ts';

const test = suite('charts are drawn as SVG texts that a page can carry');

const names = Object.keys(EXAMPLES);
const specs = Object.values(EXAMPLES);
const charts = await renderCharts(specs, TEXT);
const drawn = charts.flatMap(({ wide, narrow }) => [wide, narrow]);

test('every kind is drawn in both forms', () => {
  for (const [index, name] of names.entries()) {
    for (const form of ['wide', 'narrow'] as const) {
      const svg = charts[index]?.[form] ?? '';
      const width = form === 'wide' ? 720 : 340;
      assert.match(
        svg,
        new RegExp(`^<svg class="${form}" role="img" aria-label="[^"]+" viewBox="0 0 ${width} \\d+`),
        name,
      );
      assert.match(svg, /<path /, name);
      assert.is(svg.match(/<svg/g)?.length, 1, name);
      assert.ok(svg.endsWith('</svg>'), name);
      assert.not.match(svg, /NaN|Infinity|undefined|null/, name);
    }
  }
});

test('its colours are those of the page, so that they follow the theme', () => {
  for (const svg of drawn) {
    const colours = [...svg.matchAll(/ (?:fill|stroke)="([^"]*)"/g)].map(([, colour]) => colour ?? '');
    assert.equal(
      colours.filter((colour) => !/^(none|var\(--chart-[a-z]+\))$/.test(colour)),
      [],
    );
  }
});

test('nothing in it is a style, a script, an id or an address', () => {
  for (const svg of drawn)
    assert.not.match(svg, /<(style|script|a|image|use|foreignObject)\b| (id|class|href|on\w+)="(?!wide|narrow)/);
});

test('hostile names are text, in part on an axis and nearly in full in a tip', () => {
  for (const svg of drawn) {
    assert.not.match(svg, /<(img|b|svg onload)|<!\[CDATA|\u202e|\u2066|x{201}/);
    const tags = [...svg.replace(/^<svg[^>]*>/, '').matchAll(/<\/?([a-z]+)/gi)].map(([, tag]) => tag ?? '');
    assert.equal(
      [...new Set(tags)].filter(
        (tag) => !['path', 'rect', 'circle', 'polyline', 'polygon', 'g', 'svg', 'text', 'title'].includes(tag),
      ),
      [],
    );
  }
  const wide = charts[names.indexOf('boxes with a value far away')]?.wide ?? '';
  assert.match(wide, 'aria-label="&lt;/text&gt;&lt;/svg&gt;&lt;svg onload=alert(1)&gt;"');
  assert.match(wide, '<title>&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;\n');
  assert.match(wide, '>a\\u202e\\u2066b</text>');
  assert.match(wide, `<title>${'x'.repeat(199)}…\n`);
  assert.is(HOSTILE_NAMES.length, 8);
});

test('forms say what they stand for where the pointer rests', () => {
  const { histogram, timeline, months } = EXAMPLES;
  const tips = (spec: ChartSpec | undefined) =>
    charts[specs.indexOf(spec as ChartSpec)]?.wide.match(/<title>/g)?.length;
  assert.is(tips(timeline), 40);
  assert.is(tips(months), 18);
  assert.is(
    tips(histogram),
    histogram?.kind === 'histogram' ? histogram.bins.filter(({ count }) => count > 0).length : 0,
  );
  assert.match(charts[names.indexOf('months')]?.wide ?? '', '<title>ValorObservado, 2023-08\nmean: —\n');
});

test('a value far away is said in figures, and leaves the boxes their width', () => {
  const [wide = ''] = [charts[names.indexOf('boxes with a value far away')]?.wide];
  assert.match(wide, '>▸ 925.5</text>');
  const plain = charts[names.indexOf('boxes')]?.wide ?? '';
  assert.not.match(plain, /▸|◂/);
});

test('the same chart has the same bytes, whatever was drawn before', async () => {
  const again = await renderCharts(specs.toReversed(), TEXT);
  assert.equal(again.toReversed(), charts);
});

test('no chart is drawn of nothing', async () => {
  assert.equal(await renderCharts([], TEXT), []);
  const empty: ChartSpec[] = [
    { kind: 'histogram', title: 'x', xName: 'x', bins: [], marks: [] },
    { kind: 'boxes', title: 'x', xName: 'x', groups: [] },
    { kind: 'months', title: 'x', yName: 'x', series: [{ name: 'x', points: [] }] },
    { kind: 'differences', title: 'x', rows: [] },
    { kind: 'timeline', title: 'x', lanes: [], bars: [] },
    { kind: 'bars', title: 'x', xName: 'x', items: [] },
  ];
  for (const { wide } of await renderCharts(empty, TEXT)) assert.not.match(wide, /NaN|Infinity/);
});

test.run();
