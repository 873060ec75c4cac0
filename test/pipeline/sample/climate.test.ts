import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Climate, sineThousandths } from '../../../pipeline/sample/climate.ts';
import { Sfc32 } from '../../../pipeline/sample/random.ts';
import { type Station, stationAt } from '../../../pipeline/sample/stations.ts';

const test = suite('climate of the sample');
const DAYS = 366;

/** Temperatures in degrees by day and hour. */
function observeYear(station: Station, seed = 1): number[][] {
  const climate = new Climate(new Sfc32(seed, 1), 1);
  climate.addStation(0, station);
  return Array.from({ length: DAYS }, (_, day) =>
    Array.from({ length: 24 }, (_, hour) => {
      climate.startHour(day, hour);
      return climate.observe(0) / 1e6;
    }),
  );
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

test('knows the sine to two thousandths without Math.sin', () => {
  for (let degrees = -720; degrees <= 720; degrees += 0.5) {
    const error = sineThousandths(degrees) / 1000 - Math.sin((degrees * Math.PI) / 180);
    assert.ok(Math.abs(error) < 0.0025, `${degrees}: ${error}`);
  }
});

test('is colder higher up', () => {
  const bogota = mean(observeYear(stationAt(0)).flat());
  const riohacha = mean(observeYear(stationAt(1)).flat());
  const nevado = mean(observeYear(stationAt(2)).flat());
  assert.ok(bogota > 11 && bogota < 15.5, `Bogotá ${bogota}`);
  assert.ok(riohacha > 26 && riohacha < 30, `Riohacha ${riohacha}`);
  assert.ok(nevado > 0 && nevado < 5, `Nevado del Ruiz ${nevado}`);
});

test('has a daily cycle, coldest at 6 and warmest at 14', () => {
  const year = observeYear(stationAt(0));
  const byHour = Array.from({ length: 24 }, (_, hour) => mean(year.map((day) => day[hour] as number)));
  assert.is(byHour.indexOf(Math.min(...byHour)), 6);
  assert.is(byHour.indexOf(Math.max(...byHour)), 14);
});

test('has a yearly cycle', () => {
  const calm: Station = { ...stationAt(0), gustMilliDegrees: 0 };
  const byDay = observeYear(calm).map(mean);
  const swing = calm.yearSwingMilliDegrees / 1000;
  assert.is(byDay[60], Math.max(...byDay));
  assert.ok(Math.max(...byDay) - Math.min(...byDay) > swing, `${Math.max(...byDay) - Math.min(...byDay)}`);
});

test('has weather that lasts for hours and not for weeks', () => {
  const station = stationAt(0);
  const year = observeYear(station).flat();
  const calm = observeYear({ ...station, gustMilliDegrees: 0 }).flat();
  const weather = year.map((value, hour) => value - (calm[hour] as number));
  const correlation = (lag: number) => {
    const products = weather.slice(lag).map((value, hour) => value * (weather[hour] as number));
    return mean(products) / mean(weather.map((value) => value * value));
  };
  assert.ok(Math.abs(correlation(1) - 15 / 16) < 0.02, `after an hour ${correlation(1)}`);
  assert.ok(Math.abs(correlation(24 * 14)) < 0.15, `after two weeks ${correlation(24 * 14)}`);
});

test('is another one for another seed', () => {
  assert.not.equal(observeYear(stationAt(0), 1)[0], observeYear(stationAt(0), 2)[0]);
});

test.run();
