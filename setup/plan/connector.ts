import process from 'node:process';
import { connect } from '../host/connect.ts';
import type { ShownKey } from '../host/failures.ts';
import type { Host } from '../host/host.ts';
import { fingerprintOf, keyTypeOf } from '../host/known-hosts.ts';
import { KnownHosts } from '../host/known-hosts-file.ts';
import { secretsFrom } from '../host/secrets.ts';
import type { Node } from '../inventory/inventory.ts';
import { say } from '../terminal/output.ts';
import { askPassword, canAsk, confirm } from '../terminal/prompt.ts';

/** What opens nodes of a lab: it asks for passwords, and about host keys, where somebody sits at a terminal. */
export async function connector(): Promise<(node: Node) => Promise<Host>> {
  const knownHosts = await KnownHosts.read();
  if (!canAsk()) {
    const options = { knownHosts, secrets: secretsFrom(process.env) };
    return (node) => connect(node, options);
  }
  let last: Promise<unknown> = Promise.resolve();
  // Nodes are reached side by side, but a terminal has room for one question.
  const confirmHostKey = (shown: ShownKey) => {
    const answer = last.then(() => isRight(shown, knownHosts));
    last = answer.catch(() => {});
    return answer;
  };
  const options = { knownHosts, secrets: secretsFrom(process.env, askPassword), confirmHostKey };
  return (node) => connect(node, options);
}

async function isRight({ node, endpoint, key }: ShownKey, knownHosts: KnownHosts): Promise<boolean> {
  const { host, port } = endpoint.knownAs;
  say(`${node} at ${host} shows a host key that is not known yet: ${keyTypeOf(key)} ${fingerprintOf(key)}`);
  if (!(await confirm('Is it right? It is kept then.'))) return false;
  await knownHosts.pin({ host, port, key, comment: node });
  return true;
}
