import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { fromRoot } from '../root.ts';

const test = suite('links of the documentation lead somewhere');

const pages = ['README.md', 'CHANGELOG.md', ...readdirSync(fromRoot('docs')).map((name) => `docs/${name}`)].filter(
  (path) => path.endsWith('.md'),
);

/** Without blocks of code, where nothing is a heading or a link. */
function textOf(path: string): string {
  return readFileSync(fromRoot(path), 'utf8').replace(/^```.*?^```$/gms, '');
}

/** Where headings can be linked to, as forges make it of their text. */
function anchorsOf(path: string): string[] {
  return [...textOf(path).matchAll(/^#{1,6} (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
      .replaceAll(' ', '-'),
  );
}

for (const page of pages) {
  test(`links of ${page}`, () => {
    const links = [...textOf(page).matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(([, link = '']) => link);
    const broken = links.filter((link) => {
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? page : join(dirname(page), path);
      if (!existsSync(fromRoot(target))) return true;
      return anchor !== undefined && target.endsWith('.md') && !anchorsOf(target).includes(anchor);
    });
    assert.equal(broken, []);
  });
}

test('README shows a report, in a picture that loads fast', () => {
  assert.match(textOf('README.md'), '](docs/images/report.png)');
  assert.ok(statSync(fromRoot('docs/images/report.png')).size < 300_000);
});

test('each page is in the list of pages', () => {
  const list = readFileSync(fromRoot('docs/README.md'), 'utf8');
  const names = pages.filter((path) => /^docs\/(?!README)/.test(path)).map((path) => path.slice('docs/'.length));
  assert.equal(
    names.filter((name) => !list.includes(`](${name})`)),
    [],
  );
});

test.run();
