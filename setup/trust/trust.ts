import process from 'node:process';
import { EnjambreError, usageError } from '../../pipeline/errors.ts';
import { KnownHosts } from '../host/known-hosts-file.ts';
import { secretsFrom } from '../host/secrets.ts';
import type { Node } from '../inventory/inventory.ts';
import { readInventory } from '../inventory/read.ts';
import { sshConfig } from '../inventory/ssh-config.ts';
import type { LabFlags } from '../lab-flags.ts';
import { select } from '../plan/selection.ts';
import { limitOf } from '../plan/side-by-side.ts';
import { apart, asTyped, print, say } from '../terminal/output.ts';
import { askPassword, canAsk, confirm, confirmByName } from '../terminal/prompt.ts';
import { decide, type TrustWords } from './decide.ts';
import { type Row, rowLines, rowOf } from './rows.ts';
import { type LookOptions, lookAt, type Seen } from './seen.ts';

export interface TrustFlags extends LabFlags, TrustWords {}

/** Longer chains of machines to go through are no lab's. */
const MOST_ROUNDS = 10;

/** Shows the host keys of nodes, and keeps those that are trusted. */
export async function trust(names: readonly string[], flags: TrustFlags): Promise<void> {
  const inventory = await readInventory(flags.inventory ?? 'inventory.json');
  const named = [...names, ...(flags.node ?? [])];
  const { nodes } = select(inventory, [], named.length === 0 ? {} : { node: named });
  const words = checked(flags, named);
  const knownHosts = await KnownHosts.read();
  const secrets = secretsFrom(process.env, canAsk() ? askPassword : undefined);
  const options: LookOptions = { knownHosts, secrets, askSshConfig: sshConfig };
  const limit = limitOf(flags.concurrency ?? 16);
  const rows: Row[] = [];
  let waiting: readonly Node[] = nodes;
  for (let round = 0; waiting.length > 0 && round < MOST_ROUNDS; round++) {
    const seen = await Promise.all(waiting.map((node) => limit(() => lookAt(node, options, words.fingerprint))));
    const settled = await settle(seen, { words, knownHosts, quiet: flags.json === true });
    rows.push(...settled.rows.filter((row) => !rows.some((told) => isSame(told, row))));
    // What lies behind a machine that is trusted only now can be seen only now.
    waiting = waiting.filter((node, index) => settled.opened.has(node.name) && isBehind(node, seen[index] ?? []));
  }
  if (flags.json) print([JSON.stringify({ knownHosts: knownHosts.path, keys: rows }, null, 2)]);
  else print(apart(rowLines(rows)));
  conclude(rows, knownHosts.path);
}

/** A machine on the way is looked at in each round. */
function isSame(one: Row, other: Row): boolean {
  return one.node === other.node && one.fingerprint !== null && one.address === other.address;
}

/** Whether the last thing seen on the way to a node is not the node itself. */
function isBehind(node: Node, seen: readonly Seen[]): boolean {
  const last = seen.at(-1);
  return last?.state === 'shown' && node.connection.type === 'ssh' && !last.isNode;
}

function checked(flags: TrustFlags, named: readonly string[]): TrustWords {
  const { yes, replace, fingerprint } = flags;
  if (fingerprint !== undefined && named.length !== 1) {
    throw usageError('A fingerprint is that of one node', 'enjambre trust NODE --fingerprint SHA256:…');
  }
  if (replace === true && named.length === 0) {
    throw usageError('Cannot replace the keys of all nodes at once', 'name them: enjambre trust NODE --replace');
  }
  if (fingerprint !== undefined && !/^SHA256:[A-Za-z0-9+/]{43}=?$/.test(fingerprint)) {
    throw usageError(
      `${JSON.stringify(fingerprint)} is no fingerprint`,
      'give it as "ssh-keygen -lf FILE" prints it, with SHA256: before it',
    );
  }
  return {
    ...(yes === undefined ? {} : { yes }),
    ...(replace === undefined ? {} : { replace }),
    ...(fingerprint === undefined ? {} : { fingerprint: fingerprint.replace(/=$/, '') }),
  };
}

