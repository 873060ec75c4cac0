/** Why a run on this input must be refused. */
export type RefusalReason =
  | 'no-header'
  | 'utf-16'
  | 'unclosed-quote'
  | 'different-header'
  | 'missing-column'
  | 'ambiguous-column'
  | 'invalid-value'
  | 'key-encoding';

/** What the oracle throws where the product must refuse the run. */
export class Refusal extends Error {
  readonly reason: RefusalReason;
  readonly file: string;
  /** The place, where the refusal has one: the line counted from 1, the byte of the file counted from 0. */
  readonly place: { line: number; byte: number } | undefined;

  constructor(reason: RefusalReason, file: string, place?: { line: number; byte: number }) {
    super(`${reason} in ${file}${place === undefined ? '' : ` at line ${place.line}, byte ${place.byte}`}`);
    this.name = 'Refusal';
    this.reason = reason;
    this.file = file;
    this.place = place;
  }
}
