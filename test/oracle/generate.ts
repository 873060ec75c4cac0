import fc from 'fast-check';
import type { GroupKey } from '../../pipeline/jobs/describe/options.ts';
import type { ByteText, Encoding } from './csv.ts';
import { bytesOf, encode } from './csv.ts';
import type { CsvFile, OracleOptions } from './describe.ts';
import type { NumberFlavour } from './generate-values.ts';
import { dateText, keyText, numberFlavour, valueText } from './generate-values.ts';

export interface Case {
  files: CsvFile[];
  options: OracleOptions;
}

interface Dialect {
  delimiter: string;
  decimal: string;
  encoding: Encoding;
}

const dialect: fc.Arbitrary<Dialect> = fc
  .record({
    delimiter: fc.constantFrom(',', ',', ';', '\t', '|'),
    decimal: fc.constantFrom('.', '.', ','),
    encoding: fc.constantFrom<Encoding[]>('utf-8', 'utf-8', 'latin1'),
  })
  .map((made) => (made.delimiter === ',' ? { ...made, decimal: '.' } : made));

type Column = { name: string } & ({ kind: 'number'; flavour: NumberFlavour } | { kind: 'key' } | { kind: 'date' });

const columnNames = fc.uniqueArray(
  fc.constantFrom(
    ...['ValorObservado', 'v', 'b', 'Ñandú', '10', '2', '-1', 'a,b', 'a;b', 'con "comillas"', 'dos\nlíneas', '', 'x y'],
    ...['__proto__', 'constructor', 'key', 'rows', 'M'.repeat(50)],
  ),
  { minLength: 1, maxLength: 5 },
);

const columnKind: fc.Arbitrary<Column> = fc.oneof(
  { weight: 3, arbitrary: numberFlavour.map((flavour): Column => ({ name: '', kind: 'number', flavour })) },
  { weight: 1, arbitrary: fc.constant<Column>({ name: '', kind: 'key' }) },
  { weight: 1, arbitrary: fc.constant<Column>({ name: '', kind: 'date' }) },
);

const columns: fc.Arbitrary<Column[]> = columnNames.chain((names) =>
  fc.tuple(...names.map((name) => columnKind.map((kind) => ({ ...kind, name })))),
);

/** How one field is written. `raw` writes the content as it is, whatever that does to the rest of the file. */
type Writing = 'as needed' | 'quoted' | 'tail' | 'raw';

const writing = fc.oneof(
  { weight: 20, arbitrary: fc.constant<Writing>('as needed') },
  { weight: 6, arbitrary: fc.constant<Writing>('quoted') },
  { weight: 2, arbitrary: fc.constant<Writing>('tail') },
  { weight: 1, arbitrary: fc.constant<Writing>('raw') },
);

function quote(content: ByteText): ByteText {
  return `"${content.replaceAll('"', '""')}"`;
}

/** One field as a careful program writes it, or as a careless one does. */
export function writeField(content: ByteText, how: Writing, delimiter: string): ByteText {
  if (how === 'raw') return content;
  const needsQuotes = [delimiter, '"', '\n', '\r'].some((special) => content.includes(special));
  if (how === 'quoted') return quote(content);
  // Half in quotes, half behind them.
  if (how === 'tail' && !/[,;|\t\n\r]/.test(content)) {
    const cut = Math.floor(content.length / 2);
    return quote(content.slice(0, cut)) + content.slice(cut);
  }
  return needsQuotes ? quote(content) : content;
}

/** Characters that Latin-1 lacks are left out there. */
function encodeLossy(text: string, encoding: Encoding): ByteText {
  return [...text].map((character) => encode(character, encoding) ?? '').join('');
}

function field(column: Column, { delimiter, decimal, encoding }: Dialect): fc.Arbitrary<ByteText> {
  const content =
    column.kind === 'number' ? valueText(column.flavour, decimal) : column.kind === 'key' ? keyText : dateText;
  return fc.tuple(content, writing).map(([text, how]) => {
    // A raw quote at the start opens a field that may never close, and such a file is refused: `soup` has plenty of them.
    const written = how === 'raw' && text.startsWith('"') ? 'as needed' : how;
    return writeField(encodeLossy(text, encoding), written, delimiter);
  });
}

const terminator = fc.constantFrom('\n', '\n', '\r\n');

