import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { fromRoot } from '../root.ts';

const test = suite('docs/troubleshooting.md knows each problem of set-up, by its code and in its words');

const folders = ['apply', 'config-files', 'facts', 'host', 'inventory', 'plan', 'reset', 'status', 'steps', 'trust'];

const sources = [...folders, 'terminal']
  .flatMap((folder) => {
    const names = readdirSync(fromRoot('setup', folder), { recursive: true, encoding: 'utf8' });
    return names.filter((name) => name.endsWith('.ts')).map((name) => join('setup', folder, name));
  })
  .map((path) => readFileSync(fromRoot(path), 'utf8'));

const page = readFileSync(fromRoot('docs/troubleshooting.md'), 'utf8');
const documented = new Set([...page.matchAll(/<sub>([a-z-]+)<\/sub>/g)].map(([, code]) => code));

/** What calls and properties give as a code: both sides of a choice, and not what it is made by. */
function codesIn(text: string): string[] {
  const source = text.replace(/[!=]== '[^']*'/g, '');
  const calls = [...source.matchAll(/\b(?:blocked|problem|refused|rejoinOr)\(([^`;]*)`/g)];
  const named = [...source.matchAll(/\bcode: ([^,\n}]*)/g)];
  const literals = (text: string, form: RegExp) => [...text.matchAll(form)].map(([, word = '']) => word);
  return [
    ...calls.flatMap(([, text = '']) => literals(text, /'([a-z]+(?:-[a-z]+)+)'/g)),
    ...named.flatMap(([, text = '']) => literals(text, /'([a-z]+(?:-[a-z]+)*)'/g)),
  ];
}

const codes = new Set(sources.flatMap(codesIn));

test('each code is there', () => {
  assert.ok(codes.size > 60, [...codes].join(' '));
  assert.equal(
    [...codes].filter((code) => !documented.has(code)),
    [],
  );
});

test('no code is there that the program does not have', () => {
  assert.equal(
    [...documented].filter((code) => code !== undefined && code !== 'usage' && !codes.has(code)),
    [],
  );
});

const constants: Readonly<Record<string, string>> = {
  EXPORTS_PATH: '/etc/exports',
  FSTAB_PATH: '/etc/fstab',
  LOCK: '/run/enjambre.lock',
};

/** A source with `…` for all that is filled in, as the page writes it. */
function withEllipses(source: string): string {
  let text = '';
  for (let at = 0; at < source.length; at++) {
    if (!source.startsWith('${', at)) {
      text += source[at];
      continue;
    }
    let depth = 0;
    do {
      if (source[at] === '{') depth++;
      if (source[at] === '}') depth--;
      at++;
    } while (depth > 0 || source[at - 1] === '$');
    at--;
    text += '…';
  }
  return text;
}

test('messages are in the words of the program', () => {
  const plain = sources.map((source) => source.replace(/\$\{([A-Z_]+)\}/g, (all, name) => constants[name] ?? all));
  const text = [...plain, ...plain.map(withEllipses)].join('\n').toLowerCase();
  const rows = page.split('\n').filter((line) => /^\| .*`/.test(line));
  const messages = rows.flatMap((row) => {
    const [, cell = ''] = /^\| (.*?) \| /.exec(row) ?? [];
    return [...cell.replace(/\(of .*?\)/, '').matchAll(/`([^`]+)`/g)].map(([, message = '']) => message);
  });
  assert.ok(messages.length > 90, String(messages.length));
  const foreign = messages.flatMap((message) =>
    message
      .split(/…|: | on | is | \(|^cannot /i)
      .map((part) => part.replace(/^[\s,;"]+|[\s,;"(]+$/g, '').toLowerCase())
      .filter((part) => part.length > 5 && !text.includes(part))
      .map((part) => `${message} ← ${part}`),
  );
  assert.equal(foreign, []);
});

test('each place that the page points to is there', () => {
  const titles = [...page.matchAll(/^## (.*)$/gm)].map(([, title = '']) => title.toLowerCase().replaceAll(' ', '-'));
  for (const [, place = ''] of page.matchAll(/\]\(#([a-z-]+)\)/g)) assert.ok(titles.includes(place), place);
});

test.run();
