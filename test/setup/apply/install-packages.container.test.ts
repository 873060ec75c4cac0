import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { carryOut } from '../../../setup/apply/carry-out.ts';
import { CommandFailed } from '../../../setup/apply/failure.ts';
import { JOURNAL, parseJournal } from '../../../setup/apply/journal.ts';
import { RELEASES } from '../../lab/board.ts';
import { type HeldLab, raiseLab } from '../../lab/lab.ts';
import { boardTests } from '../../lab/suite.ts';
import { boardHost, printed } from './board-host.ts';

const test = suite('packages are installed on a board as it is: busy, half configured, without a mirror');

const boards = await boardTests(test, 'container');
const NODES = ['manager', 'worker1'];
let raised: HeldLab | undefined;

/** Holds the lock of dpkg as apt does, and says so. */
const HOLD_LOCK = `perl -MFcntl -e 'open F, ">>", "/var/lib/dpkg/lock-frontend" or die;
$lock = pack "s s x4 l! l! i x4", F_WRLCK, 0, 0, 0, 0; fcntl F, F_SETLK, $lock or die; $0 = "busy"; syswrite STDOUT, "held\\n"; sleep 6'`;
/** Packages of our own, of which one needs another and one excludes it, in a folder that apt takes for a mirror. */
const MAKE_MIRROR = `rm -rf /opt/mirror; mkdir -p /opt/mirror; cd /opt/mirror
for name in enjambre-a enjambre-b enjambre-d; do
  mkdir -p $name/DEBIAN
  printf 'Package: %s\\nVersion: 1\\nArchitecture: all\\nMaintainer: nobody <a@b.c>\\nDescription: test\\n' $name > $name/DEBIAN/control
done
echo 'Depends: enjambre-b' >> enjambre-a/DEBIAN/control
echo 'Conflicts: enjambre-b' >> enjambre-d/DEBIAN/control
for name in enjambre-?; do dpkg-deb --build $name . > /dev/null; done
for file in *.deb; do
  dpkg-deb --field $file
  printf 'Filename: ./%s\\nSize: %s\\nSHA256: %s\\n\\n' $file $(stat -c %s $file) $(sha256sum < $file | cut -d ' ' -f 1)
done > Packages
mv /etc/apt/sources.list /root/sources.list
echo 'deb [trusted=yes] file:/opt/mirror ./' > /etc/apt/sources.list
rm -rf /var/lib/apt/lists/*`;

boards.before(async () => {
  raised = await raiseLab({ name: 'packages', boards: RELEASES.map((release) => ({ release, docker: false })) });
  for (const node of NODES) await printed(boardHost(raised, node), MAKE_MIRROR);
});
boards.after(async () => raised?.down());

