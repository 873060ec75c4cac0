/** A private key as it lies in a file. */
export interface KeyFile {
  path: string;
  text: Buffer;
  encrypted: boolean;
  /** Its public part, where the file shows it without a passphrase. */
  publicKey: Buffer | undefined;
}

const OPENSSH_MAGIC = 'openssh-key-v1\0';

/** What can be told of a key file without its passphrase; undefined if it is no private key. */
export function describeKey(path: string, text: Buffer): KeyFile | undefined {
  const pem = text.toString('latin1');
  const kind = /^-----BEGIN ([A-Z0-9 ]*)PRIVATE KEY-----/m.exec(pem)?.[1];
  if (kind === undefined) return undefined;
  if (kind.trim() !== 'OPENSSH') {
    const encrypted = kind.includes('ENCRYPTED') || /^Proc-Type: *4,ENCRYPTED/m.test(pem);
    return { path, text, encrypted, publicKey: undefined };
  }
  const body = /-----BEGIN [^-]*-----([^-]*)-----END/.exec(pem)?.[1] ?? '';
  return { path, text, ...openSshParts(Buffer.from(body, 'base64')) };
}

/** The fields before the encrypted part: cipher, key derivation, its options, number of keys, public key. */
function openSshParts(bytes: Buffer): { encrypted: boolean; publicKey: Buffer | undefined } {
  if (bytes.toString('latin1', 0, OPENSSH_MAGIC.length) !== OPENSSH_MAGIC)
    return { encrypted: false, publicKey: undefined };
  let at = OPENSSH_MAGIC.length;
  const next = (): Buffer | undefined => {
    if (at + 4 > bytes.length) return undefined;
    const end = at + 4 + bytes.readUInt32BE(at);
    const field = end <= bytes.length ? bytes.subarray(at + 4, end) : undefined;
    at = end;
    return field;
  };
  const cipher = next();
  next();
  next();
  at += 4;
  return { encrypted: cipher !== undefined && cipher.toString() !== 'none', publicKey: next() };
}

/** The key that a line of a `.pub` file holds. */
export function publicKeyOf(text: string): Buffer | undefined {
  const [type = '', key = ''] = text.trim().split(/\s+/);
  return /^(ssh|ecdsa|sk-)/.test(type) ? Buffer.from(key, 'base64') : undefined;
}
