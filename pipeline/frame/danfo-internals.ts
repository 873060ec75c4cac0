// What is known of danfo.js 1.2.0 from its source, and not declared in its types: enough to mend it.

import type { Cumulation } from './mended-gaps.ts';
import type { GroupbyInternals } from './mended-groups.ts';

/** What danfo.js's frames and series have in common, and hide from their declared types. */
export interface Ndframe {
  readonly values: unknown[];
  readonly columns: string[];
  readonly index: (string | number)[];
  readonly shape: [number, number];
  readonly $isSeries: boolean;
  $dtypes: string[];
  $data: unknown[];
  $setValues(values: unknown[], ...checks: boolean[]): void;
  $setIndex(index: (string | number)[]): void;
  copy(): this;
}

export interface FramePrototype extends Ndframe {
  $getColumnData(name: string, asSeries?: boolean): unknown;
  $setColumnData(name: string, values: unknown): void;
  $setInternalColumnDataProperty(name?: string): void;
  iloc(selection: Selection): FramePrototype;
  loc(selection: Selection): FramePrototype;
  query(condition: unknown, options?: { inplace?: boolean }): unknown;
  sortValues(column: string, options?: { ascending?: boolean; inplace?: boolean }): unknown;
  groupby(columns: string[]): GroupbyInternals;
  addColumn(
    column: string,
    values: unknown,
    options?: { inplace?: boolean; atIndex?: number | string },
  ): FramePrototype | undefined;
  cumOps(operation: Cumulation, axis: 0 | 1, inplace: boolean): unknown;
  describe(): unknown;
  drop(options: { columns: string[]; inplace?: boolean | undefined }): unknown;
  dropNa(options?: { axis?: 0 | 1; inplace?: boolean }): unknown;
  fillNa(value: unknown, options?: { columns?: string[]; inplace?: boolean }): unknown;
  asType(column: string, dtype: string, options?: Inplace): unknown;
  nUnique(axis?: 0 | 1): unknown;
  toCSV(options?: CsvOptions): string | undefined;
}

export interface Selection {
  rows?: unknown;
  columns?: unknown;
}

export interface SeriesPrototype extends Ndframe {
  iloc(rows: unknown): Ndframe;
  sortValues(options?: { ascending?: boolean; inplace?: boolean }): unknown;
  valueCounts(): unknown;
  cumOps(operation: Cumulation, options: Inplace): unknown;
  describe(): Ndframe;
  fillNa(value: unknown, options?: Inplace): unknown;
  asType(dtype: string, options?: Inplace): unknown;
  nUnique(): number;
}

export interface Inplace {
  inplace?: boolean;
}

export interface CsvOptions {
  sep?: string;
  header?: boolean;
  filePath?: string;
}

/** The module danfo.js, as far as it is mended. */
export interface Danfo {
  readonly DataFrame: (new (
    rows: unknown[][],
    options: { columns: string[]; dtypes?: string[]; index?: (string | number)[] },
  ) => FramePrototype) & { prototype: FramePrototype };
  readonly Series: (new (
    values: unknown[],
    options?: { index: (string | number)[] },
  ) => SeriesPrototype) & { prototype: SeriesPrototype };
  readonly Utils: {
    prototype: { inferDtype(cells: readonly unknown[]): string[]; range(from: number, to: number): number[] };
  };
  readonly concat: (request: { dfList: Ndframe[]; axis: 0 | 1 }) => unknown;
  readonly toCSV: (frame: Ndframe, options?: CsvOptions) => string | undefined;
}
