import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ConfigFileError } from '../../../setup/config-files/config-file-error.ts';
import {
  daemonKeys,
  type Json,
  sameJson,
  withDaemonKeys,
  withoutDaemonKeys,
  withoutOurKeys,
} from '../../../setup/config-files/daemon-json.ts';
import { toBytes } from '../../../setup/config-files/octal.ts';

const test = suite('keys are merged into daemon.json, and all that is not ours stays as it was written');

const path = '/etc/docker/daemon.json';
const merge = (text: string | null, keys: Record<string, Json>) => withDaemonKeys(text, keys, path);
const logs = { 'log-driver': 'local', 'log-opts': { 'max-size': '10m' } };

function refusal(text: string): ConfigFileError {
  try {
    daemonKeys(text, path);
  } catch (error) {
    if (error instanceof ConfigFileError) return error;
    throw error;
  }
  throw new Error('It was not refused.');
}

test('a file that is absent or empty becomes one with our keys', () => {
  const text = '{\n  "log-driver": "local",\n  "log-opts": {\n    "max-size": "10m"\n  }\n}\n';
  assert.is(merge(null, logs), text);
  assert.is(merge('\n', logs), text);
  assert.is(merge('{}\n', { a: 1 }), '{\n  "a": 1\n}\n');
});

test('a new key comes last, indented as the others are', () => {
  assert.is(
    merge('{\n\t"mtu": 1450\n}\n', logs),
    '{\n\t"mtu": 1450,\n\t"log-driver": "local",\n\t"log-opts": {\n\t\t"max-size": "10m"\n\t}\n}\n',
  );
  assert.is(merge('{\r\n    "mtu":1450\r\n}', { a: true }), '{\r\n    "mtu":1450,\r\n    "a": true\r\n}');
  assert.is(merge('{"mtu":1450}', { a: true }), '{"mtu":1450, "a": true}');
});

test('a value is set where it stands, and the rest keeps its odd spelling', () => {
  const text = '{ "mtu" : 1.450e3,\n   "live-restore":true ,\n "dns": [ "1.1.1.1" ]}';
  assert.is(merge(text, { 'live-restore': false }), text.replace('true', 'false'));
});

test('a value that says the same already is left as it is written', () => {
  const text = '{"log-opts": {"max-file":"3",   "max-size":"10m"}, "log-driver":"local"}';
  assert.is(merge(text, { 'log-driver': 'local', 'log-opts': { 'max-size': '10m', 'max-file': '3' } }), text);
});

test('keys that look like ours inside of others are not ours', () => {
  const text = '{"x": {"live-restore": true}, "live-restore": true}';
  assert.is(merge(text, { 'live-restore': false }), '{"x": {"live-restore": true}, "live-restore": false}');
});

const broken: [string, string, number, RegExp][] = [
  ['a comma too many', '{\n  "a": 1,\n}\n', 3, /column 1: a key in double quotes is missing/],
  ['a comma missing', '{"a": 1 "b": 2}', 1, /column 9: a comma or a closing brace/],
  ['no end', '{"a": [1, 2', 1, /closing bracket/],
  ['a comment', '// mine\n{}', 1, /column 1: an opening brace/],
  ['more after its end', '{}\n{}', 2, /nothing may come after/],
  ['no object', '[]', 1, /opening brace/],
  ['a bare word', '{"a": yes}', 1, /column 7: a value is missing/],
  ['a number with a zero before it', '{"a": 01}', 1, /comma or a closing brace/],
  ['a mark of byte order', '\xef\xbb\xbf{}', 1, /column 1: an opening brace/],
  ['a line end in a text', '{"a": "b\n"}', 1, /a value is missing/],
  ['a key twice', '{"a": 1,\n"a": 2}', 2, /the key "a" is there twice/],
];

for (const [what, text, line, message] of broken) {
  test(`a file with ${what} is refused, with its place`, () => {
    const error = refusal(text);
    assert.is(error.code, 'broken-json');
    assert.is(error.line, line);
    assert.match(error.message, message);
  });
}

test('our keys go, or get back what they were', () => {
  const earlier = '{"live-restore": true, "mtu": 1450}';
  const edited = merge(earlier, { 'live-restore': false, ...logs });
  assert.is(withoutDaemonKeys(edited, earlier, ['live-restore', 'log-driver', 'log-opts'], path), earlier);
  assert.is(withoutOurKeys(edited.replace('1450', '9000'), earlier), earlier.replace('1450', '9000'));
});

test('of a file that was not there, nothing is left unless somebody has added to it', () => {
  assert.is(withoutOurKeys(merge(null, logs), null), null);
  assert.equal([...daemonKeys(withoutOurKeys(merge(merge(null, logs), { mtu: 9 }), null), path)], [['mtu', 9]]);
});

const anyKey = fc.string({ unit: 'grapheme', maxLength: 6 }).filter((key) => key !== '__proto__');
const anyValue = fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>;
const anyObject = fc.dictionary(anyKey, anyValue, { noNullPrototype: true });
const anyIndent = fc.constantFrom(undefined, 1, 2, '\t');

test('what was merged reads back, the others too and in their order, and merging twice is merging once', () => {
  fc.assert(
    fc.property(anyObject, anyObject, anyIndent, (present, keys, indent) => {
      const text = toBytes(JSON.stringify(present, null, indent));
      const once = merge(text, keys);
      const read = daemonKeys(once, path);
      for (const [key, value] of Object.entries({ ...present, ...keys }))
        assert.ok(sameJson(read.get(key), value), key);
      assert.equal(
        [...read.keys()].slice(0, Object.keys(present).length),
        Object.keys(JSON.parse(JSON.stringify(present))),
      );
      assert.is(merge(once, keys), once);
    }),
  );
});

test('taking our keys out gives the others back as they were', () => {
  fc.assert(
    fc.property(anyObject, anyObject, anyIndent, (present, keys, indent) => {
      const text = toBytes(JSON.stringify(present, null, indent));
      const back = withoutDaemonKeys(merge(text, keys), text, Object.keys(keys), path);
      const others = Object.keys(present).length > 0;
      if (others) assert.is(back, text);
      else assert.is(daemonKeys(back, path).size, 0);
    }),
  );
});

test.run();
