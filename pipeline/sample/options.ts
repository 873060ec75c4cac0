import { usageError } from '../errors.ts';

/** What the sample data hold. The same options give the same bytes on every platform. */
export interface SampleOptions {
  /** Rows below the header; empty lines do not count. @default 100000 */
  rows?: number | undefined;
  /** @default 1 */
  seed?: number | undefined;
  /** Stations that the rows go around, hour by hour. @default 50 */
  stations?: number | undefined;
  /** Digits after the decimal mark of a value, 0 to 17. @default 1 */
  decimals?: number | undefined;
  /** `,` `;` tab or `|`. @default ',' */
  sep?: string | undefined;
  /** `.` or `,`. @default '.' */
  decimal?: string | undefined;
  /** Put in what real exports hold: missing and invalid values, quotes, ragged rows and so on. @default false */
  mess?: boolean | undefined;
  /** Begin with a byte order mark. @default as `mess` */
  bom?: boolean | undefined;
  /** End lines with CR LF instead of LF. @default as `mess` */
  crlf?: boolean | undefined;
}

export interface ResolvedSampleOptions {
  rows: number;
  seed: number;
  stations: number;
  decimals: number;
  sep: string;
  decimal: string;
  mess: boolean;
  bom: boolean;
  crlf: boolean;
}

export const SAMPLE_DEFAULTS: Readonly<ResolvedSampleOptions> = {
  rows: 100_000,
  seed: 1,
  stations: 50,
  decimals: 1,
  sep: ',',
  decimal: '.',
  mess: false,
  bom: false,
  crlf: false,
};

/** Largest value of each option that is a number; the smallest is 0, or 1 for stations. */
const LIMITS = { rows: 10_000_000_000, seed: Number.MAX_SAFE_INTEGER, stations: 100_000, decimals: 17 } as const;
/** The year has four digits, so a station has observations from 2018 to 9999 and no more. */
export const HOURS_MAX = (Date.UTC(9999, 11, 31, 23) - Date.UTC(2018, 0, 1)) / 3_600_000 + 1;
const EXAMPLE = 'enjambre sample --rows 100000 --stations 50 -o data.csv';

function wholeNumber(option: keyof typeof LIMITS, value: number | undefined): number {
  if (value === undefined) return SAMPLE_DEFAULTS[option];
  const smallest = option === 'stations' ? 1 : 0;
  if (!Number.isInteger(value) || value < smallest || value > LIMITS[option]) {
    throw usageError(`--${option} ${value} is not a whole number from ${smallest} to ${LIMITS[option]}.`, EXAMPLE);
  }
  return value;
}

function oneOf(option: 'sep' | 'decimal', value: string | undefined, allowed: Record<string, string>): string {
  if (value === undefined) return SAMPLE_DEFAULTS[option];
  if (!Object.hasOwn(allowed, value)) {
    const list = Object.values(allowed).join(' ');
    throw usageError(`--${option} ${JSON.stringify(value)} is not one of: ${list}`, EXAMPLE);
  }
  return value;
}

/** Fills in the defaults. Throws a usage error that names the value and what is allowed. */
export function resolveSampleOptions(options: SampleOptions): ResolvedSampleOptions {
  const mess = options.mess ?? SAMPLE_DEFAULTS.mess;
  const resolved = {
    rows: wholeNumber('rows', options.rows),
    seed: wholeNumber('seed', options.seed),
    stations: wholeNumber('stations', options.stations),
    decimals: wholeNumber('decimals', options.decimals),
    sep: oneOf('sep', options.sep, { ',': '","', ';': '";"', '\t': 'tab', '|': '"|"' }),
    decimal: oneOf('decimal', options.decimal, { '.': '"."', ',': '","' }),
    mess,
    bom: options.bom ?? mess,
    crlf: options.crlf ?? mess,
  };
  const rowsMax = resolved.stations * HOURS_MAX;
  if (resolved.rows > rowsMax) {
    const stations = Math.ceil(resolved.rows / HOURS_MAX);
    throw usageError(
      `--rows ${resolved.rows} is more than --stations ${resolved.stations} can have hourly until the year 9999: at most ${rowsMax}.`,
      `enjambre sample --rows ${resolved.rows} --stations ${stations} -o data.csv`,
    );
  }
  return resolved;
}
