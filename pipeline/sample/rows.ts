import { Climate } from './climate.ts';
import { MESS_BYTES_MAX, MESS_KINDS, messTable } from './mess.ts';
import { ObservedValue, VALUE_BYTES_MAX } from './observed-value.ts';
import type { ResolvedSampleOptions } from './options.ts';
import { Sfc32 } from './random.ts';
import { DATE_FIELD, HEADER, type Spelling, stationFields, VALUE_FIELD } from './record.ts';
import { stationAt } from './stations.ts';

const FIRST_HOUR_MS = Date.UTC(2018, 0, 1);
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const DATE_BYTES = '01/15/2018 05:00:00 AM'.length;
/** Room for what is constant in a station's rows; they take about 130 bytes. */
const STATION_BYTES_MAX = 256;
const BYTE_ORDER_MARK = '\uFEFF';
const QUOTE = 34;
// Each purpose draws from a stream of its own, so that mess or more decimals leave the weather as it was.
const WEATHER_STREAM = 1;
const MESS_STREAM = 2;
const DIGIT_STREAM = 3;

/** What has been written so far. `missing` and `invalid` are values of ValorObservado, as `describe` counts by default. */
export interface SampleCounts {
  rows: number;
  missing: number;
  invalid: number;
  ragged: number;
  emptyLines: number;
}

/**
 * Writes a sample file piece by piece. What repeats in a station's rows is kept as bytes; a plain row is copied
 * together without making a string, and only the few messy ones are spelled out.
 */
export class SampleRows {
  readonly counts: SampleCounts = { rows: 0, missing: 0, invalid: 0, ragged: 0, emptyLines: 0 };
  /** `fill` needs at least this much room. */
  readonly roomBytes: number;

  private readonly options: ResolvedSampleOptions;
  private readonly spelling: Spelling;
  private readonly encoder = new TextEncoder();
  private readonly climate: Climate;
  private readonly observedValue: ObservedValue;
  private readonly messRandom: Sfc32;
  private readonly messTable = messTable();
  private readonly quoteValue: boolean;
  /** For every station, what stands before its date and what stands after its value, one after the other. */
  private readonly constants: Uint8Array;
  /** Where in `constants` the piece before the date of station i starts (2i), and that after the value (2i + 1). */
  private readonly starts: Uint32Array;
  private readonly date = new Uint8Array(DATE_BYTES + 1);
  private readonly scratch = new Uint8Array(VALUE_BYTES_MAX);
  private hour = 0;
  private station = 0;
  private begun = false;

  constructor(options: ResolvedSampleOptions) {
    this.options = options;
    this.spelling = { ...options, lineEnd: options.crlf ? '\r\n' : '\n' };
    this.climate = new Climate(new Sfc32(options.seed, WEATHER_STREAM), options.stations);
    this.observedValue = new ObservedValue(options.decimals, options.decimal, new Sfc32(options.seed, DIGIT_STREAM));
    this.messRandom = new Sfc32(options.seed, MESS_STREAM);
    this.quoteValue = options.sep === options.decimal && options.decimals > 0;
    this.starts = new Uint32Array(2 * options.stations + 1);
    this.constants = this.writeConstants();
    this.roomBytes = this.longestRow();
    this.startHour();
  }

  /** Writes as many whole rows as surely fit, and returns the bytes written: 0 when all is written. */
  fill(out: Uint8Array): number {
    const { rows, stations, mess } = this.options;
    if (out.length < this.roomBytes) throw new RangeError(`${out.length} bytes are too few: ${this.roomBytes} needed.`);
    if (this.begun && this.counts.rows === rows) return 0;
    let at = this.begun ? 0 : this.writeHeader(out);
    const lastStart = out.length - this.roomBytes;
    while (this.counts.rows < rows && at <= lastStart) {
      if (this.station === stations) this.nextHour();
      const kind = mess ? (this.messTable[this.messRandom.below(10_000)] as number) : 0;
      at = kind === 0 ? this.writePlainRow(out, at) : this.writeMessyRow(out, at, kind - 1);
      this.station++;
      this.counts.rows++;
    }
    return mess && this.counts.rows === rows ? at - this.spelling.lineEnd.length : at;
  }

