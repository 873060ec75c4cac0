import { Buffer } from 'node:buffer';
import { decodeText } from '../../csv/encoding.ts';
import { csvLine } from '../../csv/line.ts';
import type { Dialect } from '../../run-dir/manifest.ts';
import type { Fault, Law } from './check-interface.ts';
import type { Item, SampleItems } from './check-sample.ts';
import { contextOf, namedColumns } from './context.ts';
import type { AnyFold } from './definition.ts';
import { firstDifference } from './difference.ts';
import { thrownText } from './failure.ts';
import type { OptionValue } from './options.ts';
import { type Plain, plainOf } from './plain.ts';
import { calling, settled, something } from './returned.ts';
import { RowView } from './row.ts';
import { stateBytes, stateOf } from './state.ts';

/** A way to come to a result; the first is that of the rows as a whole. */
interface Way {
  law: Law;
  cuts: number[];
  result(): Plain;
}

/** Cuts that are tried one by one; of more rows, some are chosen. */
const ALL_CUTS_ROWS = 40;
const CHOSEN_CUTS = 40;

/** A fold and a sample, tried in many ways. */
export class Trial {
  private readonly fold: AnyFold;
  private readonly sample: SampleItems;
  private readonly tolerance: number;
  private readonly settings: {
    options: { options: Record<string, OptionValue>; columns: null; missing: string[] };
    input: { header: string[]; dialect: Dialect };
  };
  private readonly row: RowView | null;
  private readonly columns: string[] | null;
  /** Ways that were tried. */
  checked = 0;

  constructor(
    fold: AnyFold,
    sample: SampleItems,
    { options, missing, tolerance }: { options: Record<string, OptionValue>; missing: string[]; tolerance: number },
  ) {
    const { header, dialect } = sample;
    this.fold = fold;
    this.sample = sample;
    this.tolerance = tolerance;
    this.settings = { options: { options, columns: null, missing }, input: { header, dialect } };
    this.columns = fold.add === undefined ? null : namedColumns(fold.columns, options);
    this.row = fold.add === undefined ? null : new RowView({ header, columns: this.columns, missing, dialect });
  }

  /** The first law that does not hold for some rows; null when all do. */
  fault(items: readonly Item[]): Fault | null {
    const rows = this.shown(items);
    const places = items.map(({ line }) => `${this.sample.unit} ${line}`);
    const fault = (law: Law, cuts: number[], more: Partial<Fault>): Fault => {
      return { law, rows, places, cuts, difference: null, error: null, fn: null, line: null, ...more };
    };
    let whole: Plain | undefined;
    for (const { law, cuts, result } of this.ways(items)) {
      let found: Plain;
      try {
        this.checked++;
        found = result();
      } catch (error) {
        return fault('works', cuts, thrownText(error));
      }
      whole ??= found;
      const difference = firstDifference(whole, found, this.tolerance);
      if (difference !== null) return fault(law, cuts, { difference, fn: JOINING.has(law) ? 'merge' : null });
    }
    return null;
  }

  /** Header and rows as lines; of the columns that the job names, if it names any. */
  private shown(items: readonly Item[]): string[] {
    const { header, headerText, dialect } = this.sample;
    const columns = this.columns;
    if (columns === null) return [headerText, ...items.map(({ text }) => text)];
    const places = columns.map((name) => header.indexOf(name));
    const rows = items.map(({ record }) =>
      places.map((place) => decodeText(record?.fields[place] ?? new Uint8Array(), dialect.encoding)),
    );
    return [columns, ...rows].map((cells) => csvLine(cells, dialect.delimiter).replace(/\n$/, ''));
  }

