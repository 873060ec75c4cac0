import type { Command } from '../commander.ts';
import type { TrustFlags } from '../trust/trust.ts';
import { addLabOptions } from './lab-options.ts';

const examples = `Shows the host keys of the nodes, and keeps those that you trust. A key that was never seen is
trusted when you say so; one that has changed only with --replace. To be sure, compare with what the
machine itself shows:
  ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub

Examples:
  enjambre trust                                      show all, and ask about unknown ones
  enjambre trust --yes                                trust all that were never seen
  enjambre trust worker1 --fingerprint SHA256:2mX…    trust exactly this key
  enjambre trust worker1 --replace                    after worker1 was installed anew
`;

/** `enjambre trust [NODE…]`. */
export function registerTrust(program: Command): void {
  const trust = program
    .command('trust')
    .summary('show, trust or replace the host keys of the nodes')
    .usage('[NODE…] [options]')
    .addHelpText('before', examples)
    .argument('[nodes...]', 'names of nodes (default: all)');
  addLabOptions(trust)
    .optionsGroup('What to trust:')
    .option('--yes', 'trust keys that were never seen, without a question')
    .option('--fingerprint <fingerprint>', 'trust the key of one node if it has this fingerprint, as SHA256:…')
    .option('--replace', 'trust a key that has changed, in place of the one before')
    .optionsGroup('Output:')
    .option('--json', 'print it as JSON')
    .helpOption('-h, --help', 'show this help')
    .action(async (nodes: string[], flags: TrustFlags) => {
      const { trust } = await import('../trust/trust.ts');
      await trust(nodes, flags);
    });
}
