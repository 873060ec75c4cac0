// What people see of `checkJob`; types that import nothing, as those of a job.

/** Rows to try a fold with: CSV text with its header, or rows as objects; for a fold with `addBytes`, any text. */
export type Sample =
  | string
  | Uint8Array
  | readonly { readonly [column: string]: string | number | boolean | null | undefined }[];

export interface CheckOptions {
  /** The job's own options, by their names in its file. */
  options?: { readonly [name: string]: string | number | boolean | readonly string[] | undefined };
  /** Relative difference of numbers that is accepted, as 1e-9. @default 0: the same to the last digit */
  tolerance?: number;
  /** Most rows of the sample to use. @default 50 */
  rows?: number;
  /** How the sample is written, if it is text. @default found out */
  delimiter?: string;
  /** @default found out */
  decimal?: string;
  /** Texts that mean "no value". @default those of a run */
  missing?: readonly string[];
}

export interface CheckReport {
  holds: true;
  /** Ways in which the sample was cut and joined. */
  checked: number;
  /** Rows, or lines, of the sample that were used. */
  rows: number;
}

/** What a fold is asked to keep. */
export type Law = 'merge' | 'associative' | 'empty' | 'repeat' | 'states' | 'works';

/** A law that does not hold, and where. */
export interface Fault {
  law: Law;
  /** The rows, as they stand in the sample; the first line is the header. */
  rows: string[];
  /** Where each of them stands, without the header: `line 2`; `row 1` of a sample of objects. */
  places: string[];
  /** After how many rows they were cut. */
  cuts: number[];
  /** What differs. */
  difference: Difference | null;
  /** Of `works`: what failed, in words. */
  error: string | null;
  /** The job's function that failed, or its `merge` where joining is at fault. */
  fn: 'empty' | 'add' | 'addBytes' | 'merge' | 'result' | null;
  /** Line of the job's file where it threw, or of that function; null where that is not known. */
  line: number | null;
}

/** Where two results differ first. */
export interface Difference {
  /** `result.mean` */
  path: string;
  /** As JSON: of all rows at once, and joined from parts. */
  whole: string;
  parts: string;
  kind: 'rounding' | 'order' | 'value';
}

/**
 * Tries whether a fold gives the same result however its input is cut: the sample as a whole; in two and in three parts, joined
 * from the left and from the right; with an empty part at either end; row by row; a second time; and with states that were
 * written and read again.
 *
 * Throws an error whose `message` shows rows and cuts that give another result, none of which can be left out, whose `next`
 * says what to look at, and whose `fault` has all of it as data.
 *
 * @param job what the job's file exports
 *
 * @example
 * import { checkJob } from 'enjambre/job';
 * import job from './my-job.ts';
 *
 * checkJob(job, 'station,value\na,1\nb,2\n');
 */
export type CheckJob = (job: object, sample: Sample, options?: CheckOptions) => CheckReport;

/** How messages call the job's file and the sample's. */
export interface CheckNames {
  job?: string;
  sample?: string;
}

/** A broken law in words, for people: rows with their places, cuts, the two results. */
export type FormatCheck = (fault: Fault, names?: CheckNames) => string;
