import type { StatusLine } from './status-line.ts';
import { bytesText, counted, countText, durationText } from './units.ts';

/** How far a run is. */
export interface RunProgress {
  bytes: number;
  totalBytes: number;
  rows: number;
  stage: 'processing' | 'combining';
  /** Partitions that are done. */
  done: number;
  partitions: number;
}

/** What is said of it. */
export interface ProgressReading extends RunProgress {
  /** Null before it can be told. */
  bytesPerSecond: number | null;
}

const redrawMs = 100;
const plainMs = 5_000;
/** The rate is that of the last seconds: an average since the start would hide a board that became slow. */
const rateWindowMs = 5_000;
/** Before that, the first bytes would be taken for the rate. */
const rateKnownMs = 300;

/** Shows the progress of a run: one line drawn over and over on a terminal, else a line every five seconds. */
export class Progress {
  readonly #line: StatusLine;
  readonly #now: () => number;
  readonly #title: string;
  #shownAt: number;
  #stage = '';
  #samples: { at: number; bytes: number }[] = [];

  /** @param title what comes before each line, as `7 partitions: ` */
  constructor(line: StatusLine, title = '', now: () => number = Date.now) {
    this.#line = line;
    this.#now = now;
    this.#title = title;
    this.#shownAt = now();
  }

  update(progress: RunProgress): void {
    const at = this.#now();
    this.#samples.push({ at, bytes: progress.bytes });
    while (at - (this.#samples[1]?.at ?? at) > rateWindowMs) this.#samples.shift();
    const changed = progress.stage !== this.#stage;
    if (at - this.#shownAt < (this.#line.redraws ? redrawMs : plainMs) && !(changed && this.#line.redraws)) return;
    this.#stage = progress.stage;
    this.#shownAt = at;
    const reading = { ...progress, bytesPerSecond: this.#bytesPerSecond() };
    if (this.#line.redraws) this.#line.draw(this.#title + statusText(reading));
    else this.#line.add(this.#title + plainText(reading));
  }

  #bytesPerSecond(): number | null {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (first === undefined || last === undefined || last.at - first.at < rateKnownMs) return null;
    // Bytes of a failed attempt are taken back.
    return last.bytes > first.bytes ? ((last.bytes - first.bytes) * 1000) / (last.at - first.at) : null;
  }
}

/** The line on a terminal: the most important first, since a narrow terminal cuts its end. */
export function statusText(reading: ProgressReading): string {
  const { bytes, totalBytes, rows, done, partitions, bytesPerSecond } = reading;
  if (reading.stage === 'combining') return `Combining ${counted(partitions, 'partition')} …`;
  const parts = [
    `Processing ${percentText(bytes, totalBytes)}`,
    `${bytesText(bytes)} of ${bytesText(totalBytes)}`,
    ...(bytesPerSecond === null ? [] : [`${bytesText(bytesPerSecond)}/s`]),
    ...(bytesPerSecond === null || bytes >= totalBytes ? [] : [`${remainingText(reading)} left`]),
    `partitions ${countText(done)}/${countText(partitions)}`,
    ...(rows > 0 ? [`${countText(rows)} rows`] : []),
  ];
  return parts.join(' · ');
}

/** The same as a sentence, for a log. */
export function plainText(reading: ProgressReading): string {
  const { bytes, totalBytes, rows, done, partitions, bytesPerSecond } = reading;
  if (reading.stage === 'combining') return `Combining ${counted(partitions, 'partition')}.`;
  const rate =
    bytesPerSecond === null ? '' : ` at ${bytesText(bytesPerSecond)}/s, about ${remainingText(reading)} left`;
  return (
    `Processed ${bytesText(bytes)} of ${bytesText(totalBytes)} (${percentText(bytes, totalBytes)})${rate}; ` +
    `${countText(done)} of ${counted(partitions, 'partition')} done, ${counted(rows, 'row')}.`
  );
}

/** Whole percent; 100 only when all is done. */
function percentText(bytes: number, totalBytes: number): string {
  const percent = totalBytes === 0 ? 100 : Math.floor((100 * bytes) / totalBytes);
  return `${Math.min(100, Math.max(0, percent))} %`;
}

/** In whole seconds: more would pretend to know. */
function remainingText({ bytes, totalBytes, bytesPerSecond }: ProgressReading): string {
  const seconds = Math.ceil(Math.max(0, totalBytes - bytes) / (bytesPerSecond ?? 1));
  return seconds < 60 ? `${seconds} s` : durationText(seconds * 1000);
}
