/**
 * What a test file's process really did. uvu exits 0 when a `before` hook throws, when a test throws something that is
 * no Error, and when `.run()` is missing; so its printed totals decide, and must be complete.
 * @typedef {{ passed: number; failed: number; skipped: string[]; problem: string | undefined }} Verdict
 */

const totalsPattern = /^ {2}Total: {5}(\d+)\n {2}Passed: {4}(\d+)\n {2}Skipped: {3}(\d+)\n {2}Duration: {2}[\d.]+ms$/gm;
const reasonPattern = /(?:^|• | {2})skipped: (.*\S)/gm;

/**
 * @param {{ output: string; exitCode: number | null; timedOut: boolean }} ended `output` is what went to stdout
 * @returns {Verdict}
 */
export function verdictOf({ output, exitCode, timedOut }) {
  const text = withoutColour(output);
  const blocks = [...text.matchAll(totalsPattern)];
  const reasons = [...text.matchAll(reasonPattern)].map((match) => match[1] ?? '');
  const [total = 0, passed = 0, leftOut = 0] = (blocks[0] ?? []).slice(1).map(Number);
  const problem = problemOf();
  // A test that prints its reason and returns counts as passed for uvu.
  const skippedInside = Math.max(0, reasons.length - leftOut);
  return {
    passed: Math.max(0, passed - skippedInside),
    failed: problem === undefined ? 0 : Math.max(1, total - passed),
    skipped: reasons,
    problem,
  };

  function problemOf() {
    if (timedOut) return 'was stopped at its deadline';
    if (blocks.length === 0) return `printed no totals (exit ${exitCode}): is \`.run()\` missing?`;
    if (blocks.length > 1) return 'printed more than one block of totals';
    if (passed !== total) return `passed only ${passed} of ${total}`;
    if (total === 0 && leftOut === 0) return 'ran no test';
    if (leftOut > reasons.length) return `left out ${leftOut} tests but gave ${reasons.length} reasons (\`.only\`?)`;
    if (reasons.length > total + leftOut) return `gave ${reasons.length} reasons for ${total + leftOut} tests`;
    if (exitCode !== 0) return `passed, but its process ended with exit ${exitCode}`;
    return undefined;
  }
}

/** @param {string} text */
function withoutColour(text) {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colour codes start with the escape character
  return text.replace(/\u001b\[[\d;]*m/g, '');
}
