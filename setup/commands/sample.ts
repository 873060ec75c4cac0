import { delimiterText, oneOf, wholeNumber } from '../arguments.ts';
import type { Command } from '../commander.ts';

const examples = `Makes data to try with, shaped like IDEAM's open export. Places are real, observations are made up.

Examples:
  enjambre sample -o data.csv
  enjambre sample --rows 5000000 --stations 500 --mess -o big.csv
  enjambre sample --sep ';' --decimal , -o excel.csv
`;

/** `enjambre sample -o FILE`. */
export function registerSample(program: Command): void {
  program
    .command('sample')
    .summary('make data to try with')
    .usage('-o FILE [options]')
    .addHelpText('before', examples)
    .requiredOption('-o, --output <file>', 'where to write')
    .option('--force', 'replace the file if it is there')
    .optionsGroup('What it holds (the same options give the same bytes):')
    .option('--rows <count>', 'rows (default: 100000)', wholeNumber('--rows', 0))
    .option('--stations <count>', 'stations that the rows go around (default: 50)', wholeNumber('--stations'))
    .option('--seed <number>', 'other observations for another seed (default: 1)', wholeNumber('--seed', 0))
    .option('--decimals <digits>', 'digits after the decimal mark (default: 1)', wholeNumber('--decimals', 0))
    .option('--mess', 'add what real exports hold: missing, invalid, quoted and ragged')
    .optionsGroup('How it is written:')
    .option('--sep <character>', "',' ';' '|' or tab (default: ',')", delimiterText)
    .option('--decimal <mark>', "'.' or ',' (default: '.')", oneOf('--decimal', ['.', ',']))
    .option('--bom', 'begin with a byte order mark (default: with --mess)')
    .option('--no-bom', 'do not')
    .option('--crlf', 'end lines as Windows does (default: with --mess)')
    .option('--no-crlf', 'do not')
    .optionsGroup('Output:')
    .option('--json', 'print what was written as JSON')
    .helpOption('-h, --help', 'show this help')
    .action(async (flags) => {
      const { makeSample } = await import('../sample/make-sample.ts');
      await makeSample(flags);
    });
}
