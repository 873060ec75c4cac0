import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { changed, example, faultOf, faultsOf, parsed, refusal } from './example.ts';

const test = suite('an inventory says of each value that is not right where it is, what it is, and what is allowed');

type Path = (string | number)[];
/** A path, values that are allowed there, and values that are not. */
type Row = [path: Path, good: readonly unknown[], bad: readonly unknown[]];

const notText = [5, true, null, [], {}, undefined];
/** What would be an option, a command or a line of its own where it is not quoted. */
const hostile = [
  'a;touch /x',
  '$(x)',
  '`x`',
  'a\nb',
  'a\rb',
  'a\u0000b',
  'a\u001b[2J',
  'a\u2028b',
  'a\u202eb',
  'a|b',
  'a&b',
  '-rf',
  '--',
  '-oProxyCommand=x',
  '*',
  'a b',
  '',
  ' ',
  "a'b",
  'a"b',
];
const system = [
  '/',
  '/etc',
  '/etc/x',
  '/usr',
  '/usr/share',
  '/var',
  '/home',
  '/home/ana',
  '/root',
  '/tmp/x',
  '/proc/1',
];
const shelves = [
  '/mnt',
  '/srv',
  '/media',
  '/opt',
  '/var/lib',
  '/var/log/x',
  '/boot/x',
  '/run/x',
  '/dev/shm',
  '/sys/x',
  '/bin',
];
const crooked = [
  'srv',
  './x',
  '~/x',
  '/srv/',
  '/srv//x',
  '/srv/./x',
  '/srv/../etc',
  '/srv/x/..',
  '/srv/a\tb',
  '/srv/a\nb',
];
const hidden = ['/srv/a\u0007', '/srv/a\u200bb', '/srv/a\u202eb', '/srv/\ud800', `/srv/${'x'.repeat(256)}`];

