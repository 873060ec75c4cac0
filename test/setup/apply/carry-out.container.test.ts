import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { carryOut, markEntries } from '../../../setup/apply/carry-out.ts';
import { CommandFailed } from '../../../setup/apply/failure.ts';
import { BACKUPS, JOURNAL, type JournalEntry, parseJournal, unfinished } from '../../../setup/apply/journal.ts';
import type { Command, WriteFile } from '../../../setup/plan/command.ts';
import { RELEASES, type Release } from '../../lab/board.ts';
import { fillDisk, freeDisk, readOnlyRoot } from '../../lab/faults.ts';
import { type HeldLab, raiseLab } from '../../lab/lab.ts';
import { boardTests } from '../../lab/suite.ts';
import { type BoardHostOptions, boardHost, printed } from './board-host.ts';

const test = suite('commands of a plan are carried out whole on a board, or leave it as it was');

const boards = await boardTests(test, 'container');
const nodes: Readonly<Record<Release, string>> = { '12': 'manager', '13': 'worker1' };
let raised: HeldLab | undefined;

boards.before(async () => {
  raised = await raiseLab({ name: 'carryout', boards: RELEASES.map((release) => ({ release, docker: false })) });
});
boards.after(async () => raised?.down());

for (const release of RELEASES) {
  const on = (sentence: string, run: () => Promise<void>) => boards.test(`Debian ${release}: ${sentence}`, run);
  const lab = () => raised!;
  const node = nodes[release];
  const host = (options?: BoardHostOptions) => boardHost(lab(), node, options);
  const carry = (command: Command, options?: BoardHostOptions) => {
    const there = host(options);
    return carryOut(command, { host: there, hosts: new Map([[node, there]]), step: 'exports', by: 'ana@laptop' });
  };
  const journal = async (): Promise<JournalEntry[]> => {
    return parseJournal(await printed(host(), `if [ -e ${JOURNAL} ]; then cat ${JOURNAL}; fi`));
  };
  const read = (path: string) => printed(host(), 'cat -- "$1"', path);
  const put = (path: string, text: string) =>
    host().sh('cat > "$1"', { args: [path], input: Buffer.from(text, 'latin1') });
  const failed = async (command: Command, options?: BoardHostOptions): Promise<CommandFailed> => {
    const error = await carry(command, options).then(
      () => assert.unreachable('it was carried out'),
      (cause: unknown) => cause,
    );
    if (error instanceof CommandFailed) return error;
    throw error;
  };
  const write = (change: Partial<WriteFile> & Pick<WriteFile, 'path' | 'before' | 'after'>): WriteFile => ({
    kind: 'write-file',
    sentence: 'Write the file',
    ours: 'whole',
    activate: [],
    ...change,
  });

  on('a new file has root, its mode and its bytes; missing folders are made and noted', async () => {
    const bytes = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code)).join('');
    const path = "/etc/a folder/it's $(here)/#1 ñ";
    await carry(write({ path, before: null, after: bytes, mode: '640' }));
    assert.is(await read(path), bytes);
    assert.is(await printed(host(), 'stat -c "%a %u:%g" -- "$1" "$(dirname "$1")"', path), '640 0:0\n755 0:0\n');
    const entries = await journal();
    assert.equal(
      entries.map(({ change, state }) => ['path' in change ? change.path : '', state]),
      [
        ['/etc/a folder', 'done'],
        ["/etc/a folder/it's $(here)", 'done'],
        [path, 'done'],
      ],
    );
    assert.is(entries[2]?.by, 'ana@laptop');
    assert.is(entries[2]?.step, 'exports');
    assert.is(await printed(host(), 'stat -c %a /var/lib/enjambre'), '700\n');
  });

  on('an edited file keeps owner, mode and its link, and a copy of what it was', async () => {
    await printed(host(), 'mkdir -p /opt/real; printf "old" > /opt/real/file; chown 1001:1002 /opt/real/file');
    await printed(host(), 'chmod 604 /opt/real/file; ln -sf ../opt/real/file /etc/linked');
    const activate = [
      ['cp', '/etc/linked', '/run/one'],
      ['sh', '-c', 'cp "$1" "/run/$2"', 'sh', '/run/one', 'a  b'],
    ];
    await carry(write({ path: '/etc/linked', before: 'old', after: 'new\n', activate }));
    assert.is(await printed(host(), 'readlink /etc/linked; cat /etc/linked'), '../opt/real/file\nnew\n');
    assert.is(await printed(host(), 'stat -c "%a %u:%g" /opt/real/file'), '604 1001:1002\n');
    assert.is(await read('/run/a  b'), 'new\n');
    const change = (await journal()).at(-1)?.change;
    assert.ok(change?.kind === 'file' && change.backup?.startsWith(`${BACKUPS}/2`));
    assert.is(await printed(host(), 'cat "$1"; stat -c " %a %u:%g" "$1"', change.backup!), 'old 604 1001:1002\n');
  });

  on('a file is taken away, and a copy of it stays', async () => {
    await put('/etc/gone', 'text without end');
    await carry(write({ path: '/etc/gone', before: 'text without end', after: null }));
    assert.is(await printed(host(), 'ls /etc/gone 2> /dev/null || echo absent'), 'absent\n');
    const change = (await journal()).at(-1)?.change;
    assert.ok(change?.kind === 'file' && change.after === null);
    assert.is(await read(change.backup ?? ''), 'text without end');
  });

  on('a file that somebody edits between plan and apply stays theirs', async () => {
    await put('/etc/theirs', 'edited by hand\n');
    const error = await failed(write({ path: '/etc/theirs', before: 'as planned\n', after: 'ours\n' }));
    assert.is(error.code, 'changed-meanwhile');
    assert.is(error.node, node);
    assert.match(error.next ?? '', `enjambre apply --only exports --node ${node}`);
    assert.is((await failed(write({ path: '/etc/theirs', before: null, after: 'ours\n' }))).code, 'changed-meanwhile');
    assert.is(await read('/etc/theirs'), 'edited by hand\n');
  });

  on('a text that a check refuses, or that arrives in part, never takes its place', async () => {
    await put('/etc/checked', 'good\n');
    const before = await journal();
    const edit = write({ path: '/etc/checked', before: 'good\n', after: 'bad\n', check: ['grep', '-q', 'good'] });
    const refused = await failed(edit);
    assert.is(refused.reason, 'check');
    assert.is(refused.exit, 1);
    assert.equal(refused.argv, ['grep', '-q', 'good']);
    const torn = await failed(write({ path: '/etc/checked', before: 'good\n', after: 'better\n' }), { inputBytes: 3 });
    assert.is(torn.reason, 'truncated');
    assert.is(await read('/etc/checked'), 'good\n');
    assert.is(await printed(host(), 'ls -A /etc | grep enjambre || echo none'), 'none\n');
    assert.equal(await journal(), before);
  });

  on('a program that fails is named with its exit code and its last words, without a secret', async () => {
    const argv = [
      'sh',
      '-c',
      'echo out; echo "token SWMTKN-1-abc-def" >&2; echo "the last $1" >&2; exit 32',
      'sh',
      'word',
    ];
    const error = await failed({ kind: 'run', sentence: 'Mount the share', argv, undo: null });
    assert.is(error.message, `Cannot mount the share on ${node}: sh ended with exit code 32: the last word`);
    assert.equal(error.lines, ['out', 'token SWMTKN-…', 'the last word']);
    assert.equal(error.argv, argv);
    assert.is(error.code, 'command-failed');
    const absent = await failed({ kind: 'run', sentence: 'Try it', argv: ['no-such-program', '-x'], undo: null });
    assert.match(absent.message, '"no-such-program" is not there');
  });

  on('an edit whose activation fails is written down as begun, until a new plan has ended it', async () => {
    const edit = write({ path: '/etc/half', before: null, after: 'x\n', activate: [['true'], ['sh', '-c', 'exit 5']] });
    const error = await failed(edit);
    assert.is(error.reason, 'activate');
    assert.is(error.exit, 5);
    assert.equal(error.argv, ['sh', '-c', 'exit 5']);
    const open = unfinished(await journal());
    assert.equal(
      open.map(({ change }) => change.kind === 'file' && change.path),
      ['/etc/half'],
    );
    await markEntries(open, 'done', host());
    assert.equal(unfinished(await journal()), []);
  });

  on('commands have no standard input to wait on, and what they change is noted with what undoes it', async () => {
    const undo = { sentence: 'Let it be', argv: ['rm', '-f', '/run/made'] };
    await carry({ kind: 'run', sentence: 'Make it', argv: ['sh', '-c', 'cat > /run/made'], undo });
    assert.is(await read('/run/made'), '');
    assert.equal((await journal()).at(-1)?.change, { kind: 'run', undo });
    const count = (await journal()).length;
    await carry({ kind: 'run', sentence: 'Look', argv: ['true'], undo: null });
    assert.is((await journal()).length, count);
  });

  on('a folder is made with its parents, or given its owner, and both can be taken back', async () => {
    const owner = { user: 1001, group: 1002 };
    await printed(host(), 'mkdir -m 711 /srv/there');
    await carry({ kind: 'make-directory', sentence: 'Make the folder', path: '/srv/new/share', owner, mode: '2775' });
    await carry({ kind: 'make-directory', sentence: 'Own the folder', path: '/srv/there', owner, mode: '2775' });
    const facts = await printed(host(), 'stat -c "%n %a %u:%g" /srv/new /srv/new/share /srv/there');
    assert.is(facts, '/srv/new 755 0:0\n/srv/new/share 2775 1001:1002\n/srv/there 2775 1001:1002\n');
    const count = (await journal()).length;
    await carry({ kind: 'make-directory', sentence: 'Own the folder', path: '/srv/there', owner, mode: '2775' });
    const changes = (await journal()).map(({ change }) => change);
    assert.is(changes.length, count, 'what is right is left alone');
    assert.equal(changes.slice(-3, -1), [
      { kind: 'directory', path: '/srv/new' },
      { kind: 'directory', path: '/srv/new/share' },
    ]);
    const own = changes.at(-1);
    assert.ok(own?.kind === 'run');
    await carry({ kind: 'run', sentence: own.undo.sentence, argv: own.undo.argv, undo: null });
    assert.is(await printed(host(), 'stat -c "%a %u:%g" /srv/there'), '711 0:0\n');
    await put('/srv/file', '');
    const path = '/srv/file/below';
    const error = await failed({ kind: 'make-directory', sentence: 'Make the folder', path, owner, mode: '755' });
    assert.is(error.reason, 'not-a-directory');
  });

  on('a full disk leaves a file as it was, with nothing beside it, and is named', async () => {
    const board = lab().board(node);
    await put('/etc/kept', 'original\n');
    const before = await journal();
    await fillDisk(board);
    const error = await failed(write({ path: '/etc/kept', before: 'original\n', after: 'x'.repeat(100_000) }));
    await freeDisk(board);
    assert.is(error.reason, 'full');
    assert.match(error.message, /the disk that holds "\/etc" is full$/);
    assert.match(error.next ?? '', `free some space on ${node}`);
    assert.is(await read('/etc/kept'), 'original\n');
    assert.is(await printed(host(), 'ls -A /etc | grep enjambre || echo none'), 'none\n');
    assert.equal(await journal(), before);
    await carry(write({ path: '/etc/kept', before: 'original\n', after: 'new\n' }));
    assert.is(await read('/etc/kept'), 'new\n');
    assert.is((await journal()).length, before.length + 1);
  });

  on('a read-only disk is named as that', async () => {
    const board = lab().board(node);
    await put('/etc/kept2', 'original\n');
    await readOnlyRoot(board, true);
    const error = await failed(write({ path: '/etc/kept2', before: 'original\n', after: 'new\n' }));
    await readOnlyRoot(board, false);
    assert.is(error.reason, 'read-only');
    assert.match(error.message, 'is read-only');
    assert.is(await read('/etc/kept2'), 'original\n');
  });

  on('a line of the journal that was torn by a power cut does not spoil the next', async () => {
    const before = await journal();
    await printed(host(), `printf '{"id":"torn","at":"20' >> ${JOURNAL}`);
    await carry(write({ path: '/etc/later', before: null, after: 'x\n' }));
    assert.is((await journal()).length, before.length + 1);
  });
}

test.run();
