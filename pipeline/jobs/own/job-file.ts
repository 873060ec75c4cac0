/** Whether a word names the file of a job, rather than a built-in job; one with JSX too, which is refused when it is read. */
export function isJobFile(word: string): boolean {
  return /\.[cm]?[jt]sx?$/i.test(word);
}
