import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { fromRoot } from '../root.ts';
import { type Ended, runCommand } from './command.ts';

const test = suite('docs/commands.md knows each command and option');

const page = readFileSync(fromRoot('docs/commands.md'), 'utf8');

const helps = new Map<string, Promise<Ended>>();

/** What `--help` lists in a column of its own, below a heading such as "Set a lab up:". */
async function listed(words: readonly string[], form: RegExp): Promise<string[]> {
  const typed = [...words, '--help'].join(' ');
  const help = helps.get(typed) ?? runCommand(typed.split(' '));
  helps.set(typed, help);
  const { code, stdout } = await help;
  assert.is(code, 0, typed);
  const list = stdout.slice(stdout.search(/^Usage: /m));
  return [...list.matchAll(form)].map(([, name = '']) => name);
}

const commandsOf = (words: readonly string[]) => listed(words, /^ {2}([a-z][\w-]*)(?= {2})/gm);
const optionsOf = (words: readonly string[]) => listed(words, /^ {2}(?:-\w, )?(--[\w-]+)/gm);

const commands = (await commandsOf([])).filter((name) => name !== 'help');
const jobs = (await commandsOf(['run'])).filter((name) => /describe|words/.test(name));
const all = [...commands.filter((name) => name !== 'run').map((name) => [name]), ...jobs.map((job) => ['run', job])];

test('each command is in a table, and each that is there is a command', () => {
  assert.ok(all.length >= 16, all.join(' '));
  const shown = [...page.matchAll(/^\| `enjambre ([\w-]+(?: (?:describe-frames|describe|words)\b)?)/gm)].map(
    ([, name]) => name,
  );
  assert.equal(
    [...new Set([...shown, 'run'])].sort(),
    [...new Set([...all.map((words) => words.join(' ')), 'run'])].sort(),
  );
});

for (const words of all) {
  test(`each option of ${words.join(' ')} is there`, async () => {
    const options = (await optionsOf(words)).filter((option) => option !== '--help');
    assert.ok(options.length > 0);
    assert.equal(
      options.filter((option) => !new RegExp(`\`(?:-\\w\`, \`)?${option}[\` ]`).test(page)),
      [],
    );
  });
}

test('each option that the page has is one of a command', async () => {
  const known = new Set(['--help', '--version', ...(await Promise.all(all.map(optionsOf))).flat()]);
  const shown = [...page.matchAll(/^\| .*$/gm)].flatMap(([row]) =>
    [...row.matchAll(/`(--[a-z-]+)/g)].map(([, name = '']) => name),
  );
  assert.equal(
    [...new Set(shown)].filter((option) => !known.has(option)),
    [],
  );
});

test('each option of set-up is told of the commands that have it', async () => {
  const section = page.split('\n## Set a lab up\n')[1]?.split('\n## ')[0] ?? '';
  const rows = [...section.matchAll(/^\| (.*`--[a-z-]+.*)$/gm)].map(([, row = '']) => row.split(' | '));
  const setUp = ['plan', 'apply', 'status', 'explain', 'trust', 'reset'];
  for (const name of setUp) {
    const options = new Set((await optionsOf([name])).filter((option) => option !== '--help'));
    const told = rows.flatMap(([option = '', whose = '']) => {
      const has = whose.startsWith('all') !== whose.includes(`\`${name}\``);
      return has ? [/`(--[a-z-]+)/.exec(option)?.[1] ?? ''] : [];
    });
    assert.equal([...new Set(told)].sort(), [...options].sort(), name);
  }
});

test.run();
