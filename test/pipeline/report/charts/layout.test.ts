import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { boxDomain } from '../../../../pipeline/report/charts/boxes.ts';
import { type PlacedLabel, placeLabels } from '../../../../pipeline/report/charts/labels.ts';
import { fitted, textWidth } from '../../../../pipeline/report/charts/plot.ts';
import { haveRoom, px, roundValues, scaleOf, ticksOf } from '../../../../pipeline/report/charts/scale.ts';
import { durationTicks, timePlaces, timeTicks } from '../../../../pipeline/report/charts/times.ts';

const test = suite('charts are laid out so that all of them can be read');

const double = fc.double({ noNaN: true, noDefaultInfinity: true });

test('every value lies on its scale, whatever its size', () => {
  fc.assert(
    fc.property(fc.array(double, { minLength: 1, maxLength: 5 }), (values) => {
      const scale = scaleOf(Math.min(...values), Math.max(...values), 10, 310);
      const places = values.toSorted((a, b) => a - b).map((value) => px(scale, value));
      assert.ok(places.every((place) => place >= 10 && place <= 310));
      assert.equal(
        places.toSorted((a, b) => a - b),
        places,
      );
    }),
  );
  assert.is(px(scaleOf(0, 100, 10, 310), 50), 160);
  assert.is(px(scaleOf(0, 100, 310, 10), 25), 235);
  assert.is(px(scaleOf(-1.7e308, 1.7e308, 0, 100), 0), 50);
});

test('ticks are round values inside the scale', () => {
  assert.equal(roundValues(0, 40, 8), [0, 5, 10, 15, 20, 25, 30, 35, 40]);
  assert.equal(roundValues(-0.35, 0.31, 4), [-0.2, 0, 0.2]);
  assert.equal(roundValues(0.1, 0.3, 2), [0.1, 0.2, 0.3]);
  assert.equal(roundValues(-1.7e308, 1.7e308, 4), []);
  fc.assert(
    fc.property(double, double, fc.integer({ min: 1, max: 9 }), (a, b, count) => {
      const [min, max] = [Math.min(a, b), Math.max(a, b)];
      const room = (max / 2 - min / 2) * 1e-6 + Number.MIN_VALUE;
      const values = roundValues(min, max, count);
      assert.ok(values.length <= count + 1);
      assert.ok(values.every((value) => value >= min - room && value <= max + room));
    }),
  );
});

test('labels below an axis keep apart, and all differ', () => {
  fc.assert(
    fc.property(double, double, (a, b) => {
      const scale = scaleOf(Math.min(a, b), Math.max(a, b), 0, 300);
      const ticks = ticksOf(scale, 8, (value) => value.toPrecision(6));
      if (ticks.length > 2) {
        assert.ok(haveRoom(ticks));
        assert.is(new Set(ticks.map(({ label }) => label)).size, ticks.length);
      }
    }),
  );
});

/** Pairs of labels of which one lies on the other one, or on its line. */
function clashes(labels: readonly PlacedLabel[]): number {
  const spans = labels.map(({ at, text, row, align }) => {
    const width = textWidth(text) + 4;
    return { at, row, from: align === 'left' ? at + 2 : at - width, to: align === 'left' ? at + width : at - 2 };
  });
  return spans.flatMap((upper, index) =>
    spans.filter((lower, other) => {
      if (index === other || upper.row > lower.row) return false;
      if (upper.row === lower.row) return index < other && upper.from < lower.to && lower.from < upper.to;
      return upper.at > lower.from && upper.at < lower.to;
    }),
  ).length;
}

test('labels of lines lie neither on each other nor on a line', () => {
  const line = fc.record({
    at: fc.double({ min: 40, max: 320, noNaN: true }),
    text: fc.constantFrom('p10 1', 'mean 18.9213', 'median 20'),
  });
  fc.assert(
    fc.property(fc.array(line, { maxLength: 7 }), (lines) => {
      const placed = placeLabels(lines, { from: 0, to: 360 });
      assert.is(placed.length, lines.length);
      assert.is(clashes(placed), 0, JSON.stringify(placed));
    }),
  );
  // Whatever way these are placed, a label crosses a line or reaches out of the chart by a hair: that is the lesser evil.
  const crowded = [
    { at: 40.64000000000013, text: 'median 20' },
    { at: 40, text: 'p10 1' },
    { at: 209.84000000000012, text: 'mean 18.9213' },
    { at: 284.9200000000001, text: 'median 20' },
    { at: 113.72000000000013, text: 'mean 18.9213' },
  ];
  assert.is(clashes(placeLabels(crowded, { from: 0, to: 360 })), 0);
  const far = placeLabels([{ at: 330, text: 'p90 12.5' }], { from: 40, to: 340 });
  assert.equal(far, [{ at: 330, text: 'p90 12.5', row: 0, align: 'right' }]);
  assert.is(
    clashes([
      { at: 0, text: 'abc', row: 0, align: 'left' },
      { at: 10, text: 'abc', row: 0, align: 'left' },
    ]),
    1,
  );
});

test('names that are too long keep their beginning and their end', () => {
  assert.is(fitted('ACUEDUCTO', 200), 'ACUEDUCTO');
  const cut = fitted('AEROPUERTO INTERNACIONAL EL DORADO · 2024-05', 160);
  assert.match(cut, /^AEROP.*….*24-05$/);
  assert.ok(textWidth(cut) <= 160);
  fc.assert(
    fc.property(fc.string({ maxLength: 300, unit: 'grapheme' }), fc.integer({ min: 30, max: 300 }), (name, width) => {
      assert.ok(textWidth(fitted(name, width)) <= width);
    }),
  );
});

test('an axis shows all values, unless a few of them would press the boxes into lines', () => {
  const plain = { min: 0, p25: 8, p75: 12, max: 20 };
  assert.equal(boxDomain([plain]), { min: 0, max: 20 });
  assert.equal(boxDomain([plain, { ...plain, max: 1000 }]), { min: 2, max: 18 });
  assert.equal(boxDomain([{ min: -5, p25: 1, p75: 1, max: 100 }]), { min: -5, max: 100 });
});

test('a gap in time is a gap on the axis', () => {
  const months = timePlaces(['2023-11', '2024-01', '2024-02']);
  assert.equal([months.unit, months.last - months.first, months.at('2023-12') - months.first], ['month', 3, 1]);
  const days = timePlaces(['2024-02-28', '2024-03-01']);
  assert.equal([days.unit, days.last - days.first], ['day', 2]);
});

test('times are labelled at even distances, as many as have room', () => {
  const places = timePlaces(['1999-11', '2024-02']);
  const ticks = timeTicks(places, scaleOf(places.first, places.last, 0, 400), (time) => time);
  assert.equal(
    ticks.map(({ label }) => label),
    ['2000-01', '2005-01', '2010-01', '2015-01', '2020-01'],
  );
  const one = timePlaces(['2024-02-29']);
  assert.equal(
    timeTicks(one, scaleOf(one.first, one.last, 0, 400), (time) => time).map(({ label }) => label),
    ['2024-02-29'],
  );
});

test('durations of minutes and hours are labelled at parts of them', () => {
  const label = (ms: number) => `${ms / 60_000} min`;
  const ticks = durationTicks({ min: 0, max: 200_000, from: 0, to: 600 }, 6, label);
  assert.equal(
    ticks.map((tick) => tick.label),
    ['0 min', '0.5 min', '1 min', '1.5 min', '2 min', '2.5 min', '3 min'],
  );
});

test.run();
