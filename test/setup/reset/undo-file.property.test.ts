import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { withDaemonKeys } from '../../../setup/config-files/daemon-json.ts';
import { planUndo } from '../../../setup/reset/undo-plan.ts';
import { FSTAB, History } from './history.ts';

const test = suite('whatever set-up has written, a reset gives the first text back, byte for byte');

const DAEMON = '/etc/docker/daemon.json';

const bytes = fc
  .array(fc.integer({ min: 0, max: 255 }), { maxLength: 30 })
  .map((codes) => String.fromCharCode(...codes).replaceAll('# ', ''));
const words = fc.array(fc.constantFrom('a', 'b', 'old line', '# c'), { maxLength: 3 });
const firstText = fc.option(bytes, { nil: null });

/** The file after a reset. */
function afterReset(history: History, path: string): string | null {
  const { undos } = planUndo(history.facts(), { keepPackages: false });
  const commands = undos.flatMap(({ command }) => command ?? []);
  assert.ok(commands.length <= 1);
  const [command] = commands;
  if (command === undefined) return history.text(path);
  if (command.kind !== 'write-file') throw new Error(`A file is not undone by ${command.kind}.`);
  assert.is(command.before, history.text(path));
  return command.after;
}

test('edits of a block', () => {
  fc.assert(
    fc.property(firstText, fc.array(words, { minLength: 1, maxLength: 5 }), (first, edits) => {
      const history = new History({ [FSTAB]: first });
      for (const lines of edits) history.block(FSTAB, lines);
      assert.is(afterReset(history, FSTAB), first);
    }),
  );
});

test('edits of a file that is ours as a whole', () => {
  fc.assert(
    fc.property(firstText, fc.array(firstText, { minLength: 1, maxLength: 5 }), (first, edits) => {
      const history = new History({ [FSTAB]: first });
      for (const text of edits) history.edit(FSTAB, text, { ours: 'whole' });
      assert.is(afterReset(history, FSTAB), first);
    }),
  );
});

test('edits of keys', () => {
  const keys = fc.dictionary(
    fc.constantFrom('log-driver', 'live-restore', 'data-root'),
    fc.constantFrom('x', 'y', true),
  );
  const json = fc.dictionary(fc.constantFrom('log-driver', 'debug', 'dns'), fc.constantFrom('x', false, 3));
  fc.assert(
    fc.property(fc.option(json, { nil: null }), fc.array(keys, { minLength: 1, maxLength: 4 }), (first, edits) => {
      const text = first === null ? null : JSON.stringify(first);
      const history = new History({ [DAEMON]: text });
      for (const edit of edits) {
        history.edit(DAEMON, withDaemonKeys(history.text(DAEMON), edit, DAEMON), { ours: 'keys' });
      }
      assert.is(afterReset(history, DAEMON), text);
    }),
  );
});

test('a run that was interrupted anywhere', () => {
  const edits = fc.array(fc.tuple(words, fc.boolean(), fc.boolean()), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(firstText, edits, (first, all) => {
      const history = new History({ [FSTAB]: first });
      for (const [lines, isWritten, isEnded] of all) {
        const before = history.text(FSTAB);
        history.block(FSTAB, lines);
        const entry = history.journal.pop();
        if (entry === undefined) throw new Error('An edit leaves an entry.');
        history.journal.push(isWritten && isEnded ? entry : { ...entry, state: 'begun' });
        if (!isWritten) history.byHand(FSTAB, before);
      }
      assert.is(afterReset(history, FSTAB), first);
    }),
  );
});

test('lines that others add around our block stay, and ours go', () => {
  const step = fc.oneof(
    words.map((lines) => ({ by: 'us', lines }) as const),
    fc.constantFrom('theirs 1', 'theirs 2').map((line) => ({ by: 'them', line }) as const),
  );
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 6 }), (steps) => {
      const history = new History({ [FSTAB]: 'old\n' });
      let theirs = '';
      for (const one of steps) {
        if (one.by === 'us') history.block(FSTAB, one.lines);
        else {
          history.byHand(FSTAB, `${one.line}\n${history.text(FSTAB)}`);
          theirs = `${one.line}\n${theirs}`;
        }
      }
      assert.is(afterReset(history, FSTAB), `${theirs}old\n`);
    }),
  );
});

test.run();
