import { PLACES, ZONES } from './places.ts';
import { Sfc32 } from './random.ts';

/** A made-up station at a real place. Coordinates in billionths of a degree, temperatures in thousandths of a degree Celsius. */
export interface Station {
  /** Ten digits: two zeros, two of the hydrographic zone, six of its own. */
  code: string;
  name: string;
  municipality: string;
  department: string;
  zone: string;
  latitude: number;
  longitude: number;
  meanMilliDegrees: number;
  /** Half of the difference between the warmest and the coldest time of the year. */
  yearSwingMilliDegrees: number;
  /** Half of the difference between afternoon and dawn. */
  daySwingMilliDegrees: number;
  /** Standard deviation of what an hour adds to the weather. */
  gustMilliDegrees: number;
}

/** Own digits of the first station, and the step to the next: coprime to a million, so no two stations share them. */
const FIRST_OWN_DIGITS = 205791;
const OWN_DIGITS_STEP = 617411;
/** Mean temperature at sea level in Colombia, and how much colder a metre higher is, in thousandths of a degree Celsius. */
const SEA_LEVEL_MILLI_DEGREES = 28200;
const LAPSE_MILLI_DEGREES_PER_M = 5.8;
/** How far a place's first station is from it at most, and its next ones, in billionths of a degree: 5 cm, and 10 km. */
const FIRST_REACH = 500;
const NEXT_REACH = 90_000_000;
/** Keeps the draws about stations apart from those of the data's seed, so that stations are the same for every seed. */
const STATION_STREAM = 0x57a7;

/**
 * The station at an index from 0 to 99,999; the same one whatever the seed of the data. When every place has a station,
 * the next ones stand near the first and carry a number: `AEROPUERTO EL DORADO 2`.
 */
export function stationAt(index: number): Station {
  const place = PLACES[index % PLACES.length];
  if (place === undefined) throw new RangeError(`There is no station ${index}.`);
  const [name, municipality, department, zone, latitude, longitude, altitudeM] = place;
  const lap = Math.floor(index / PLACES.length);
  const random = new Sfc32(index, STATION_STREAM);
  const around = (centre: number, reach: number) => centre - reach + random.below(2 * reach + 1);
  const height = lap === 0 ? altitudeM : Math.max(1, around(altitudeM, 150));
  const reach = lap === 0 ? FIRST_REACH : NEXT_REACH;
  const ownDigits = (FIRST_OWN_DIGITS + OWN_DIGITS_STEP * index) % 1_000_000;
  return {
    code: `00${zone}${String(ownDigits).padStart(6, '0')}`,
    name: lap === 0 ? name : `${name} ${lap + 1}`,
    municipality,
    department,
    zone: ZONES[zone],
    latitude: around(latitude * 1000, reach),
    longitude: around(longitude * 1000, reach),
    meanMilliDegrees: around(SEA_LEVEL_MILLI_DEGREES - Math.round(LAPSE_MILLI_DEGREES_PER_M * height), 600),
    yearSwingMilliDegrees: around(800, 300),
    // Thin air warms and cools faster.
    daySwingMilliDegrees: around(3200 + Math.round(height / 2), 600),
    gustMilliDegrees: around(420, 100),
  };
}
