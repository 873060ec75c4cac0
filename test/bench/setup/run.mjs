// `npm run bench:setup`: set-up with nothing left to do, beside tools that bring about the same state on the same boards, and
// beside the least that any tool must do. It measures, and is no test of speed: a missed bar is printed; only a failed
// command, or one that changed what it should not, exits 1.
import { parseArgs } from 'node:util';
import { buildDev } from '../../../build.mjs';
import { BenchError } from '../environment.mjs';
import { render } from '../table.mjs';
import { prepare } from './environment.mjs';
import { many } from './many.mjs';
import { warm } from './warm.mjs';

const figures = { warm, many };

const help = `usage: npm run bench:setup -- [--only NAME]... [--quick] [--no-peers] [--markdown | --json]

  --only NAME   ${Object.keys(figures).join(', ')}; may be given several times
  --quick       3 boards, 100 nodes and 3 repetitions, to see that it works
  --no-peers    without Ansible and pyinfra: nothing is downloaded
  --markdown    print the tables as docs/performance-setup.md has them
  --json        print the figures as JSON, times in milliseconds`;

function readOptions() {
  const { values } = parseArgs({
    allowNegative: true,
    options: {
      only: { type: 'string', multiple: true, default: Object.keys(figures) },
      quick: { type: 'boolean', default: false },
      peers: { type: 'boolean', default: true },
      markdown: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const unknown = values.only.find((name) => !(name in figures));
  if (unknown !== undefined) throw new BenchError(`there is no figure "${unknown}"\n\n${help}`);
  return values;
}

async function main() {
  const options = readOptions();
  if (options.help) return console.log(help);
  await buildDev();
  const context = await prepare({ ...options, peers: options.peers && options.only.includes('warm') });
  const show = (table) => console.log(`${render(table, options.markdown)}\n`);
  if (!options.json) show(context.machine);
  const all = { machine: Object.fromEntries(context.machine.rows) };
  for (const [name, figure] of Object.entries(figures)) {
    if (!options.only.includes(name)) continue;
    context.log(`${name}:`);
    all[name] = [];
    for await (const table of figure(context)) {
      all[name].push(table.figures);
      if (!options.json) show(table);
    }
  }
  if (options.json) console.log(JSON.stringify(all, null, 2));
}

try {
  await main();
} catch (error) {
  const expected = error instanceof BenchError || error?.code?.startsWith?.('ERR_PARSE_ARGS');
  console.error(expected ? error.message : error);
  process.exitCode = 1;
}