function rows(shape: readonly Column[], how: Dialect): fc.Arbitrary<ByteText[]> {
  const full = fc.tuple(...shape.map((column) => field(column, how)));
  const ragged = fc
    .tuple(full, fc.nat({ max: shape.length }), fc.array(fc.constantFrom('', '1', '"x"'), { maxLength: 2 }))
    .map(([fields, kept, extra]) => [...fields.slice(0, Math.max(1, kept)), ...extra]);
  const line = fc.oneof({ weight: 10, arbitrary: full }, { weight: 1, arbitrary: ragged });
  const written = line.map((fields) => fields.join(how.delimiter));
  return fc.array(
    fc.oneof({ weight: 30, arbitrary: written }, { weight: 1, arbitrary: fc.constantFrom('', '\r', '""') }),
    {
      maxLength: 60,
      size: 'max',
    },
  );
}

const padding = fc.constantFrom('', '', '', ' ', '\t ');

function header(shape: readonly Column[], { delimiter, encoding }: Dialect): fc.Arbitrary<ByteText> {
  const names = shape.map(({ name }) =>
    fc.tuple(padding, padding, fc.boolean()).map(([before, after, quoted]) => {
      // A lone empty name must be in quotes, or the header is an empty line.
      const how = quoted || (shape.length === 1 && name === '') ? 'quoted' : 'as needed';
      return writeField(`${before}${encodeLossy(name, encoding)}${after}`, how, delimiter);
    }),
  );
  return fc.tuple(...names).map((written) => written.join(delimiter));
}

function file(shape: readonly Column[], how: Dialect): fc.Arbitrary<ByteText> {
  return fc
    .record({
      mark: fc.constantFrom('', '', '', '\xef\xbb\xbf'),
      header: header(shape, how),
      rows: rows(shape, how),
      usual: terminator,
      unusual: fc.option(terminator, { freq: 4 }),
      last: fc.constantFrom('', 'terminated', 'terminated'),
    })
    .map((made) => {
      const lines = [made.header, ...made.rows];
      const end = (i: number): ByteText => {
        if (i === lines.length - 1 && made.last === '') return '';
        return i % 3 === 2 && made.unusual !== null ? made.unusual : made.usual;
      };
      return made.mark + lines.map((line, i) => line + end(i)).join('');
    });
}

/** Shows a file's bytes in a counterexample. */
export function csvFile(name: string, text: ByteText): CsvFile {
  const shown = `{ name: ${JSON.stringify(name)}, bytes of latin1 ${JSON.stringify(text)} }`;
  return Object.assign({ name, bytes: bytesOf(text) }, { [fc.toStringMethod]: () => shown });
}

const percentiles = fc.subarray(['0', '2.5', '10', '25', '33.333', '50', '75', '90', '99.9', '100'], { minLength: 1 });

/** Options that apply to any file. */
export const calculation = {
  window: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.constant(500)),
  percentiles,
  bins: fc.integer({ min: 1, max: 24 }),
  missing: fc.constantFrom<string[][]>(['', 'NaN', 'NA', 'N/A', 'N/D', 'null', 'None'], ['', '-999', 'S/D'], []),
  strict: fc.integer({ min: 0, max: 15 }).map((n) => n === 15),
};

function groupKey({ name, kind }: Column): fc.Arbitrary<GroupKey> {
  const units: GroupKey['unit'][] = kind === 'date' ? ['month', 'day', 'value'] : ['value'];
  return fc.constantFrom(...units).map((unit) => ({ column: name, unit }));
}

function options(shape: Column[], how: Dialect): fc.Arbitrary<OracleOptions> {
  const names = shape.map(({ name }) => name);
  const numeric = shape.filter(({ kind }) => kind === 'number').map(({ name }) => name);
  return fc.record({
    columns: fc.oneof(
      { weight: 4, arbitrary: fc.shuffledSubarray(numeric.length > 0 ? numeric : names, { minLength: 1 }) },
      { weight: 1, arbitrary: fc.shuffledSubarray(names, { minLength: 1 }) },
    ),
    by: fc
      .shuffledSubarray(shape, { maxLength: Math.min(2, shape.length) })
      .chain((chosen) => fc.tuple(...chosen.map(groupKey))),
    ...calculation,
    delimiter: fc.constant(how.delimiter),
    decimal: fc.constant(how.decimal),
    encoding: fc.constant(how.encoding),
  });
}

/** One to three files of one shape, each written in its own way, that most programs could have made. */
export const table: fc.Arbitrary<Case> = fc.tuple(columns, dialect).chain(([shape, how]) =>
  fc.record({
    files: fc
      .oneof(
        { weight: 4, arbitrary: fc.tuple(file(shape, how)) },
        { weight: 1, arbitrary: fc.array(file(shape, how), { minLength: 2, maxLength: 3 }) },
      )
      .map((texts) => texts.map((text, i) => csvFile(`${i + 1}.csv`, text))),
    options: options(shape, how),
  }),
);
