import type { ResolvedSampleOptions } from './options.ts';
import type { Station } from './stations.ts';

/** Columns of IDEAM's open hydrometeorological export, in its order. */
export const HEADER = [
  'CodigoEstacion',
  'CodigoSensor',
  'FechaObservacion',
  'ValorObservado',
  'NombreEstacion',
  'Departamento',
  'Municipio',
  'ZonaHidrografica',
  'Latitud',
  'Longitud',
  'DescripcionSensor',
  'UnidadMedida',
] as const;

export const DATE_FIELD = HEADER.indexOf('FechaObservacion');
export const VALUE_FIELD = HEADER.indexOf('ValorObservado');
export const DESCRIPTION_FIELD = HEADER.indexOf('DescripcionSensor');

const SENSOR_CODE = '0068';
const UNIT = '°C';
/** In a messy file, of every twenty stations one has a separator in its name, and one has quotes. */
const MESS_CYCLE = 20;
const SEPARATOR_IN_NAME = 3;
const QUOTES_IN_NAME = 7;

/** How records are spelled in one file. */
export type Spelling = Pick<ResolvedSampleOptions, 'sep' | 'decimal' | 'mess'> & { lineEnd: string };

/** The text as a CSV field: in quotes if it would be misread without. */
export function field(text: string, sep: string): string {
  return text.includes(sep) || /["\r\n]/.test(text) ? quoted(text) : text;
}

export function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** What the sensor is called; `between` is usually a blank. */
export function sensorDescription(between: string): string {
  return `TEMPERATURA DEL AIRE${between}A 2 m`;
}

/**
 * The fields of a station's records, spelled for the file; those of date and value are empty, to be filled in.
 * `index` is the station's place in the file's order, from 0.
 */
export function stationFields(index: number, station: Station, spelling: Spelling): string[] {
  const { sep, decimal } = spelling;
  const texts = [
    station.code,
    SENSOR_CODE,
    '',
    '',
    spelling.mess ? messyName(index, station, sep) : station.name,
    station.department,
    station.municipality,
    station.zone,
    degrees(station.latitude, decimal),
    degrees(station.longitude, decimal),
    sensorDescription(' '),
    UNIT,
  ];
  return texts.map((text) => field(text, sep));
}

function messyName(index: number, station: Station, sep: string): string {
  if (index % MESS_CYCLE === SEPARATOR_IN_NAME) return `${station.name}${sep} ${station.municipality}`;
  if (index % MESS_CYCLE === QUOTES_IN_NAME) return `ESTACIÓN "${station.name}"`;
  return station.name;
}

/** Billionths of a degree as degrees with all nine decimals. */
function degrees(billionths: number, decimal: string): string {
  const digits = String(Math.abs(billionths)).padStart(10, '0');
  return `${billionths < 0 ? '-' : ''}${digits.slice(0, -9)}${decimal}${digits.slice(-9)}`;
}
