import type { Way, Ways } from './login-ways.ts';

/** One try, as the SSH library takes it. */
export type Method =
  | { type: 'password'; username: string; password: string }
  | { type: 'keyboard-interactive'; username: string; prompt: Prompt }
  | { type: 'agent'; username: string; agent: object }
  | { type: 'publickey'; username: string; key: Buffer; passphrase?: string };

type Finish = (answers: string[]) => void;
type Prompt = (name: string, words: string, language: string, prompts: readonly object[], finish: Finish) => void;

/** Keys that an agent holds. */
export interface AgentKeys {
  /** The agent as if it held this key alone. */
  only(publicKey: Buffer): object;
}

/** Offers one way after the other, as far as the server takes its kind. */
export class Offers {
  /** Names of what was offered. */
  readonly tried: string[] = [];
  readonly notes: string[];
  readonly #user: string;
  readonly #left: Way[];
  readonly #agent: AgentKeys;
  readonly #isReadable: (text: Buffer, passphrase: string | undefined) => boolean;
  #allowed: readonly string[] = [];
  #password = false;

  constructor(
    user: string,
    { ways, notes }: Ways,
    agent: AgentKeys,
    isReadable: (text: Buffer, passphrase: string | undefined) => boolean,
  ) {
    this.#isReadable = isReadable;
    this.#user = user;
    this.#left = [...ways];
    this.#agent = agent;
    this.notes = [...notes];
  }

  /** Whether the server takes a password, and none was offered. */
  get passwordMayHelp(): boolean {
    return !this.#password && ['password', 'keyboard-interactive'].some((kind) => this.#allowed.includes(kind));
  }

  /** @param left kinds that the server still takes; null before it was asked */
  next(left: string[] | null): Method | 'none' | false {
    if (left === null && this.#left[0]?.kind !== 'key' && this.#left[0]?.kind !== 'agent') return 'none';
    if (left !== null) this.#allowed = left;
    for (let way = this.#left.shift(); way !== undefined; way = this.#left.shift()) {
      const method = this.#method(way, left);
      if (method === undefined) continue;
      this.#password ||= way.kind === 'password';
      this.tried.push(way.name);
      return method;
    }
    return false;
  }

  #method(way: Way, left: string[] | null): Method | undefined {
    const username = this.#user;
    const takes = (kind: string) => left === null || left.includes(kind);
    if (way.kind === 'password') {
      const { password } = way;
      if (takes('password')) return { type: 'password', username, password };
      const prompt: Prompt = (_name, _words, _language, prompts, finish) => finish(prompts.map(() => password));
      return takes('keyboard-interactive') ? { type: 'keyboard-interactive', username, prompt } : undefined;
    }
    if (!takes('publickey')) return undefined;
    if (way.kind === 'agent') return { type: 'agent', username, agent: this.#agent.only(way.publicKey) };
    const { text, passphrase } = way;
    if (this.#isReadable(text, passphrase)) {
      return { type: 'publickey', username, key: text, ...(passphrase === undefined ? {} : { passphrase }) };
    }
    this.notes.push(`${way.name}: ${passphrase === undefined ? 'cannot be read' : 'wrong passphrase'}`);
    return undefined;
  }
}
