import type { RunProgress } from '../../pipeline/run.ts';
import type { StatusLine } from './status-line.ts';
import { bytesText, counted, countText, durationText } from './units.ts';

/** What is said of a run's progress. */
export interface ProgressReading extends RunProgress {
  /** Null before it can be told. */
  bytesPerSecond: number | null;
  /** Time since the stage began. */
  stageMs: number;
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
  readonly #startedAt: number;
  #shownAt: number;
  #stageAt: number;
  #last: RunProgress | undefined;
  #samples: { at: number; bytes: number }[] = [];

  /** @param title what comes before each line, as `With 7 partitions: ` */
  constructor(line: StatusLine, title = '', now: () => number = Date.now) {
    this.#line = line;
    this.#now = now;
    this.#title = title;
    this.#startedAt = now();
    this.#shownAt = this.#startedAt;
    this.#stageAt = this.#startedAt;
  }

  update(progress: RunProgress): void {
    const changed = progress.stage !== this.#last?.stage;
    if (changed) this.#stageAt = this.#now();
    this.#last = { ...progress };
    this.#show(changed);
  }

  /** To be called now and then, so that a run that stands still is seen to. */
  tick(): void {
    this.#show(false);
  }

  #show(stageChanged: boolean): void {
    const last = this.#last;
    if (last === undefined) return;
    const at = this.#now();
    this.#samples.push({ at, bytes: last.bytes });
    while (at - (this.#samples[1]?.at ?? at) > rateWindowMs) this.#samples.shift();
    const { redraws } = this.#line;
    const dueMs = redraws ? redrawMs : plainMs;
    // A short run needs no lines in a log.
    const isNews = stageChanged && (redraws || at - this.#startedAt >= plainMs);
    if (at - this.#shownAt < dueMs && !isNews) return;
    this.#shownAt = at;
    const reading = { ...last, bytesPerSecond: this.#bytesPerSecond(), stageMs: at - this.#stageAt };
    if (redraws) this.#line.draw(this.#title + statusText(reading));
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
  if (reading.stage === 'combining') return `Combining ${counted(partitions, 'partition')} …${sinceText(reading)}`;
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
  if (reading.stage === 'combining') return `Combining ${counted(partitions, 'partition')}${sinceText(reading)}.`;
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
  return secondsText(Math.ceil(Math.max(0, totalBytes - bytes) / (bytesPerSecond ?? 1)));
}

function sinceText({ stageMs }: ProgressReading): string {
  return stageMs < 1000 ? '' : `, ${secondsText(Math.floor(stageMs / 1000))} so far`;
}

function secondsText(seconds: number): string {
  return seconds < 60 ? `${seconds} s` : durationText(seconds * 1000);
}
