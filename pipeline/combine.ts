import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { usageError } from './errors.ts';
import { paths } from './run-dir/layout.ts';
import { readManifest } from './run-dir/read-manifest.ts';
import { chooseAttempts } from './runs/choose-attempts.ts';
import { combineRun } from './runs/combine-run.ts';
import { runScript, scriptCommand } from './script.ts';

// Third of the three scripts: chooses one attempt for each partition, and merges them into the result.

const HELP = `Merge the processed partitions of a run into result.json and result.csv.

  node dist/combine.js RUN
  deno run --allow-read=RUN --allow-write=RUN pipeline/combine.ts RUN

  --original-names   also write RUN/original/result_part_N.csv and combined_results.csv,
                     with the columns of the original system (temperatura_promedio, …) and exact values
`;

await runScript(HELP, async (args) => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { 'original-names': { type: 'boolean', default: false } },
  });
  const [run, ...others] = positionals;
  if (run === undefined || others.length > 0)
    throw usageError('Name one run directory', `${scriptCommand('combine')} RUN`);
  const manifest = readManifest(run);
  if (values['original-names'] && manifest.job !== 'describe') {
    throw usageError(
      `--original-names is for describe, and ${run} is a run of ${manifest.job}`,
      `${scriptCommand('combine')} ${run}`,
    );
  }
  chooseAttempts(run, manifest);
  await combineRun(run, manifest);
  for (const path of [paths.result(run), paths.resultCsv(run)]) if (existsSync(path)) process.stdout.write(`${path}\n`);
  if (!values['original-names']) return;
  // Loaded only here: danfo.js takes a third of a second.
  const { writeOriginals } = await import('./runs/originals.ts');
  for (const path of await writeOriginals(run, manifest)) process.stdout.write(`${path}\n`);
});
