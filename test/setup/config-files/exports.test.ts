import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ConfigFileError } from '../../../setup/config-files/config-file-error.ts';
import {
  covers,
  type Export,
  editExports,
  exportLine,
  foreignExports,
  isExported,
  SHARE_OPTIONS,
  sameOptions,
} from '../../../setup/config-files/exports.ts';
import { parseExports } from '../../../setup/config-files/exports-parser.ts';
import { withoutBlock } from '../../../setup/config-files/managed-block.ts';
import { utf8 } from '../../../setup/facts/raw-text.ts';
import { anyPath } from './bytes.ts';

const test = suite('exports are read as exportfs reads them, and written so that nobody else gets in');

const path = '/srv/nfs/shared';
const own = (client: string): Export => ({ path, client, options: SHARE_OPTIONS });
const wanted = [own('10.0.0.2'), own('10.0.0.3')];
const block = `# BEGIN enjambre (managed: edits inside are replaced)
/srv/nfs/shared 10.0.0.2(rw,sync,root_squash,no_subtree_check)
/srv/nfs/shared 10.0.0.3(rw,sync,root_squash,no_subtree_check)
# END enjambre
`;

function refusal(text: string | null): ConfigFileError {
  try {
    editExports(text, wanted);
  } catch (error) {
    if (error instanceof ConfigFileError) return error;
    throw error;
  }
  throw new Error('It was not refused.');
}

test('each client gets a line of its own, never the world', () => {
  assert.is(editExports(null, wanted).text, block);
  assert.is(editExports('# mine\n', wanted).text, `# mine\n${block}`);
});

test('a client that is gone from the inventory is gone from the file', () => {
  assert.is(editExports(block, [own('10.0.0.3')]).text, block.replace(/.*10\.0\.0\.2.*\n/, ''));
  assert.is(editExports(`a_line(rw)\n${block}`, []).text, 'a_line(rw)\n');
});

test('a line by hand that gives the same is adopted', () => {
  const line = '/srv/nfs/shared 10.0.0.2(rw,sync,no_subtree_check) 10.0.0.3(no_subtree_check,rw)\n';
  const edit = editExports(line, wanted);
  assert.is(edit.text, line);
  assert.equal(
    edit.adopted.map((each) => each.line),
    [1, 1],
  );
});

test('what a line by hand lacks is added', () => {
  const line = '"/srv/nfs/shared/" -rw,sync 10.0.0.2\n';
  const { text, adopted } = editExports(line, wanted);
  assert.is(text, line + block.replace(/.*10\.0\.0\.2.*\n/, ''));
  assert.is(adopted.length, 1);
});

test('a network by hand that holds the clients is adopted', () => {
  for (const network of ['10.0.0.0/24', '10.0.0.0/255.255.255.0']) {
    const line = `/srv/nfs/shared ${network}(rw,sync,no_subtree_check)\n`;
    assert.is(editExports(line, wanted).text, line);
  }
});

const conflicts: [string, string][] = [
  ['other options', '/srv/nfs/shared 10.0.0.2(ro,sync)'],
  ['root of clients left as root', '/srv/nfs/shared 10.0.0.2(rw,sync,no_root_squash)'],
  ['any port', '/srv/nfs/shared 10.0.0.2(rw,sync,insecure)'],
  ['answers before data is safe', '/srv/nfs/shared 10.0.0.2(rw,async)'],
  ['the world', '/srv/nfs/shared *(rw,sync,root_squash,no_subtree_check)'],
  ['the world by a blank', '/srv/nfs/shared 10.0.0.2 (rw,sync,root_squash,no_subtree_check)'],
  ['the world by nobody named', '/srv/nfs/shared'],
];

for (const [what, line] of conflicts) {
  test(`a line by hand with ${what} is a problem that names it`, () => {
    const error = refusal(`# mine\n/srv/other 10.0.0.9(ro)\n${line}\n`);
    assert.is(error.code, 'conflicting-line');
    assert.is(error.line, 3);
    assert.match(error.next ?? '', /take line 3 out of \/etc\/exports/);
  });
}

test('a line that exportfs would stop at is a problem, since ours would not count', () => {
  const error = refusal('/srv/other 10.0.0.8(rw)#x\n');
  assert.is(error.code, 'unreadable-line');
  assert.is(error.line, 1);
});

test('a last line that would go on in ours is a problem', () => {
  assert.is(refusal('/srv/other 10.0.0.8(rw) \\\n').code, 'open-line');
  assert.is(refusal('# a comment \\').code, 'open-line');
});

