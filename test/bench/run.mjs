// `npm run bench`: whole processes, start to result, ours and others', on the same data. It measures and compares
// results; it is no test of speed: a missed bar is printed, and only a wrong result or a failed command exits 1.
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { BenchError, prepare } from './environment.mjs';
import { distinct } from './figures/distinct.mjs';
import { groups } from './figures/groups.mjs';
import { growth } from './figures/growth.mjs';
import { peers } from './figures/peers.mjs';
import { scan } from './figures/scan.mjs';
import { startup } from './figures/startup.mjs';
import { words } from './figures/words.mjs';
import { render } from './table.mjs';

/** In this order, so that the large file of one figure is gone before the next one's is made. */
const figures = { startup, peers, scan, groups, growth, distinct, words };

const help = `usage: npm run bench -- [--only NAME]... [--quick] [--keep] [--markdown]

  --only NAME   ${Object.keys(figures).join(', ')}; may be given several times
  --quick       1,000,000 rows and 3 repetitions, to see that it works
  --keep        leave the data in .cache/bench/data for the next time
  --markdown    print the tables as docs/performance.md has them`;

function readOptions() {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true, default: Object.keys(figures) },
      quick: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
      markdown: { type: 'boolean', default: false },
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
  const context = await prepare(options);
  console.log(render(context.machine, options.markdown));
  try {
    for (const [name, figure] of Object.entries(figures)) {
      if (!options.only.includes(name)) continue;
      context.log(`${name}:`);
      for await (const table of figure(context)) console.log(`\n${render(table, options.markdown)}`);
    }
  } finally {
    rmSync(context.runsFolder, { recursive: true, force: true });
    if (!options.keep) rmSync(context.dataFolder, { recursive: true, force: true });
  }
}

try {
  await main();
} catch (error) {
  const expected = error instanceof BenchError || error?.code?.startsWith?.('ERR_PARSE_ARGS');
  console.error(expected ? error.message : error);
  process.exitCode = 1;
}
