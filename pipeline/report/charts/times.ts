import type { Tick } from './plot.ts';
import { haveRoom, px, round, type Scale, ticksOf } from './scale.ts';

const DAY_MS = 86_400_000;

/** Months and days as numbers, so that a gap in time is a gap on the axis. */
export interface TimePlaces {
  unit: 'month' | 'day';
  first: number;
  last: number;
  at(time: string): number;
}

/** Places of months (`2024-05`) where all texts are months, else of days. */
export function timePlaces(times: readonly string[]): TimePlaces {
  const unit = times.every((time) => time.length <= 7) ? 'month' : 'day';
  const at = (time: string) => {
    const [year, month, day] = time.split('-').map(Number) as [number, number?, number?];
    return unit === 'month'
      ? year * 12 + (month ?? 1) - 1
      : Math.round(Date.UTC(year, (month ?? 1) - 1, day ?? 1) / DAY_MS);
  };
  const places = times.map(at);
  const first = places.reduce((a, b) => Math.min(a, b), Infinity);
  const last = places.reduce((a, b) => Math.max(a, b), -Infinity);
  return times.length === 0 ? { unit, first: 0, last: 1, at } : { unit, first, last, at };
}

const DURATION_STEPS_S = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 43_200, 86_400, 604_800,
];

/** Labels at round durations, at most `most`: of a minute and more they are parts and multiples of minutes and hours. */
export function durationTicks(scale: Scale, most: number, label: (ms: number) => string): Tick[] {
  if (scale.max < 60_000) return ticksOf(scale, most, label);
  for (const step of DURATION_STEPS_S) {
    const count = Math.floor(scale.max / (step * 1000)) + 1;
    if (count > most + 1) continue;
    const ticks = Array.from({ length: count }, (_, index) => index * step * 1000).map((ms) => ({
      at: px(scale, ms),
      label: label(ms),
    }));
    if (haveRoom(ticks)) return ticks;
  }
  return ticksOf(scale, most, label);
}

/** Labels at even distances, as close as have room: months from January on, days from the first one on. */
export function timeTicks(places: TimePlaces, scale: Scale, label: (time: string) => string): Tick[] {
  const { unit, first, last } = places;
  const steps =
    unit === 'month'
      ? [1, 2, 3, 4, 6, 12, 24, 60, 120, 240, 600, 1200]
      : [1, 2, 7, 14, 28, 56, 91, 182, 364, 728, 3640];
  for (const step of steps) {
    const start = unit === 'month' ? Math.ceil(first / step) * step : first;
    const count = Math.floor((last - start) / step) + 1;
    if (count > 60) continue;
    const ticks = Array.from({ length: count }, (_, index) => start + index * step).map((place) => ({
      at: round(px(scale, place)),
      label: label(timeOf(place, unit)),
    }));
    if (haveRoom(ticks))
      return ticks.length > 0 ? ticks : [{ at: px(scale, first), label: label(timeOf(first, unit)) }];
  }
  return [{ at: px(scale, first), label: label(timeOf(first, unit)) }];
}

function timeOf(place: number, unit: 'month' | 'day'): string {
  if (unit === 'day') return new Date(place * DAY_MS).toISOString().slice(0, 10);
  return `${String(Math.floor(place / 12)).padStart(4, '0')}-${String((place % 12) + 1).padStart(2, '0')}`;
}
