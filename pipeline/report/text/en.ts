import { enData } from './en-data.ts';
import { formatsOf, type Noun } from './formats.ts';

const f = formatsOf('en');

const row = { one: 'row', other: 'rows' };
const value = { one: 'value', other: 'values' };
const partition = { one: 'partition', other: 'partitions' };
const check = { one: 'check', other: 'checks' };
const file = { one: 'file', other: 'files' };
const times = (count: number) => (count === 1 ? 'once' : count === 2 ? 'twice' : `${f.number(count)} times`);
const has = (count: number, noun: Noun) => `${f.counted(count, noun)} ${count === 1 ? 'has' : 'have'}`;

/** All words of a report, in English. Texts that hold a name get it ready to be shown. */
export const en = {
  ...enData,

  report: 'Enjambre report',
  contents: 'On this page',
  titleDescribe: (columns: string, by: string) => `Statistics of ${columns}${by === '' ? '' : ` for each ${by}`}`,
  titleWords: (input: string) => `Words and letters of ${input}`,
  titleOwn: (name: string) => `Result of ${name}`,
  titleFrames: 'Statistics by averages of averages',
  monthOf: (column: string) => `month of ${column}`,
  dayOf: (column: string) => `day of ${column}`,
  files: (count: number) => f.counted(count, file),
  what: (job: string, input: string, bytes: number, at: number) =>
    `Job ${job} on ${input}, ${f.bytes(bytes)}, planned on ${f.dateTime(at)}.`,

  completeRows: 'Complete: every row was counted once.',
  completeWords: 'Complete: every word was counted once.',
  completeDetail: (checks: number) =>
    `This was proven, not assumed: ${checks === 1 ? 'the check' : `all ${f.counted(checks, check)}`} of the ledger below ${checks === 1 ? 'holds' : 'hold'}.`,
  unproven: 'There is a result, but it cannot be proven. Do not use it.',
  refused: 'No result: the input breaks the rules of this run.',
  jobFailed: (job: string) => `No result: the job ${job} failed.`,
  failed: (count: number) => `No result: ${f.counted(count, partition)} failed. The others are kept.`,
  unfinished: (done: number, partitions: number) =>
    done === 0
      ? 'Not finished: no partition is done yet.'
      : `Not finished: ${f.number(done)} of ${f.counted(partitions, partition)} ${done === 1 ? 'is' : 'are'} done.`,
  interrupted: (done: number, partitions: number) =>
    done === 0
      ? 'Interrupted: no partition is done yet.'
      : `Interrupted: ${f.number(done)} of ${f.counted(partitions, partition)} ${done === 1 ? 'is' : 'are'} done and kept.`,
  next: 'Next:',
  prove: 'Prove it yourself, with other numbers of partitions:',

  figureRows: 'Rows',
  figureWords: 'Words',
  figureValues: 'Values',
  figureGroups: 'Groups',
  figureFiles: 'Files',
  figureLetters: 'Letters',
  figureLines: 'Lines',
  figureTime: 'Time',
  figurePartitions: 'Partitions',
  figureWorkers: 'Workers',

  oddHeading: 'What was odd',
  oddNothing: 'Nothing odd.',
  oddNothingYet: 'Nothing odd so far.',
  oddNothingRows:
    'No value was missing or invalid, no row had too many or too few fields, and no partition had to be done again.',
  oddNothingFields: 'No row had too many or too few fields, and no partition had to be done again.',
  oddNothingWords: 'No partition had to be done again.',
  oddRagged: (ragged: number) =>
    `${has(ragged, row)} more or fewer fields than the header. ${ragged === 1 ? 'It was' : 'They were'} used where the field is there.`,
  oddMissing: (column: string, missing: number, rows: number) =>
    `${column}: ${f.counted(missing, value)} missing (${f.percent(missing / rows)}).`,
  oddInvalid: (column: string, invalid: number, rows: number, example: string) =>
    `${column}: ${f.counted(invalid, value)} ${invalid === 1 ? 'is no number' : 'are no numbers'} (${f.percent(invalid / rows)})${example === '' ? '' : `, such as ${example}`}.`,
  oddUnused: 'Missing and invalid values are in no statistic.',
  oddMoreColumns: (count: number) =>
    `${f.counted(count, { one: 'more column has', other: 'more columns have' })} missing or invalid values; see below.`,
  oddRetries: (failed: number) =>
    `${f.counted(failed, { one: 'attempt', other: 'attempts' })} failed and ${failed === 1 ? 'was' : 'were'} made again. What failed is not in the result.`,
  oddFailures: (failed: number) => `${f.counted(failed, { one: 'attempt', other: 'attempts' })} failed:`,
  oddRecut: (recut: number) =>
    `${f.counted(recut, partition)} began inside a quoted field, and ${recut === 1 ? 'was' : 'were'} cut at the right place and done again. That costs time, but changes nothing.`,
  oddSessions: (resumed: number) => `The run was stopped and resumed ${times(resumed)}. What was finished was kept.`,

  findings: {
    'no-text': (count: number, names: string) =>
      `${f.counted(count, file)} ${count === 1 ? 'is' : 'are'} no text and ${count === 1 ? 'was' : 'were'} not counted: ${names}.`,
    'earlier-runs': (count: number, names: string) =>
      `${f.counted(count, { one: 'folder of an earlier run was', other: 'folders of earlier runs were' })} not counted: ${names}.`,
    'found-twice': (count: number, names: string) =>
      `${f.counted(count, file)} ${count === 1 ? 'was' : 'were'} found again and counted once: ${names}.`,
    latin1: (count: number, names: string) =>
      `${f.counted(count, file)} ${count === 1 ? 'is' : 'are'} not valid UTF-8 and ${count === 1 ? 'was' : 'were'} read as Latin-1: ${names}.`,
  },

  // The seven sentences that the terminal shows too: they begin in lower case there, after "Warning:".
  noRows: 'there are no rows below the header.',
  noWords: 'there are no words in the input.',
  oneColumn: (column: string) => `the header is one column, ${JSON.stringify(column)}: is that the right --delimiter?`,
  ragged: (ragged: number, rows: number, delimiter: string) =>
    `${f.number(ragged)} of ${f.counted(rows, row)} ${ragged === 1 ? 'has' : 'have'} more or fewer fields than the header: is "${delimiter}" the delimiter?`,
  otherDecimal: (column: string, invalid: number, example: string, other: string) =>
    `${f.counted(invalid, value)} of ${JSON.stringify(column)} ${invalid === 1 ? 'is no number' : 'are no numbers'}, such as ${JSON.stringify(example)}: try --decimal ${other}`,
  noNumber: (column: string) => `${JSON.stringify(column)} holds no number.`,
  mostlyInvalid: (column: string, invalid: number, values: number) =>
    `${f.number(invalid)} of ${f.counted(values, value)} of ${JSON.stringify(column)} ${invalid === 1 ? 'is no number' : 'are no numbers'}.`,
  longWindow: (window: number, columns: string) =>
    `a rolling window of ${window} is longer than all of ${columns}: give a smaller --window.`,
  andMore: (count: number) => `and ${f.number(count)} more`,

  timelineHeading: 'Who worked when',
  timelineIntro: (partitions: number, lanes: number, hosts: number) => {
    const machines = f.counted(hosts, { one: 'machine', other: 'machines' });
    const all = f.counted(partitions, partition);
    if (partitions === 1) return `Each bar is one attempt at a partition. Here is one partition, on ${machines}.`;
    if (lanes === 1) return `Each bar is one attempt at a partition. ${all}, one after another on ${machines}.`;
    return `Each bar is one attempt at a partition. ${all} on ${machines}, up to ${f.number(lanes)} at a time: bars below each other ran at the same time.`;
  },
  timelineMerged: (bars: number) =>
    `So many partitions are drawn as ${f.number(bars)} bars: each stands for several in a row.`,
  timelineSlowest: (name: number, ms: number) => `Partition ${name} took longest, ${f.duration(ms)}.`,
  timelinePauses: 'Pauses between stopping and resuming are left out.',
  timelineTitle: 'Attempts over time',
  lane: (host: string, number: number) => `${host} · ${number}`,
  laneCombine: 'combine',
  barOne: (partition: number, ms: number) => `partition ${partition}, ${f.duration(ms)}`,
  barMany: (first: number, last: number, count: number) => `partitions ${first} to ${last} (${f.number(count)})`,
  barCombine: (ms: number) => `combining, ${f.duration(ms)}`,
  failureAt: (partition: number, attempt: number) =>
    attempt === 0 ? `Partition ${partition}` : `Partition ${partition}, attempt ${attempt}`,

  ledgerHeading: 'Ledger: the proof',
  ledgerIntro:
    'A run is finished only if these laws hold. Together they say that the partitions cover the input exactly, and that each part was counted once.',
  ledgerNone: 'The ledger cannot be read, so that nothing is proven.',
  holds: 'holds',
  holdsNot: 'does not hold',
  lawTiles: 'The partitions cover all of the input, without a gap and without an overlap.',
  lawTilesDetail: (ranges: number, bytes: number) =>
    `${ranges === 1 ? 'One piece' : `${f.counted(ranges, { one: 'piece', other: 'pieces' })} laid side by side`}, ${f.counted(bytes, { one: 'byte', other: 'bytes' })}.`,
  lawProcessed: 'Every partition was processed.',
  lawProcessedDetail: (done: number, partitions: number) => `${f.number(done)} of ${f.counted(partitions, partition)}.`,
  lawChain: 'Each partition begins exactly where the one before it ended, so that no record is cut or read twice.',
  lawChainWords: 'Each partition begins exactly where the one before it ended, so that no word is cut or read twice.',
  lawChainDetail: (cuts: number) =>
    cuts === 0 ? 'No cut lies inside a file.' : `${f.counted(cuts, { one: 'cut', other: 'cuts' })} inside files.`,
  lawNotYet: (done: number, partitions: number) =>
    done === 0
      ? 'Not known yet: no partition is done.'
      : `Not known yet: ${f.number(done)} of ${f.counted(partitions, partition)} ${done === 1 ? 'is' : 'are'} done.`,
  lawEnds: 'Every file was read to its last byte.',
  lawEndsDetail: (count: number) => `${f.counted(count, file)}.`,
  lawText: 'Every byte of text was counted once.',
  lawTextDetail: (bytes: number, packed: number) =>
    `${f.counted(bytes, { one: 'byte', other: 'bytes' })}${packed === 0 ? '' : `, and ${f.counted(packed, { one: 'gzip file', other: 'gzip files' })} proven by checksum`}.`,
  lawFiles: 'Every file has its line in the result.',
  lawOutput: 'The files that the job wrote lie beside the result, unchanged.',
  lawColumn: (column: string) => `${column}: values, missing and invalid add up to the rows.`,
  lawColumnDetail: (count: number, missing: number, invalid: number, rows: number) =>
    `${f.number(count)} + ${f.number(missing)} + ${f.number(invalid)} = ${f.number(count + missing + invalid)}; ${f.counted(rows, row)}.`,

  problemsHeading: 'Missing and invalid values',
  problemsIntro:
    'Missing: the field is empty, or says so, as NaN or N/A. Invalid: it says something else that is no number. Both are counted.',
  problemsPlaces: 'The first invalid values, and where they stand',
  problemColumn: 'Column',
  problemText: 'Text',
  problemFile: 'File',
  problemLine: 'Line',
  problemByte: 'Byte',
  problemShare: 'Not used',

  repeatHeading: 'How to repeat it',
  repeatIntro:
    'The same command on the same files gives the same digits, on any number of partitions and workers. Type it in the folder that holds what it names:',
  repeatIntroFrames:
    'This job sees chunks of rows: the same command on the same files gives the same digits with the same --partitions and --chunk-rows, on any number of workers. Type it in the folder that holds what it names:',
  repeatInput: 'Input',
  repeatOptions: 'Options',
  repeatRun: 'This run',
  valueColumn: 'Value',
  runId: 'Run',
  runVersion: 'Version',
  runRuntime: 'Ran on',
  runEngine: 'Engine',
  runJob: 'Job file',
  inputIdentity: 'Identity',
  inputDialect: (delimiter: string, decimal: string, encoding: string) =>
    `delimiter ${delimiter === '\t' ? 'tab' : `"${delimiter}"`}, decimal mark "${decimal}", ${encoding}`,
  inputEncoding: 'Written as',
  moreFiles: (count: number) => `and ${f.counted(count, { one: 'more file', other: 'more files' })}`,
  footer: (version: string) => `Made by Enjambre ${version} from the run’s own directory. Times are UTC.`,
};

export type Catalogue = typeof en;