  private writeHeader(out: Uint8Array): number {
    this.begun = true;
    const { options, spelling } = this;
    const text = (options.bom ? BYTE_ORDER_MARK : '') + HEADER.join(options.sep) + spelling.lineEnd;
    return this.encoder.encodeInto(text, out).written;
  }

  private writePlainRow(out: Uint8Array, start: number): number {
    const { constants, starts, date, station } = this;
    const head = starts[2 * station] as number;
    const tail = starts[2 * station + 1] as number;
    const tailEnd = starts[2 * station + 2] as number;
    let at = start;
    for (let from = head; from < tail; from++) out[at++] = constants[from] as number;
    for (let from = 0; from < date.length; from++) out[at++] = date[from] as number;
    if (this.quoteValue) out[at++] = QUOTE;
    at = this.observedValue.write(out, at, this.climate.observe(station));
    if (this.quoteValue) out[at++] = QUOTE;
    for (let from = tail; from < tailEnd; from++) out[at++] = constants[from] as number;
    return at;
  }

  private writeMessyRow(out: Uint8Array, start: number, kindIndex: number): number {
    const { spelling, station, counts } = this;
    const kind = MESS_KINDS[kindIndex];
    if (kind === undefined) throw new RangeError(`There is no mess ${kindIndex}.`);
    const value = asciiText(this.scratch, this.observedValue.write(this.scratch, 0, this.climate.observe(station)));
    const fields = stationFields(station, stationAt(station), spelling);
    fields[DATE_FIELD] = asciiText(this.date, DATE_BYTES);
    fields[VALUE_FIELD] = this.quoteValue ? `"${value}"` : value;
    kind.apply(fields, value, spelling);
    if (kind.effect.missing) counts.missing++;
    if (kind.effect.invalid) counts.invalid++;
    if (kind.effect.ragged) counts.ragged++;
    if (kind.effect.emptyLine) counts.emptyLines++;
    const row = this.encoder.encode(fields.join(spelling.sep) + spelling.lineEnd);
    out.set(row, start);
    return start + row.length;
  }

  private nextHour(): void {
    this.hour++;
    this.station = 0;
    this.startHour();
  }

  private startHour(): void {
    const time = new Date(FIRST_HOUR_MS + this.hour * HOUR_MS);
    const year = time.getUTCFullYear();
    const hour = time.getUTCHours();
    const two = (value: number) => String(value).padStart(2, '0');
    const day = `${two(time.getUTCMonth() + 1)}/${two(time.getUTCDate())}/${year}`;
    const clock = `${two(hour % 12 === 0 ? 12 : hour % 12)}:00:00 ${hour < 12 ? 'AM' : 'PM'}`;
    this.encoder.encodeInto(`${day} ${clock}${this.options.sep}`, this.date);
    this.climate.startHour(Math.floor((time.getTime() - Date.UTC(year, 0, 1)) / DAY_MS), hour);
  }

  /** Spells what is constant in every station's rows, and tells the climate about the station. */
  private writeConstants(): Uint8Array {
    const { options, spelling, encoder, starts } = this;
    const bytes = new Uint8Array(STATION_BYTES_MAX * options.stations);
    let at = 0;
    const append = (text: string) => {
      const { read, written } = encoder.encodeInto(text, bytes.subarray(at));
      if (read < text.length) throw new RangeError(`A station takes more than ${STATION_BYTES_MAX} bytes: ${text}`);
      at += written;
    };
    for (let index = 0; index < options.stations; index++) {
      const station = stationAt(index);
      const fields = stationFields(index, station, spelling);
      this.climate.addStation(index, station);
      starts[2 * index] = at;
      append(fields.slice(0, DATE_FIELD).join(options.sep) + options.sep);
      starts[2 * index + 1] = at;
      append(options.sep + fields.slice(VALUE_FIELD + 1).join(options.sep) + spelling.lineEnd);
    }
    starts[2 * options.stations] = at;
    return bytes.slice(0, at);
  }

  private longestRow(): number {
    const { starts, options } = this;
    let longest = 0;
    for (let index = 0; index < options.stations; index++) {
      longest = Math.max(longest, (starts[2 * index + 2] as number) - (starts[2 * index] as number));
    }
    const quotes = 2;
    return longest + this.date.length + VALUE_BYTES_MAX + quotes + MESS_BYTES_MAX;
  }
}

function asciiText(bytes: Uint8Array, end: number): string {
  return String.fromCharCode(...bytes.subarray(0, end));
}