for (const [index, release] of RELEASES.entries()) {
  const node = NODES[index] ?? '';
  const host = () => boardHost(raised!, node);
  const install = (packages: readonly string[], onLine: (line: string) => void = () => {}) => {
    const errand = { host: host(), hosts: new Map(), step: 'packages', by: 'ana@laptop', onLine };
    return carryOut({ kind: 'install-packages', sentence: 'Install packages', packages }, errand);
  };
  const failed = async (packages: readonly string[]): Promise<CommandFailed> => {
    const error = await install(packages).then(
      () => assert.unreachable('they were installed'),
      (cause: unknown) => cause,
    );
    if (error instanceof CommandFailed) return error;
    throw error;
  };
  const format = `\${db:Status-Abbrev}\${Package} `;
  const present = async () =>
    (await printed(host(), 'dpkg-query -W -f "$1" "enjambre-*" 2> /dev/null || true', format)).replace(/un \S+ /g, '');
  const entries = async () => parseJournal(await printed(host(), `cat ${JOURNAL}`));
  const purge = () =>
    printed(host(), 'dpkg --purge --force-all enjambre-a enjambre-b > /dev/null 2>&1; rm -rf /var/lib/enjambre');

  boards.test(`Debian ${release}: lists are fetched when they are needed, and what came along is noted`, async () => {
    await install(['enjambre-a']);
    assert.is(await present(), 'ii enjambre-a ii enjambre-b ');
    const [entry] = await entries();
    assert.equal(entry?.change, { kind: 'packages', packages: ['enjambre-a', 'enjambre-b'] });
    assert.is(entry?.state, 'done');
    await purge();
  });

  boards.test(`Debian ${release}: what was there before is not noted`, async () => {
    await install(['enjambre-b']);
    await install(['enjambre-a', 'enjambre-b']);
    assert.equal(
      (await entries()).map(({ change }) => change.kind === 'packages' && change.packages),
      [['enjambre-b'], ['enjambre-a']],
    );
    await purge();
  });

  boards.test(`Debian ${release}: it waits for whoever holds the lock of dpkg, and says who that is`, async () => {
    const lines: string[] = [];
    const other = await host().hold(HOLD_LOCK);
    assert.is(other.firstLine, 'held');
    await install(['enjambre-b'], (line) => lines.push(line));
    assert.match(lines[0] ?? '', /^waits for busy \(process \d+\), which holds the lock of the package manager$/);
    assert.is(await present(), 'ii enjambre-b ');
    assert.not(
      lines.some((line) => line.startsWith('@ ')),
      lines.join('\n'),
    );
    await other.release();
    await purge();
  });

  boards.test(`Debian ${release}: what an interrupted dpkg left is mended first`, async () => {
    await printed(host(), 'dpkg --unpack /opt/mirror/enjambre-b_1_all.deb');
    assert.is(await present(), 'iU enjambre-b ');
    await install(['enjambre-a']);
    assert.is(await present(), 'ii enjambre-a ii enjambre-b ');
    assert.equal((await entries()).at(-1)?.change, { kind: 'packages', packages: ['enjambre-a'] });
    await printed(host(), 'dpkg --force-depends --unpack /opt/mirror/enjambre-b_1_all.deb');
    await install([]);
    assert.is(await present(), 'ii enjambre-a ii enjambre-b ', 'also where nothing else is asked for');
    await purge();
  });

  boards.test(`Debian ${release}: a run that is killed has noted what it was about to install`, async () => {
    const hook = 'DPkg::Pre-Invoke {"kill -9 $(cat /run/script); exit 1";};';
    await printed(host(), 'printf "%s\\n" "$1" > /etc/apt/apt.conf.d/99kill', hook);
    const killable = boardHost(raised!, node, { before: 'echo $$ > /run/script' });
    const errand = { host: killable, hosts: new Map(), step: 'packages', by: 'ana@laptop' };
    const error = await carryOut(
      { kind: 'install-packages', sentence: 'Install packages', packages: ['enjambre-a'] },
      errand,
    ).catch((cause: unknown) => cause);
    assert.instance(error, CommandFailed);
    const [entry] = await entries();
    assert.equal(entry?.change, { kind: 'packages', packages: ['enjambre-b', 'enjambre-a'] });
    assert.is(entry?.state, 'begun');
    await printed(host(), 'rm /etc/apt/apt.conf.d/99kill');
    await install(['enjambre-a']);
    assert.is(await present(), 'ii enjambre-a ii enjambre-b ');
    await purge();
  });

  boards.test(`Debian ${release}: what is installed is never removed to make room`, async () => {
    await install(['enjambre-d']);
    const error = await failed(['enjambre-a']);
    assert.is(error.reason, 'conflict');
    assert.match(error.next ?? '', `see what is in the way on ${node}: apt-get install enjambre-a`);
    assert.is(await present(), 'ii enjambre-d ');
    await printed(host(), 'dpkg --purge enjambre-d');
    await purge();
  });

  boards.test(
    `Debian ${release}: a mirror that is down, or lacks the package, is named, and nothing is installed`,
    async () => {
      const unknown = await failed(['enjambre-b', 'enjambre-c']);
      assert.is(unknown.reason, 'candidate');
      assert.match(unknown.message, 'does not offer "enjambre-c"');
      await printed(
        host(),
        'echo "deb [trusted=yes] http://127.0.0.1:9/debian ./" > /etc/apt/sources.list; rm -rf /var/lib/apt/lists/*',
      );
      const down = await failed(['enjambre-a']);
      assert.is(down.reason, 'update');
      assert.equal(down.argv, ['apt-get', 'update']);
      assert.match(down.message, `Cannot install packages on ${node}: its package mirror gives no lists`);
      assert.is(await present(), '');
      const { code } = await host().sh(`test -e ${JOURNAL}`);
      assert.is.not(code, 0, 'nothing was begun');
    },
  );
}

test.run();