const rows: Row[] = [
  [
    ['nodes', 1, 'name'],
    ['a', 'worker-2', '7', 'x'.repeat(63)],
    [...notText, ...hostile, 'Worker', 'a.b', 'a_b', 'a-', 'ñu', 'x'.repeat(64)],
  ],
  [['nodes', 1, 'role'], ['worker'], [...notText, 'boss', 'Worker', '']],
  [
    ['nodes', 1, 'address'],
    [
      '10.0.0.7',
      'fd00::7',
      'FD00:0:0::7',
      'board',
      'board.lan',
      'Board-2.lan',
      '7up.lan',
      '127.0.0.2',
      'xn--ol-xka.es',
    ],
    [
      ...[...notText, ...hostile, '999.1.1.1', '10.0.0', '10.0.0.07', '0x7f.1', '2130706433', '10.0.0.7/24', '0.0.0.0'],
      ...['255.255.255.255', '224.0.0.1', '::', 'ff02::1', 'fe80::1', 'fe80::1%eth0', '[fd00::7]', 'board.', '.lan'],
      ...['a..b', 'a_b', 'añ', 'admin@board', 'board:22', 'ssh://board', 'x'.repeat(64), 'a.'.repeat(127).concat('aa')],
    ],
  ],
  [
    ['nodes', 1, 'connection'],
    [{}, { user: 'admin' }],
    ['local', 5, null, []],
  ],
  [
    ['nodes', 1, 'connection', 'type'],
    ['ssh', 'local'],
    ['telnet', 5, null, ''],
  ],
  [
    ['nodes', 1, 'connection', 'user'],
    ['admin', 'Ana', 'a.b-c_d', '_svc', 'x'.repeat(32)],
    [...hostile, 5, null, '7a', '.a', 'a@b', 'x'.repeat(33)],
  ],
  [
    ['nodes', 1, 'connection', 'port'],
    [1, 22, 65_535],
    [0, -1, 65_536, 22.5, '22', null],
  ],
  [
    ['nodes', 1, 'connection', 'key'],
    ['~/.ssh/id_ed25519', '/keys/my lab', 'keys/lab', "/keys/o'x", '../k'],
    ['', '-i', ' x', '\tx', 'a\nb', '~root/.ssh/k', '/keys/', 'a\u0000', 5, null, 'x'.repeat(1025)],
  ],
  [
    ['nodes', 1, 'connection', 'jump'],
    ['gate', 'gate.lan:22', 'ana@gate', 'ana@10.0.0.1:2222', 'ana@[fd00::1]:22', '[fd00::1]', 'none'],
    [...hostile, 'ana@', '@gate', 'gate:', 'gate:0', 'gate:65536', 'fd00::1', '[gate]', 'a,b', 'ssh://gate', 5, null],
  ],
  [
    ['nodes', 1, 'labels'],
    [{}, { type: 'worker' }],
    ['a', 5, null, []],
  ],
  [
    ['nodes', 1, 'labels', 'type'],
    ['worker', 'a b', 'x/y:1.0_2-3', '7', 'x'.repeat(255)],
    [...hostile.filter((text) => text !== 'a b'), 5, true, null, [], ' a', 'a ', 'cálculo', 'a==b', 'x'.repeat(256)],
  ],
  [
    ['nodes', 1, 'notes'],
    ['', 'Ñandú; "x" $(y) --z', 'a: b = c', 'it is 5 V, 2 A'],
    [5, null, 'a\nb', 'a\u001b[2J', 'a\tb', 'a\u202eb'],
  ],
  [
    ['share', 'export'],
    [
      '/srv/nfs/a',
      '/srv/a b',
      '/srv/ñ#(x)',
      '/srv/"q"\\n',
      '/data',
      '/home/ana/x',
      '/media/usb',
      '/var/nfs',
      '/srv/-x',
    ],
    [...notText, ...system, ...shelves, ...crooked, ...hidden, '/srv/a,b', '/var/lib/docker/x', '-x', ''],
  ],
  [
    ['share', 'mount'],
    ['/mnt/a', '/mnt/a b', '/shared', '/home/ana/shared'],
    [...notText, ...system, ...shelves, ...crooked, ...hidden, '/mnt/a,b', '-x', ''],
  ],
  [
    ['share', 'allow'],
    [['192.168.1.0/24'], ['192.168.1.21', '192.168.1.22'], ['192.168.1.20/30'], ['192.168.0.0/16', 'fd00::/64']],
    ['192.168.1.0/24', 5, null, {}, []],
  ],
  [
    ['share', 'allow', 0],
    [],
    [
      ...hostile,
      5,
      null,
      '0.0.0.0/0',
      '::/0',
      '192.168.1.1/24',
      '192.168.1.0/33',
      '192.168.1.0/',
      '10.0.0.0/7',
      'board',
    ],
  ],
  [
    ['share', 'owner'],
    ['1000:1000', '1:2'],
    [5, null, '', 'ana', '1000', '0:0', '1000:0', '-1:1', '1:1:1', '1000:1000\n', ' 1:1', '9999999999:1'],
  ],
  [['share', 'existing'], [false], [5, 'yes', null, []]],
  [['share'], [{ mount: '/mnt/a', existing: true }], [undefined, 5, null, [], '/mnt/shared', {}]],
  [['swarm'], [{}], [5, null, [], 'x']],
  [
    ['swarm', 'advertise'],
    ['192.168.1.20', '10.0.0.1', 'fd00::1'],
    [...hostile, 5, null, 'manager.lan', '0.0.0.0', '127.0.0.1', '192.168.1.20:2377', 'eth0'],
  ],
  [
    ['swarm', 'certificateDays'],
    [1, 3650],
    [0, -1, 3651, 1.5, '365', null],
  ],
  [['docker'], [{}], [5, null, [], 'docker.io']],
  [
    ['docker', 'package'],
    ['docker.io', 'docker-ce'],
    ['podman', 5, null, ''],
  ],
  [
    ['docker', 'dataRoot'],
    ['/mnt/ssd/docker', '/var/lib/docker'],
    [5, null, ...system, ...shelves, ...crooked, ...hidden, '/mnt/shared', '/mnt/shared/docker', '/srv/nfs', '-x', ''],
  ],
  [
    ['docker', 'imageStore'],
    ['classic', 'containerd'],
    ['overlay2', 5, null],
  ],
  [
    ['docker', 'logMegabytes'],
    [1, 10, 10_000],
    [0, 10_001, 0.5, '10m', null],
  ],
  [['nodes'], [], [undefined, 5, null, {}, []]],
  [['nodes', 1], [], [5, null, [], 'worker1']],
  [['$schema'], ['./inventory.schema.json', 'https://example.org/x.json'], [5, null, 'a\nb']],
];

