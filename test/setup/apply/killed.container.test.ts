import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { carryOut, markEntries } from '../../../setup/apply/carry-out.ts';
import { JOURNAL, parseJournal, unfinished } from '../../../setup/apply/journal.ts';
import { editFile } from '../../../setup/config-files/edit-file.ts';
import type { FileFact } from '../../../setup/facts/facts.ts';
import type { Command } from '../../../setup/plan/command.ts';
import { RELEASES } from '../../lab/board.ts';
import { type HeldLab, raiseLab } from '../../lab/lab.ts';
import { boardTests } from '../../lab/suite.ts';
import { boardHost, printed } from './board-host.ts';

const test = suite('an edit that is killed before any program that it starts converges with the next run');

const boards = await boardTests(test, 'container');
const NODES = ['manager', 'worker1'];
const PATH = '/etc/enjambre-test/fstab';
const OLD = '/dev/sda1 / ext4 defaults 0 1';
const NEW = `${OLD}\n# new\n`;
/** More programs than an edit starts: the loop ends when none was left to be killed before. */
const MOST_PROGRAMS = 100;
let raised: HeldLab | undefined;

/** Stand-ins for all programs of scripts: each notes its words, and the one whose turn it is kills the script instead. */
const MAKE_STAND_INS = `rm -rf /opt/stand-ins; mkdir -p /opt/stand-ins
cat > /opt/stand-ins/rm << 'END'
#!/bin/bash
exec 7>> /run/turn/lock; flock 7
read -r turn < /run/turn/count; turn=$((turn + 1)); echo "$turn" > /run/turn/count
read -r last < /run/turn/last
if [ "$turn" = "$last" ]; then read -r script < /run/turn/script; kill -9 "$script"; exit 1; fi
echo "\${0##*/} $*" >> /run/turn/log
exec 7>&-
PATH=\${PATH#*:}; exec "\${0##*/}" "$@"
END
chmod 755 /opt/stand-ins/rm
cd /opt/stand-ins
for name in cat chmod cp df dirname findmnt head mkdir mktemp mv readlink sha256sum stat sync tail; do ln rm $name; done`;

const SET_UP = `rm -rf /var/lib/enjambre /etc/enjambre-test /run/turn /run/noticed; mkdir -p /etc/enjambre-test /run/turn
printf '%s' "$1" > ${PATH}; chmod 604 ${PATH}; chown 1001:1002 ${PATH}`;

/** Starts a script so that it is killed before its n-th program. */
const beforeProgram = (place: number) =>
  `echo $$ > /run/turn/script; echo 0 > /run/turn/count; echo ${place} > /run/turn/last; PATH=/opt/stand-ins:$PATH`;

boards.before(async () => {
  raised = await raiseLab({ name: 'killed', boards: RELEASES.map((release) => ({ release, docker: false })) });
  for (const node of NODES) await printed(boardHost(raised, node), MAKE_STAND_INS);
});
boards.after(async () => raised?.down());

for (const [index, release] of RELEASES.entries()) {
  const node = NODES[index] ?? '';
  const host = (before?: string) => boardHost(raised!, node, before === undefined ? {} : { before });
  const journal = async () => parseJournal(await printed(host(), `if [ -e ${JOURNAL} ]; then cat ${JOURNAL}; fi`));
  const read = (path: string) => printed(host(), 'if [ -e "$1" ]; then cat -- "$1"; fi', path);
  const carry = async (commands: readonly Command[], before?: string) => {
    const there = host(before);
    for (const command of commands) {
      await carryOut(command, { host: there, hosts: new Map(), step: 'share-mount', by: 'ana@laptop' });
    }
  };
  const plan = async () => {
    const file: FileFact = { exists: true, text: await read(PATH), mode: '604', user: 1001, group: 1002 };
    const activate = [['cp', PATH, '/run/noticed']];
    const sentence = 'Add the share to the file';
    return editFile({ path: PATH, file, wanted: NEW, sentence, ours: 'block', activate, journal: await journal() });
  };

  boards.test(
    `Debian ${release}: killed at any point, the file is the old or the new one, and a re-run is right`,
    async () => {
      let killed = 0;
      for (let place = 1; place < MOST_PROGRAMS; place++) {
        await printed(host(), SET_UP, OLD);
        const ended = await carry(await plan(), beforeProgram(place)).then(
          () => true,
          () => false,
        );
        const text = await read(PATH);
        assert.ok(text === OLD || text === NEW, `after ${place} programs the file holds ${JSON.stringify(text)}`);
        if (ended) break;
        killed++;
        const again = await plan();
        const interrupted = unfinished(await journal());
        await carry(again);
        await markEntries(interrupted, 'done', host());
        const state = await printed(host(), 'stat -c "%a %u:%g" "$1"; ls -A "$(dirname "$1")"', PATH);
        assert.is(state, '604 1001:1002\nfstab\n', `after ${place} programs`);
        assert.is(await read(PATH), NEW);
        assert.is(await read('/run/noticed'), NEW, `after ${place} programs the system takes note`);
        assert.equal(await plan(), [], `after ${place} programs nothing is left to do`);
        const first = (await journal()).find(({ change }) => change.kind === 'file')?.change;
        if (first?.kind === 'file') assert.is(await read(first.backup ?? ''), OLD, 'what it was can be had back');
      }
      assert.ok(killed > 15 && killed < MOST_PROGRAMS - 1, `it was killed at ${killed} points`);
    },
  );

  boards.test(
    `Debian ${release}: the new text is on the disk before it takes its place, and then its folder`,
    async () => {
      await printed(host(), SET_UP, OLD);
      await carry(await plan(), beforeProgram(0));
      const log = (await read('/run/turn/log')).trim().split('\n');
      const at = (pattern: RegExp) => log.findIndex((line) => pattern.test(line));
      const order = [
        at(/^sync -- \/etc\/enjambre-test\/\.enjambre-new-\w+$/),
        at(/^sync -- \/var\/lib\/enjambre\/backups\/\S+/),
        at(/^sync -- \/var\/lib\/enjambre\/journal/),
        at(/^mv -T -- \/etc\/enjambre-test\/\.enjambre-new-\w+ \/etc\/enjambre-test\/fstab$/),
        at(/^sync -- \/etc\/enjambre-test$/),
      ];
      assert.equal(
        order,
        [...order].sort((a, b) => a - b),
        log.join('\n'),
      );
      assert.not(order.includes(-1), log.join('\n'));
      assert.match(log.at(-1) ?? '', /^sync -- \/var\/lib\/enjambre\/journal/);
    },
  );
}

test.run();
