import type { Fault } from './fault.ts';

/** Names of keys, without signs and in small letters, whose values are secrets. */
const secretKey = /pass(w|ph|co|$)|pwd|secret|token|credential|apikey|privatekey|contrase|(?<!en)clave/;

/** Texts that are, or hold, a secret: a private key, a join token, an account with its password. */
const secretValues = [
  /-----BEGIN|PRIVATE KEY/,
  /SWMTKN-/,
  /^(?:\w+:\/\/)?[^\s@/:]*:[^\s@]*@/,
  /(?<!\p{L})(?:pass(?:word|wd|phrase|code)?|pwd|contrase(?:ñ|n)a|clave|secret|token)\s*[:=]\s*\S/iu,
];

/** Keys and values that are no matter for a file that people share and print. What they say is never shown. */
export function findSecrets(value: unknown, path: readonly PropertyKey[] = []): Fault[] {
  if (typeof value === 'string') return looksSecret(value) ? [{ path, text: adviceFor(value) }] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, held]) => {
    const within = [...path, Array.isArray(value) ? Number(key) : key];
    const isSecret = !Array.isArray(value) && secretKey.test(plain(key));
    return isSecret ? [{ path: within, text: adviceFor(key) }] : findSecrets(held, within);
  });
}

/** Whether a text must not be shown. */
export function looksSecret(text: string): boolean {
  return secretValues.some((pattern) => pattern.test(text));
}

function plain(key: string): string {
  return key.toLowerCase().replace(/[^\p{L}\d]/gu, '');
}

const advice: readonly { about: RegExp; text: string }[] = [
  { about: /token|swmtkn/, text: 'enjambre reads join tokens from the manager when it needs them' },
  { about: /passphrase/, text: 'add the key to your agent: ssh-add' },
  { about: /privatekey/, text: 'give the path of the key file as "key"' },
  { about: /sudo/, text: 'enjambre asks for it, or takes it from ENJAMBRE_SUDO_PASSWORD' },
  { about: /pass|pwd|contrase|clave|@/, text: 'enjambre asks for it, or takes it from ENJAMBRE_SSH_PASSWORD' },
];

function adviceFor(text: string): string {
  const found = advice.find(({ about }) => about.test(text.includes('@') ? '@' : plain(text)));
  return `a secret has no place here (its value is not shown). Take it out: ${found?.text ?? 'set-up needs no other secret'}`;
}