interface Settling {
  words: TrustWords;
  knownHosts: KnownHosts;
  /** Nothing but data is printed. */
  quiet: boolean;
}

/** Decides on what was seen, one machine after the other, since a terminal has room for one question. */
async function settle(
  seen: readonly (readonly Seen[])[],
  settling: Settling,
): Promise<{ rows: Row[]; opened: Set<string> }> {
  const rows: Row[] = [];
  const opened = new Set<string>();
  for (const one of seen.flat()) {
    const row = await settleOne(one, settling);
    if (row.state === 'trusted' || row.state === 'replaced') opened.add(one.node);
    rows.push(row);
  }
  return { rows, opened };
}

async function settleOne(looked: Seen, { words, knownHosts, quiet }: Settling): Promise<Row> {
  if (looked.state !== 'shown') return rowOf(looked);
  const { key, node, endpoint, isNode } = looked;
  const { host, port } = endpoint.knownAs;
  // Several nodes can lie behind one machine, which may be trusted since it was looked at.
  const seen = { ...looked, verdict: knownHosts.verdict(host, port, key) };
  const row = rowOf(seen);
  // A machine on the way has its own key: the fingerprint that was given may be the node's.
  const onTheWay = !isNode && seen.verdict.state === 'known';
  const { act, ...refusal } = onTheWay ? { act: 'nothing' as const } : decide(seen, words);
  if (act === 'nothing') return row;
  if (act === 'refuse') return { ...row, state: 'refused', problem: problemOf(row, refusal) };
  if (act === 'ask-pin' || act === 'ask-replace') {
    if (!canAsk() || quiet) return { ...row, problem: undecided(row) };
    say(`${row.node} at ${row.address} shows ${row.type} ${row.fingerprint}`);
    const asked = act === 'ask-pin' ? confirm('Trust it?') : confirmByName('Another key was known for it.', node);
    if (!(await asked)) return { ...row, problem: undecided(row) };
  }
  const replace = seen.verdict.state === 'changed';
  await knownHosts.pin({ host, port, key, comment: node }, replace);
  return { ...row, state: replace ? 'replaced' : 'trusted' };
}

function problemOf(
  { node, address }: Row,
  refusal: { why?: string; next?: string },
): { message: string; next: string } {
  return { message: `Did not trust ${node} at ${address}: ${refusal.why}`, next: refusal.next ?? '' };
}

function undecided({ node, address, fingerprint, state }: Row): { message: string; next: string } {
  const replace = state === 'changed' ? ' --replace' : '';
  return {
    message: `The host key of ${node} at ${address} is ${state === 'changed' ? 'another one than before' : 'not trusted yet'}`,
    next: `compare it with what ${node} itself shows, then: enjambre trust ${node}${replace} --fingerprint ${fingerprint}`,
  };
}

/** @throws EnjambreError if not all is as it should be */
function conclude(rows: readonly Row[], path: string): void {
  const trusted = rows.filter(({ state }) => state === 'trusted' || state === 'replaced');
  if (trusted.length > 0) say(`Kept in ${path}: ${trusted.map(({ node }) => node).join(', ')}`);
  const problems = rows.flatMap(({ problem }) => problem ?? []);
  const last = problems.pop();
  if (last === undefined) return;
  for (const { message, next } of problems) say(`${message}. Next: ${asTyped(next)}`);
  const bad = rows.filter(({ state }) => state === 'failed' || state === 'refused').length;
  const exitCode = bad === 0 ? 3 : bad < rows.length ? 4 : 1;
  throw new EnjambreError(last.message, {
    code: bad === 0 ? 'host-key-unknown' : 'not-trusted',
    next: last.next,
    exitCode,
  });
}
