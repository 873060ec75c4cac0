import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { PLACES } from '../../../pipeline/sample/places.ts';
import { stationAt } from '../../../pipeline/sample/stations.ts';

const test = suite('stations of the sample');
const many = Array.from({ length: 100_000 }, (_, index) => stationAt(index));

test('have codes of ten digits with leading zeros, and each its own', () => {
  assert.is(many[0]?.code, '0021205791');
  for (const { code } of many) assert.match(code, /^00[0-9]{8}$/);
  assert.is(new Set(many.map(({ code }) => code)).size, many.length);
});

test('have names of their own, numbered once the places are used up', () => {
  assert.is(new Set(many.map(({ name }) => name)).size, many.length);
  assert.is(many[PLACES.length]?.name, 'AEROPUERTO EL DORADO 2');
  assert.is(many[2 * PLACES.length]?.name, 'AEROPUERTO EL DORADO 3');
});

test('are spelled with accents, in composed characters, and need no quotes', () => {
  const text = PLACES.map((_, index) => {
    const { name, municipality, department, zone } = stationAt(index);
    return `${name}${municipality}${department}${zone}`;
  }).join('');
  for (const letter of 'ÁÉÍÓÚÑÜ') assert.ok(text.includes(letter), letter);
  assert.is(text, text.normalize('NFC'));
  assert.not.match(text, /[",;|\t\r\n]/);
});

test('stand in Colombia', () => {
  for (const { latitude, longitude, name } of many) {
    assert.ok(latitude > -4.4e9 && latitude < 13.6e9, `${name}: ${latitude}`);
    assert.ok(longitude > -81.9e9 && longitude < -66.8e9, `${name}: ${longitude}`);
  }
});

test('have climates of their own', () => {
  const means = many.slice(0, 10).map(({ meanMilliDegrees }) => meanMilliDegrees);
  assert.is(new Set(means).size, 10);
  assert.ok(Math.max(...means) - Math.min(...means) > 20_000, `${means}`);
});

test.run();
