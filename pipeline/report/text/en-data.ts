import { formatsOf } from './formats.ts';

const f = formatsOf('en');

const group = { one: 'group', other: 'groups' };
const row = { one: 'row', other: 'rows' };

/** Words about results and their charts, in English. */
export const enData = {
  resultHeading: 'Result',
  resultWhole:
    'These numbers sum up each column, rounded to six digits. All digits show when you point at a number, and are in result.csv.',
  resultGroups: (groups: number) =>
    `${f.counted(groups, group)}, ${groups === 1 ? '' : 'the largest first, '}rounded to six digits. All digits show when you point at a number, and are in result.csv.`,
  resultGroupsCut: (shown: number, groups: number) =>
    `The ${f.number(shown)} largest of ${f.counted(groups, group)}; the others are in result.csv. Rounded to six digits; all of them show when you point at a number.`,
  noKey: '(none)',
  statistic: 'Statistic',
  rows: 'Rows',
  column: 'Column',
  boxColumn: 'Min – middle half – max',
  statistics: {
    count: 'Values',
    missing: 'Missing',
    invalid: 'Invalid',
    min: 'Minimum',
    max: 'Maximum',
    sum: 'Sum',
    mean: 'Mean',
    variance: 'Variance',
    std: 'Standard deviation',
    mode: 'Mode',
    modeCount: 'Times the mode occurs',
    kurtosis: 'Kurtosis',
    skewness: 'Skewness',
    rollingVarianceSum: 'Sum of rolling variances',
    rollingWindows: 'Rolling windows',
  },
  median: 'Median',
  percentile: (p: string) => `p${p}`,
  percentileLong: (p: string) => (p === '50' ? 'Median (p50)' : `Percentile ${p}`),
  undefinedNumber: 'not defined',

  search: 'Search',
  searchLabel: 'Show only rows with',
  previous: 'Previous',
  following: 'Next',
  pageOf: 'Rows {from}–{to} of {count}',
  noMatch: 'No row matches.',
  sortBy: 'Sort by',
  firstOf: (shown: number, all: number) => `The first ${f.number(shown)} of ${f.counted(all, row)}.`,
  choose: 'Column',

  chartWords: {
    rows: 'How many',
    mean: 'Mean',
    middleHalf: 'Middle half (p25 to p75)',
    fullRange: 'Minimum to maximum',
    done: 'Done',
    failed: 'Failed',
    recut: 'Done again',
  },

  histogramHeading: 'How the values spread',
  histogramIntro:
    'The taller a bar, the more values lie there. The marks show the mean and percentiles: below p10 lies a tenth of all values, below the median half of them.',
  histogramGroups: (count: number) => `Here for the ${count === 1 ? 'group' : f.counted(count, group)} with most rows.`,
  histogramTitle: (column: string, name: string) => (name === '' ? column : `${column}, ${name}`),
  histogramColumns: (shown: number, all: number) =>
    `The first ${f.number(shown)} of ${f.number(all)} columns are drawn.`,

  boxesHeading: 'The groups side by side',
  boxesIntro:
    'The box holds the middle half of the values, the line in it is the median, and the whiskers reach from minimum to maximum.',
  boxesMore: (shown: number) =>
    `Drawn are the ${f.number(shown)} groups with most rows; the table above has a small one for each of the others.`,
  boxesTitle: (column: string) => `${column} by group`,
  boxesMissing: 'Box plots need the percentiles 25, 50 and 75. Run it again with',

  curvesHeading: 'Over time',
  curvesMonths: (middle: boolean) =>
    `For each month: the mean as a line, ${middle ? 'the middle half of the values as a band, ' : ''}minimum and maximum around it.`,
  curvesDays: (middle: boolean) =>
    `For each day: the mean as a line, ${middle ? 'the middle half of the values as a band, ' : ''}minimum and maximum around it.`,
  curvesTitle: (column: string) => `${column} over time`,
  curvesSeries: (shown: number) =>
    shown === 1 ? 'Shown is the largest group.' : `Shown are the ${f.number(shown)} largest groups.`,
  curvesEarlierMonths: (count: number) =>
    `${f.counted(count, { one: 'earlier month is', other: 'earlier months are' })} left out.`,
  curvesEarlierDays: (count: number) =>
    `${f.counted(count, { one: 'earlier day is', other: 'earlier days are' })} left out.`,

  naiveHeading: 'Why not the average of averages?',
  naiveIntro:
    'A quick way to share the work is to compute each partition alone and average the results. This is what that would have given here, beside the exact result.',
  naiveFrames:
    'This job computes each chunk of rows as a frame, and averages. Here is what it gave, beside the exact result that describe gave for the same input.',
  costHeading: 'What both cost',
  costHeld: 'Rows in memory at a time, about',
  costMeaning:
    'describe reads the input through a buffer of fixed size in each worker: it counts values as they pass by, and keeps the counts, not the rows. The frames hold whole chunks of rows. Both numbers of rows are the most that all workers together hold.',
  framePart: 'Part',
  frameChunks: 'Chunks',
  frameAll: 'all',
  naiveTitle: (column: string, name: string) =>
    name === '' ? `${column}: error of the averages` : `${column}, ${name}: error of the averages`,
  naiveCaption: (column: string, name: string, parts: number) =>
    `${column}${name === '' ? '' : `, ${name}`}: exact, and as the average of ${f.number(parts)} parts`,
  naiveMore: (shown: number, all: number) => `${f.number(shown)} of ${f.number(all)} comparisons are shown.`,
  naiveExact: 'Exact',
  naiveAveraged: 'Averaged',
  naiveDifference: 'Difference',
  naiveNone: 'none',
  naiveMean:
    'The mean: a part with few values weighs as much as one with many, so that the average leans towards small parts.',
  naiveSpread:
    'Variance, standard deviation, kurtosis and skewness: they measure the spread around the mean of each part. How far those means lie from each other is lost.',
  naiveOrder: 'Percentiles and mode: the middle of the middles is not the middle of all.',
  naiveRolling:
    'Rolling variances: windows that reach over a cut are never looked at, nor is the last window of each part.',
  naiveCuts: 'Cut the input elsewhere, and the averages change. The exact numbers do not.',
  naiveSame: 'Here the averages happen to be right. That depends on where the input is cut.',
  naiveOnePart:
    'All values lie in one partition, so that there is nothing to average. To see a difference, run it again with --partitions 8.',
  naiveCostly: 'Comparing takes a moment with so many groups, so that it was not done here. To see it:',

  wordsTopHeading: 'The most frequent words',
  wordsTopIntro: (terms: number, distinct: number) =>
    `${f.counted(distinct, { one: 'different word occurs', other: 'different words occur' })} ${f.counted(terms, { one: 'time', other: 'times' })} in all. Here a word is letters and digits in a row, whether capital or small.`,
  wordsStop: (count: number) => `Without ${f.counted(count, { one: 'stop word', other: 'stop words' })}.`,
  wordsTopTitle: (count: number) =>
    count === 1 ? 'The most frequent word' : `The ${f.number(count)} most frequent words`,
  wordsFilesHeading: 'The files',
  wordsFilesIntro: (shown: number, all: number) =>
    shown === all
      ? 'The files with most words first.'
      : `The ${f.number(shown)} files with most words, of ${f.number(all)}; the others are in result.csv.`,
  wordsSpreadHeading: 'Long and short files',
  wordsSpreadIntro: (mean: number, median: number) =>
    `A file has ${f.number(mean)} ${mean === 1 ? 'word' : 'words'} on average; half of the files have ${f.number(median)} or fewer.`,
  wordsPerFile: 'Words per file',
  term: 'Word',
  times: 'Times',
  file: 'File',
  wordCount: 'Words',
  letterCount: 'Letters',
  lineCount: 'Lines',
  byteCount: 'Bytes',

  tableIntro: (shown: number, all: number) =>
    shown === all
      ? `${f.counted(all, row)}.`
      : `The first ${f.number(shown)} of ${f.counted(all, row)}; the others are in result.csv.`,
  pairsIntro: 'What the job gave.',
  jsonIntro: 'What the job gave, as JSON.',
  jsonCut: 'There is more of it in result.json.',
  chartOf: (value: string, name: string) => `${value} by ${name}`,
  countersHeading: 'What the job counted',
  counter: 'Counter',
  count: 'Count',
  outputHeading: 'Files beside the result',
  outputIntro: (files: number, bytes: number) =>
    `${f.counted(files, { one: 'file', other: 'files' })} in the folder output, ${f.bytes(bytes)}.`,
};
