import { usageError } from '../../pipeline/errors.ts';

/** Whose secret it is. */
export interface SecretOwner {
  node: string;
  user: string;
  /** Address of the machine. */
  host: string;
}

/** Passwords: from the environment or from who sits at the terminal, kept in memory only. */
export interface Secrets {
  /** What is known without asking. */
  known(kind: PasswordKind): string | undefined;
  /** Asks if it must; one answer serves all accounts of that name. Undefined: nobody to ask, or an empty answer. */
  password(kind: PasswordKind, owner: SecretOwner): Promise<string | undefined>;
  /** Of an encrypted private key. */
  passphrase(path: string): Promise<string | undefined>;
}

export type PasswordKind = 'ssh' | 'sudo';

export const PASSWORD_VARIABLES = { ssh: 'ENJAMBRE_SSH_PASSWORD', sudo: 'ENJAMBRE_SUDO_PASSWORD' } as const;

/** @param ask shows a question and gives what was typed, unseen; absent where nobody can be asked */
export function secretsFrom(
  environment: Readonly<Record<string, string | undefined>>,
  ask?: (question: string) => Promise<string>,
): Secrets {
  const answers = new Map<string, Promise<string | undefined>>();
  let last: Promise<unknown> = Promise.resolve();
  const once = (key: string, question: string): Promise<string | undefined> => {
    if (ask === undefined) return Promise.resolve(undefined);
    const given = answers.get(key);
    if (given !== undefined) return given;
    // Nodes are reached side by side, but a terminal has room for one question.
    const answer = last.then(async () => (await ask(question)) || undefined);
    last = answer.catch(() => {});
    answers.set(key, answer);
    return answer;
  };
  const known = (kind: PasswordKind) => fromVariable(environment, PASSWORD_VARIABLES[kind]);
  return {
    known,
    password: async (kind, { user, host }) =>
      known(kind) ??
      once(
        `${kind} ${user}`,
        kind === 'ssh' ? `Password of ${user}@${host}` : `Password of ${user} for sudo, on ${host}`,
      ),
    passphrase: (path) => once(`key ${path}`, `Passphrase of the key ${path}`),
  };
}

function fromVariable(environment: Readonly<Record<string, string | undefined>>, name: string): string | undefined {
  const value = environment[name]?.replace(/\r?\n$/, '');
  if (value === undefined || value === '') return undefined;
  if (/[\0\r\n]/.test(value)) throw usageError(`${name} has more than one line`, `set ${name} to the password alone`);
  return value;
}