  private *ways(items: readonly Item[]): Generator<Way> {
    const { length } = items;
    const parts = new Map<string, Uint8Array>();
    /** The state of some rows, each time a fresh copy of it. */
    const part = (from: number, to: number, partition: number): unknown => {
      const key = `${from}-${to}-${partition}`;
      const known = parts.get(key) ?? this.bytesOf(items.slice(from, to), partition);
      parts.set(key, known);
      return stateOf(known);
    };
    yield { law: 'works', cuts: [], result: () => this.result(this.state(items, 0)) };
    yield { law: 'repeat', cuts: [], result: () => this.result(this.state(items, 0)) };
    yield { law: 'states', cuts: [], result: () => this.result(part(0, length, 0)) };
    yield { law: 'empty', cuts: [0], result: () => this.result(this.merge(part(0, 0, 0), part(0, length, 1))) };
    yield {
      law: 'empty',
      cuts: [length],
      result: () => this.result(this.merge(part(0, length, 0), part(length, length, 1))),
    };
    const places = cutsOf(length);
    for (const at of places) {
      yield { law: 'merge', cuts: [at], result: () => this.result(this.merge(part(0, at, 0), part(at, length, 1))) };
    }
    for (const [index, a] of places.entries()) {
      for (const b of places.slice(index)) {
        const three = () => [part(0, a, 0), part(a, b, 1), part(b, length, 2)] as const;
        const left = () => {
          const [x, y, z] = three();
          return this.result(this.merge(this.merge(x, y), z));
        };
        const right = () => {
          const [x, y, z] = three();
          return this.result(this.merge(x, this.merge(y, z)));
        };
        yield { law: 'associative', cuts: [a, b], result: left };
        yield { law: 'associative', cuts: [a, b], result: right };
      }
    }
    const single = () => items.map((_, index) => part(index, index + 1, index));
    if (length > 2)
      yield {
        law: 'merge',
        cuts: items.slice(1).map((_, index) => index + 1),
        result: () => this.result(single().reduce((a, b) => this.merge(a, b))),
      };
  }

  private state(items: readonly Item[], partition: number): unknown {
    const context = contextOf(this.settings, partition);
    let state = calling('empty', () => something(this.fold.empty(context)));
    if (this.row === null) {
      const bytes = Buffer.concat(items.map((item) => item.bytes));
      if (bytes.length === 0) return state;
      return calling('addBytes', () => settled(this.fold.addBytes?.(state, bytes, context)) ?? state);
    }
    const { row } = this;
    for (const { record, line } of items) {
      if (record === null) continue;
      const { fieldCount, fields, start } = record;
      Object.assign(row, {
        fieldCount,
        contents: fields,
        bytesInto: start,
        linesInto: line - 1,
        before: { lines: 0, bytes: 0 },
        file: 'sample',
      });
      state = calling('add', () => settled(this.fold.add?.(state, row, context)) ?? state);
    }
    return state;
  }

  private bytesOf(items: readonly Item[], partition: number): Uint8Array {
    const state = this.state(items, partition);
    const fn = items.length === 0 ? 'empty' : this.row === null ? 'addBytes' : 'add';
    return calling(fn, () => stateBytes(state));
  }

  private merge(a: unknown, b: unknown): unknown {
    return calling('merge', () => something(this.fold.merge(a, b, contextOf(this.settings, undefined))));
  }

  private result(state: unknown): Plain {
    return calling('result', () => plainOf(this.fold.result(state, contextOf(this.settings, undefined))));
  }
}

/** Laws of `merge`. */
const JOINING: ReadonlySet<Law> = new Set(['merge', 'associative', 'empty']);

/** Places to cut between rows: all of a small sample, of a large one some that are spread over it. */
function cutsOf(length: number): number[] {
  const all = Array.from({ length: Math.max(0, length - 1) }, (_, index) => index + 1);
  if (length <= ALL_CUTS_ROWS) return all;
  return [
    ...new Set(Array.from({ length: CHOSEN_CUTS }, (_, index) => 1 + Math.floor((index * (length - 1)) / CHOSEN_CUTS))),
  ];
}

/** Two parts say more than three. Another law may be broken as well, but is not what was found. */
function isSimpler(law: Law, than: Law): boolean {
  return law === than || (law === 'merge' && than === 'associative');
}

/** Rows that still break the law, in the sample's order, and none of which can be left out. Fewer others may do so too. */
export function reducedFault(trial: Trial, items: readonly Item[], found: Fault): Fault {
  let rows = items;
  let fault = found;
  for (let size = Math.ceil(rows.length / 2); size >= 1; ) {
    let removed = false;
    // From the end, so that what stays are early rows.
    for (let end = rows.length; end > 0; end -= size) {
      const fewer = [...rows.slice(0, Math.max(0, end - size)), ...rows.slice(end)];
      const still = trial.fault(fewer);
      if (still === null || !isSimpler(still.law, fault.law)) continue;
      rows = fewer;
      fault = still;
      removed = true;
    }
    if (size > 1) size = Math.ceil(size / 2);
    else if (!removed) break;
  }
  return fault;
}