test('others who may mount the share, or a folder above it, are told of', () => {
  const text = '/srv/nfs/shared 10.0.0.99(rw,sync)\n/srv *(ro)\n/srv/nfs/sharedx *(ro)\n';
  const { warnings } = editExports(text, wanted);
  assert.is(warnings.length, 2);
  assert.match(warnings[0] ?? '', /Line 1 .* to 10\.0\.0\.99 too/);
  assert.match(warnings[1] ?? '', /Line 2 .*exports \/srv, which the share lies in, to \*/);
});

test('lines of exports(5) are read as the server does', () => {
  const text = `# made by hand
"/srv/a b" 10.0.0.2(rw,sync) 10.0.0.0/24(ro) \\
  10.0.0.9(rw)
/srv/plain 10.0.0.3 (rw)
/srv/c\\043d -async,rw 10.0.0.4 10.0.0.5(ro) # trailing
/srv/c#d 10.0.0.7(rw)\r
`;
  const { exports, unreadableLine, isOpen } = parseExports(text);
  assert.is(unreadableLine, undefined);
  assert.is(isOpen, false);
  assert.equal(
    exports.map((each) => `${each.line} ${each.path}: ${each.client} ${each.options.join()}`),
    [
      '2 /srv/a b: 10.0.0.2 rw,sync',
      '2 /srv/a b: 10.0.0.0/24 ro',
      '2 /srv/a b: 10.0.0.9 rw',
      '4 /srv/plain: 10.0.0.3 ',
      '4 /srv/plain: * rw',
      '5 /srv/c#d: 10.0.0.4 async,rw',
      '5 /srv/c#d: 10.0.0.5 async,rw,ro',
      '6 /srv/c#d: 10.0.0.7 rw',
    ],
  );
});

test('what the server lists is compared with its defaults filled in', () => {
  const live = 'sync,wdelay,hide,no_subtree_check,sec=sys,rw,secure,root_squash,no_all_squash'.split(',');
  assert.ok(isExported([{ path, client: '10.0.0.2', options: live }], own('10.0.0.2')));
  assert.not(isExported([{ path, client: '10.0.0.2', options: live }], own('10.0.0.3')));
  assert.not(isExported([{ path: '/srv', client: '10.0.0.2', options: live }], own('10.0.0.2')));
  assert.not(sameOptions(['rw', 'no_root_squash'], SHARE_OPTIONS));
  assert.not(sameOptions(['rw', 'fsid=0'], SHARE_OPTIONS));
  assert.not(sameOptions(['rw', 'subtree_check'], SHARE_OPTIONS));
});

test('a network covers its addresses and no others', () => {
  assert.ok(covers('fd00::/64', 'fd00::2'));
  assert.ok(covers('fd00::2', 'fd00:0::2'));
  assert.ok(covers('worker1', 'worker1'));
  for (const [network, address] of [
    ['10.0.0.0/24', '10.0.1.2'],
    ['10.0.0.0/24', 'fd00::2'],
    ['10.0.0.0/99', '10.0.0.2'],
    ['10.0.0.0/x', '10.0.0.2'],
    ['*.lan', '10.0.0.2'],
    ['worker1', 'worker2'],
  ]) {
    assert.not(covers(network ?? '', address ?? ''), network);
  }
});

test('any path reads back as it was meant', () => {
  fc.assert(
    fc.property(anyPath, (odd) => {
      const { exports, unreadableLine } = parseExports(exportLine({ ...own('10.0.0.2'), path: odd }));
      assert.is(unreadableLine, undefined);
      assert.equal(
        exports.map((each) => [utf8(each.path), each.client, each.options]),
        [[odd, '10.0.0.2', [...SHARE_OPTIONS]]],
      );
    }),
    { numRuns: 500 },
  );
});

test('editing twice is editing once, and the way back gives the file', () => {
  const line = fc.constantFrom(
    '# a comment',
    '',
    '/srv/other 10.0.0.8(ro)',
    '"/srv/a b"\t*(ro,sync)  # all may read',
    '/srv/nfs/shared 10.0.0.3(rw,sync)\r',
  );
  const file = fc.tuple(fc.array(line), fc.boolean()).map(([lines, ends]) => lines.join('\n') + (ends ? '\n' : ''));
  fc.assert(
    fc.property(file, (text) => {
      const once = editExports(text, wanted).text ?? '';
      assert.is(editExports(once, wanted).text, once);
      assert.is(withoutBlock(once, '/etc/exports'), text);
      assert.equal(
        foreignExports(once).map((each) => each.client),
        foreignExports(text).map((each) => each.client),
      );
    }),
  );
});

test.run();
