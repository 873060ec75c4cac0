export type Lang = 'en' | 'es';

/** Forms of a noun: Spanish says `un millón de filas`. */
export interface Noun {
  one: string;
  other: string;
}

/** How a language writes numbers, times and lists. All times are UTC, so that a report is the same wherever it is made. */
export interface Formats {
  lang: Lang;
  /** Six significant digits; whole numbers in full. */
  number(value: number): string;
  /** A count and its noun. */
  counted(count: number, noun: Noun): string;
  /** A share of 1. */
  percent(share: number): string;
  bytes(byteCount: number): string;
  duration(ms: number): string;
  /** Milliseconds since 1970 → day and time, with the zone. */
  dateTime(at: number): string;
  /** `2024-05` or `2024-05-31`; other texts as they are. */
  time(text: string): string;
  list(names: readonly string[]): string;
}

const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'];
const SCIENTIFIC_FROM = 1e15;
const SCIENTIFIC_BELOW = 1e-5;

/** Made when it is first needed: each costs a moment, and few are needed at once. */
function once<Made>(make: () => Made): () => Made {
  let made: Made | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

function makeFormats(lang: Lang): Formats {
  const numbers = (options: Intl.NumberFormatOptions) => once(() => new Intl.NumberFormat(lang, options));
  const dates = (options: Intl.DateTimeFormatOptions) =>
    once(() => new Intl.DateTimeFormat(lang, { ...options, timeZone: 'UTC' }));
  const whole = numbers({ maximumFractionDigits: 0 });
  const rounded = numbers({ maximumSignificantDigits: 6 });
  const scientific = numbers({ notation: 'scientific', maximumSignificantDigits: 6 });
  const percents = numbers({ style: 'percent', maximumSignificantDigits: 2 });
  const plural = once(() => new Intl.PluralRules(lang));
  const lists = once(() => new Intl.ListFormat(lang));
  const days = dates({ dateStyle: 'medium' });
  const months = dates({ month: 'short', year: 'numeric' });
  const moments = dates({ dateStyle: 'long', timeStyle: 'short' });
  const unit = (value: number, name: string, digits = 3) =>
    new Intl.NumberFormat(lang, {
      style: 'unit',
      unit: name,
      unitDisplay: 'short',
      maximumSignificantDigits: Math.max(digits, String(Math.round(value)).length),
    }).format(value);

  const number = (value: number) => {
    const size = Math.abs(value);
    if (size !== 0 && (size >= SCIENTIFIC_FROM || size < SCIENTIFIC_BELOW)) return scientific().format(value);
    return Number.isInteger(value) ? whole().format(value) : rounded().format(value);
  };
  return {
    lang,
    number,
    counted: (count, { one, other }) => {
      const form = plural().select(count);
      return `${whole().format(count)} ${form === 'one' ? one : form === 'many' ? `de ${other}` : other}`;
    },
    percent: (share) => percents().format(share),
    bytes: (byteCount) => {
      // `Intl` says "8 byte".
      if (byteCount < 1000) return `${whole().format(byteCount)} ${byteCount === 1 ? 'byte' : 'bytes'}`;
      const step = Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log10(byteCount * 1.0005) / 3));
      return unit(byteCount / 1000 ** step, BYTE_UNITS[step] as string);
    },
    duration: (ms) => {
      if (ms < 999.5) return unit(Math.round(ms), 'millisecond');
      if (ms < 59_950) return unit(ms / 1000, 'second', 2);
      const seconds = Math.round(ms / 1000);
      const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
      if (hours > 0) return `${unit(hours, 'hour')} ${unit(minutes, 'minute')}`;
      return `${unit(minutes, 'minute')} ${unit(seconds % 60, 'second')}`;
    },
    dateTime: (at) => `${moments().format(at)} UTC`,
    time: (text) => {
      const [, year, month, day] = /^(\d{4})-(\d\d)(?:-(\d\d))?$/.exec(text) ?? [];
      if (year === undefined || Number(month) < 1 || Number(month) > 12) return text;
      return (day === undefined ? months() : days()).format(
        Date.UTC(Number(year), Number(month) - 1, Number(day ?? 1)),
      );
    },
    list: (names) => lists().format(names),
  };
}

const known = new Map<Lang, Formats>();

/** The formats of a language. */
export function formatsOf(lang: Lang): Formats {
  const formats = known.get(lang) ?? makeFormats(lang);
  known.set(lang, formats);
  return formats;
}
