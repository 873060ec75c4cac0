import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as assert from 'uvu/assert';
import type { Board } from '../../lab/board.ts';

// Looks for secrets where they must not be. What is found is told by its place, without the secret.

/** A secret as it is, and in the forms that programs like to write. */
export function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [secret, bytes.toString('base64').slice(0, -2), bytes.toString('hex')];
}

const PLACES = ['/etc', '/var/log', '/var/lib/enjambre', '/root', '/home', '/tmp', '/run'];

/** Files, and lines of the journal, that hold one of the texts. They come by standard input: nothing of the search is found. */
export async function foundOnBoard(board: Board, texts: readonly string[]): Promise<string[]> {
  const input = texts.map((text) => `${text}\n`).join('');
  const files = await board.exec(['grep', '-rlaFs', '-D', 'skip', '-f', '-', '--', ...PLACES], { input });
  const read = 'exec 3<&0; journalctl --sync; journalctl -q --all --no-pager --output=export < /dev/null';
  const journal = await board.exec(['sh', '-c', `${read} | grep -acF -f /dev/fd/3`], { input });
  assert.match(journal.stdout, /^\d+\n$/, journal.stderr);
  const lines = Number(journal.stdout);
  return [...files.stdout.split('\n').filter(Boolean), ...(lines === 0 ? [] : [`journal: ${lines} lines`])];
}

/** Files below a folder of this machine that hold one of the texts. */
export function foundInFolder(folder: string, texts: readonly string[]): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => holds(readFileSync(path, 'latin1'), texts));
}

export function holds(text: string, texts: readonly string[]): boolean {
  return texts.some((one) => text.includes(one));
}

/** Looks again and again at the words and the environment of all processes that started after it, here and on the boards. */
export class ProcessSampler {
  readonly #found: { place: string; text: string }[] = [];
  /** Command lines that were seen, words with blanks between. */
  readonly seen = new Set<string>();
  readonly #texts: readonly string[];
  readonly #older = new Set(processes());
  /** Whose environment may hold a secret: it was given one. */
  readonly #given = new Set<string>();
  #rounds = 0;
  #stopped = false;
  readonly #ended: Promise<void>;

  constructor(texts: readonly string[]) {
    this.#texts = texts;
    this.#ended = this.#run();
  }

  allow(pid: number | undefined): void {
    this.#given.add(String(pid));
  }

  /** Where one of these texts was found, as `argv of sudo`. */
  placesOf(texts: readonly string[]): string[] {
    return [...new Set(this.#found.filter(({ text }) => holds(text, texts)).map(({ place }) => place))];
  }

  /** Ends it; returns how often it looked. */
  async stop(): Promise<number> {
    this.#stopped = true;
    await this.#ended;
    return this.#rounds;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      for (const pid of processes()) if (!this.#older.has(pid)) this.#look(pid);
      this.#rounds++;
      await sleep(2);
    }
  }

  #look(pid: string): void {
    const words = about(pid, 'cmdline');
    if (words === '') return;
    this.seen.add(words.replaceAll('\0', ' '));
    const program = words.split('\0')[0] ?? '';
    this.#keep(`argv of ${program}`, words);
    if (!this.#given.has(pid)) this.#keep(`environment of ${program}`, about(pid, 'environ'));
  }

  #keep(place: string, text: string): void {
    if (holds(text, this.#texts)) this.#found.push({ place, text });
  }
}

function processes(): string[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
}

function about(pid: string, what: 'cmdline' | 'environ'): string {
  try {
    return readFileSync(`/proc/${pid}/${what}`, 'latin1');
  } catch {
    // It has ended meanwhile.
    return '';
  }
}
