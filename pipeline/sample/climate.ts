import type { Sfc32 } from './random.ts';
import type { Station } from './stations.ts';

/** Mean of the sum of a draw's four bytes: 4 × 127.5. */
const BYTE_SUM_MEAN = 510;
/** Standard deviation of that sum: √(4 × (256² − 1) ÷ 12), rounded. */
const BYTE_SUM_STD = 148;
/** An hour forgets a sixteenth of the weather, so the process is AR(1) with coefficient 15/16. */
const FORGET_SHIFT = 4;
const COLDEST_HOUR = 6;
const WARMEST_HOUR = 14;
/** Day of the year, from 0, about which the yearly cycle peaks: the end of the dry season. */
const WARMEST_DAY = 60;

/**
 * Sine of an angle in whole or broken degrees, in thousandths, off by 2 at most. Math.sin may differ in its last bit from
 * engine to engine; this is a ratio of polynomials, and those do not. Source: Bhāskara I, Mahābhāskarīya (7th century).
 */
export function sineThousandths(degrees: number): number {
  const turn = ((degrees % 360) + 360) % 360;
  const x = turn % 180;
  const product = x * (180 - x);
  const sine = Math.round((4000 * product) / (40500 - product));
  return turn < 180 ? sine : -sine;
}

function cosineThousandths(degrees: number): number {
  return sineThousandths(degrees + 90);
}

/** −1000 at the coldest hour, 1000 at the warmest; warming takes 8 hours, cooling 16. */
function dayCycle(hour: number): number {
  const warmingHours = WARMEST_HOUR - COLDEST_HOUR;
  if (hour >= COLDEST_HOUR && hour <= WARMEST_HOUR) {
    return -cosineThousandths((180 * (hour - COLDEST_HOUR)) / warmingHours);
  }
  return cosineThousandths((180 * ((hour + 24 - WARMEST_HOUR) % 24)) / (24 - warmingHours));
}

/** One long and one short wave a year, since the Andes have two rainy seasons; from −1000 to 1000. */
function yearCycle(day: number): number {
  const degrees = (360 * (day - WARMEST_DAY)) / 366;
  return Math.round((600 * cosineThousandths(degrees) + 400 * cosineThousandths(2 * degrees)) / 1000);
}

const DAY_CYCLE = Int32Array.from({ length: 24 }, (_, hour) => dayCycle(hour));
const YEAR_CYCLE = Int32Array.from({ length: 366 }, (_, day) => yearCycle(day));

/**
 * Air temperature at each station, hour by hour: the station's mean, a yearly and a daily wave, and weather that lasts.
 * Whole millionths of a degree Celsius throughout, so every engine gives the same.
 */
export class Climate {
  private readonly mean: Int32Array;
  private readonly yearSwing: Int32Array;
  private readonly daySwing: Int32Array;
  private readonly weather: Int32Array;
  private readonly gust: Int32Array;
  private readonly random: Sfc32;
  private yearPhase = 0;
  private dayPhase = 0;

  constructor(random: Sfc32, stationCount: number) {
    this.random = random;
    this.mean = new Int32Array(stationCount);
    this.yearSwing = new Int32Array(stationCount);
    this.daySwing = new Int32Array(stationCount);
    this.weather = new Int32Array(stationCount);
    this.gust = new Int32Array(stationCount);
  }

  addStation(index: number, station: Station): void {
    this.mean[index] = station.meanMilliDegrees * 1000;
    this.yearSwing[index] = station.yearSwingMilliDegrees;
    this.daySwing[index] = station.daySwingMilliDegrees;
    this.gust[index] = Math.round((station.gustMilliDegrees * 1000) / BYTE_SUM_STD);
  }

  /** `day` of the year from 0 to 365, `hour` from 0 to 23. */
  startHour(day: number, hour: number): void {
    this.yearPhase = YEAR_CYCLE[day] as number;
    this.dayPhase = DAY_CYCLE[hour] as number;
  }

  /** The next observation of a station in millionths of a degree; to be asked once an hour. */
  observe(index: number): number {
    const bits = this.random.next();
    // Four bytes added up are close enough to a normal distribution, and exact.
    const byteSum = (bits & 255) + ((bits >>> 8) & 255) + ((bits >>> 16) & 255) + (bits >>> 24);
    const before = this.weather[index] as number;
    const weather = before - (before >> FORGET_SHIFT) + Math.imul(byteSum - BYTE_SUM_MEAN, this.gust[index] as number);
    this.weather[index] = weather;
    const cycles =
      Math.imul(this.yearSwing[index] as number, this.yearPhase) +
      Math.imul(this.daySwing[index] as number, this.dayPhase);
    return (this.mean[index] as number) + cycles + weather;
  }
}
