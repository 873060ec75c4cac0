/** Whether a word names the file of a job, rather than a built-in job. */
export function isJobFile(word: string): boolean {
  return /\.[cm]?[jt]s$/i.test(word);
}
