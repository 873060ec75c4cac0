import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { OwnModel } from '../../../pipeline/report/model/own-result.ts';
import { groupName } from '../../../pipeline/report/page/context.ts';
import { renderOwn } from '../../../pipeline/report/page/own.ts';
import { catalogueOf } from '../../../pipeline/report/text/catalogue.ts';
import { formatsOf, type Lang } from '../../../pipeline/report/text/formats.ts';

const test = suite('results of any shape stand in a page as a reader needs them');

const contextIn = (lang: Lang) => ({ t: catalogueOf(lang), f: formatsOf(lang), charts: [] });

function pageOf(result: OwnModel, lang: Lang, job = ''): string {
  return renderOwn(contextIn(lang), result, job)
    .map(({ text }) => text)
    .join('');
}

const frames: OwnModel = {
  kind: 'table',
  columns: ['part', 'chunks', 'rows', 'mean', 'p50', 'p90'],
  rows: [
    ['0', 1, 9, 2.5, 2, 4],
    ['all', 1, 9, 2.5, 2, 4],
  ],
  rowCount: 2,
  counters: [],
  output: null,
};

test('JSON keeps its lines, and nothing in it turns the text around', () => {
  const page = pageOf({ kind: 'json', text: '[\n  "a\u202eb"\n]', cut: false }, 'en');
  assert.match(page, '[\n  &quot;a\\u202eb&quot;\n]');
});

test('the columns of describe-frames have their names in the language; those of other jobs keep theirs', () => {
  const headings = (page: string) => [...page.matchAll(/<th scope="col"[^>]*>([^<]*)/g)].map(([, title]) => title);
  const page = pageOf(frames, 'es', 'describe-frames');
  assert.equal(headings(page), ['Parte', 'Bloques', 'Filas', 'Media', 'Mediana', 'p90']);
  assert.match(page, '<bdi>todas</bdi>');
  assert.equal(headings(pageOf(frames, 'es')), frames.kind === 'table' ? frames.columns : []);
});

test('an empty key and one that is missing are told apart', () => {
  assert.is(groupName(contextIn('es'), ['', null, 'x']), '"" · (ninguno) · x');
});

test.run();
