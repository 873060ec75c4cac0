import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { html, jsonScript } from '../../../pipeline/report/html.ts';
import { shown } from '../../../pipeline/report/shown.ts';

const test = suite('text from data is shown, whatever it is');

test('what would be HTML is text', () => {
  const name = '</script><img src=x onerror="alert(\'1\')">&amp;';
  assert.is(
    html`<td title="${name}">${[name, 1, null]}</td>`.text,
    `<td title="&lt;/script&gt;&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;amp;">${'&lt;/script&gt;&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;amp;'}1</td>`,
  );
  assert.is(html`<p>${html`<b>${'<'}</b>`}</p>`.text, '<p><b>&lt;</b></p>');
});

test('data for a script cannot end it', () => {
  const { text } = jsonScript('x', { name: '</script><!--\u2028', n: 1 });
  const [, json = ''] = /^<script [^>]*>(.*)<\/script>$/s.exec(text) ?? [];
  assert.not.match(json, /[<\u2028]/);
  assert.equal(JSON.parse(json), { name: '</script><!--\u2028', n: 1 });
});

test('what is not seen, or turns the text around it, becomes an escape', () => {
  assert.is(shown('a\u202eb\u0000\n\u2066\ufeff'), 'a\\u202eb\\x00\\n\\u2066\\ufeff');
  assert.is(shown('half \ud800 of a pair'), 'half \\ud800 of a pair');
  assert.is(shown('ESTACIÓN "PÁRAMO" 🌧️ 漢字'), 'ESTACIÓN "PÁRAMO" 🌧️ 漢字');
});

test('long texts are cut between characters', () => {
  assert.is(shown('abcdef', 6), 'abcdef');
  assert.is(shown('abcdefg', 6), 'abcde…');
  assert.is(shown('👩‍👩‍👧‍👦'.repeat(10), 3), '👩‍👩‍👧‍👦👩‍👩‍👧‍👦…');
  assert.is(shown('x'.repeat(1e6), 40).length, 40);
  const pile = `e${'\u0301'.repeat(10_000)}`;
  assert.ok(shown(pile, 40).length < 2000, 'a pile of accents covers no lines');
});

test.run();
