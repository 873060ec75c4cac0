import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { closestNames, listNames } from '../../../pipeline/csv/closest-name.ts';

const test = suite('a mistyped name is answered with the names most like it');
const names = ['ValorObservado', 'Municipio', 'Latitud', 'Longitud', 'Observación'];

test('finds a name despite case, accents and slips', () => {
  assert.equal(closestNames('valorobservdo', names, 1), ['ValorObservado']);
  assert.equal(closestNames('observacion', names, 1), ['Observación']);
});

test('finds a name that holds the typed one', () => assert.equal(closestNames('valor', names), ['ValorObservado']));

test('gives the nearest first, and none when nothing is near', () => {
  assert.equal(closestNames('Lotitud', names), ['Latitud', 'Longitud']);
  assert.equal(closestNames('Departamento', names), []);
  assert.equal(closestNames('x', []), []);
});

test('lists names quoted, a long list cut short', () => {
  assert.is(listNames(['a', 'b\n', 'c'], 2), '"a", "b\\n", and 1 more');
});

test.run();
