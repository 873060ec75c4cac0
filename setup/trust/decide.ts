import type { ShownKey } from '../host/failures.ts';
import { fingerprintOf } from '../host/known-hosts.ts';

/** What was said beforehand. */
export interface TrustWords {
  yes?: boolean;
  fingerprint?: string;
  replace?: boolean;
}

/** What shall be done with a key that was shown. */
export type Decision =
  | { act: 'nothing' }
  | { act: 'pin' }
  | { act: 'replace' }
  /** A person must say: by yes, or by typing the node's name. */
  | { act: 'ask-pin' }
  | { act: 'ask-replace' }
  | { act: 'refuse'; why: string; next: string };

/** Pure: a fingerprint decides by itself; without one, `--yes` or a person does. A changed key needs `--replace` as well. */
export function decide(
  { node, key, verdict }: Pick<ShownKey, 'node' | 'key' | 'verdict'>,
  words: TrustWords,
): Decision {
  const { yes = false, fingerprint, replace = false } = words;
  const shown = fingerprintOf(key);
  if (verdict.state === 'revoked') {
    return { act: 'refuse', why: `its key is revoked in ${verdict.where}`, next: `give ${node} new host keys` };
  }
  if (fingerprint !== undefined && fingerprint !== shown) {
    const next = `do not go on before you know why: compare with what ${node} itself shows`;
    return { act: 'refuse', why: `it shows ${shown}, not ${fingerprint}`, next };
  }
  if (verdict.state === 'known') return { act: 'nothing' };
  if (verdict.state === 'unknown') return { act: yes || fingerprint !== undefined ? 'pin' : 'ask-pin' };
  if (!replace) {
    const next = `if it was installed anew: enjambre trust ${node} --replace`;
    return { act: 'refuse', why: `its key is not the one in ${verdict.where}`, next };
  }
  return { act: yes || fingerprint !== undefined ? 'replace' : 'ask-replace' };
}
