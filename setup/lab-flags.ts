// What the options of commands on a lab give; what was not typed is undefined.

/** Which lab, and which nodes of it. */
export interface LabFlags {
  inventory?: string;
  node?: string[];
  concurrency?: number;
  json?: boolean;
}

/** Which steps, too. */
export interface StepFlags extends LabFlags {
  only?: string[];
  skip?: string[];
  leaveSwarm?: string[];
}
