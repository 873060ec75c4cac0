// What `enjambre/job` gives to people who write a job: its types, and a test for folds.

export { checkJob, formatCheck, NotMergeable } from './check.ts';
export type * from './check-interface.ts';
export type * from './interface.ts';
