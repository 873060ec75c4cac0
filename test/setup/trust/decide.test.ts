import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { fingerprintOf, type Verdict } from '../../../setup/host/known-hosts.ts';
import { decide, type TrustWords } from '../../../setup/trust/decide.ts';

const test = suite('what becomes of a host key follows from what is known and what was said');

const key = Buffer.from('a key');
const right = fingerprintOf(key);
const wrong = fingerprintOf(Buffer.from('another'));
const verdicts: Record<string, Verdict> = {
  known: { state: 'known' },
  unknown: { state: 'unknown', notes: [] },
  changed: { state: 'changed', where: 'file:1', path: 'file', line: 1, knownType: 'ssh-ed25519' },
  revoked: { state: 'revoked', where: 'file:1' },
};

const cases: [string, TrustWords, string][] = [
  ['known', {}, 'nothing'],
  ['known', { yes: true, replace: true }, 'nothing'],
  ['known', { fingerprint: wrong }, 'refuse'],
  ['unknown', {}, 'ask-pin'],
  ['unknown', { yes: true }, 'pin'],
  ['unknown', { fingerprint: right }, 'pin'],
  ['unknown', { fingerprint: wrong, yes: true }, 'refuse'],
  ['unknown', { replace: true }, 'ask-pin'],
  ['changed', {}, 'refuse'],
  ['changed', { yes: true }, 'refuse'],
  ['changed', { fingerprint: right }, 'refuse'],
  ['changed', { replace: true }, 'ask-replace'],
  ['changed', { replace: true, yes: true }, 'replace'],
  ['changed', { replace: true, fingerprint: right }, 'replace'],
  ['changed', { replace: true, fingerprint: wrong, yes: true }, 'refuse'],
  ['revoked', { replace: true, yes: true, fingerprint: right }, 'refuse'],
];
for (const [state, words, act] of cases) {
  test(`${state} and ${JSON.stringify(words)}: ${act}`, () => {
    assert.is(decide({ node: 'worker1', key, verdict: verdicts[state]! }, words).act, act);
  });
}

test.run();