for (const [path, good, bad] of rows) {
  const place = path
    .reduce<string>((text, key) => text + (typeof key === 'number' ? `[${key}]` : `.${key}`), '')
    .slice(1);

  test(`${place}: ${good.length} values are taken`, () => {
    for (const value of good) parsed(changed(path, value));
  });

  test(`${place}: ${bad.length} values are refused, each with its place`, () => {
    for (const value of bad) {
      const faults = faultsOf(changed(path, value));
      const hint = / (give|use|begin|leave|take|that network|not allowed|it is too long|.* lie in one another)/;
      assert.ok(
        faults.some((fault) => fault.startsWith(place) && hint.test(fault)),
        `${JSON.stringify(value)}: ${faults.join('\n')}`,
      );
    }
  });
}

test('a value is quoted, and what is allowed is said', () => {
  assert.equal(faultsOf(changed(['nodes', 1, 'address'], 'a;touch /x')), [
    'nodes[1].address: "a;touch /x" is no address: give an IP address, as 192.168.1.21, or a host name',
  ]);
  assert.equal(faultsOf(changed(['nodes', 1, 'address'], undefined)), [
    'nodes[1].address: is missing: give an IP address, as 192.168.1.21, or a host name',
  ]);
  assert.equal(faultsOf(changed(['share', 'export'], '/etc/exports.d')), [
    'share.export: "/etc/exports.d" is no directory for the share: /etc belongs to the system: take a directory of your own',
  ]);
  assert.equal(faultsOf(changed(['share', 'allow'], ['192.168.1.1/24'])), [
    'share.allow[0]: "192.168.1.1/24" is no address or network to let in: that network is 192.168.1.0/24',
  ]);
  assert.equal(faultsOf(changed(['nodes', 1, 'labels'], { 'a b': 'x' })), [
    'nodes[1].labels["a b"]: "a b" is no label key: use letters a-z, digits, ".", "_" and "-", at most 64, a letter or digit at both ends',
  ]);
});

test('an unknown key is answered with the closest known one', () => {
  assert.equal(faultsOf(changed(['nodes', 0, 'adress'], 'x')), [
    'nodes[0].adress: no such key is known here: did you mean "address"?',
  ]);
  assert.equal(faultsOf(changed(['swarm', 'zzz'], 'x')), [
    'swarm.zzz: no such key is known here: known are advertise, certificateDays',
  ]);
  assert.equal(faultsOf({ ...example(), share: { mount: '/mnt/a', existing: true, owner: '1:1' } }).length, 1);
});

test('every fault is told at once, in the order of lines', () => {
  const text = `{
  "nodes": [
    { "name": "A", "role": "manager", "address": "-x" },
    { "name": "b", "role": "worker", "address": "10.0.0.2",
      "color": "red", "size": 5 }
  ],
  "share": { "mount": "/etc" }
}`;
  const error = refusal(text);
  assert.is(error.exitCode, 2);
  assert.is(error.code, 'inventory-invalid');
  assert.equal(
    error.message.split('\n').map((line) => line.replace(/^(.*line \d+: [^:]*):.*/, '$1')),
    [
      'Cannot use the inventory /labs/inventory.json: 6 values are not right.',
      '  line 3: nodes[0].name',
      '  line 3: nodes[0].address',
      '  line 5: nodes[1].color',
      '  line 5: nodes[1].size',
      '  line 7: share.export',
      '  line 7: share.mount',
    ],
  );
});

test('a file with thousands of faults shows the first', () => {
  const nodes = Array.from({ length: 2000 }, (_, index) => ({ name: `n${index}`, role: 'worker', address: '-' }));
  const lines = faultsOf({ ...example(), nodes });
  assert.is(lines.length, 51);
  assert.is(lines.at(-1), '  and 1950 more');
});

test('values that are not even an object are refused', () => {
  for (const value of [null, [], 5, 'x', true]) assert.match(faultOf(value), /is no inventory: give an object/);
});

test.run();
