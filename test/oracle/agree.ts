import * as assert from 'uvu/assert';
import type { CsvFile, OracleOptions } from './describe.ts';
import { oracleDescribe } from './describe.ts';
import type { RefusalReason } from './refusal.ts';
import { Refusal } from './refusal.ts';

/** The product's word for each reason to refuse. */
const codes: Record<RefusalReason, string> = {
  'no-header': 'empty-input',
  'utf-16': 'wide-encoding',
  'unclosed-quote': 'unclosed-quote',
  'different-header': 'header-differs',
  'missing-column': 'usage',
  'ambiguous-column': 'usage',
  'invalid-value': 'invalid-value',
  'key-encoding': 'key-encoding',
};

/** What came of a run: the text of `result.json`, or the code and message of the refusal. */
export type Outcome = { text: string } | { code: string; message: string };

/** Only refusals are an outcome: any other error is thrown on. */
export async function outcomeOf(run: Promise<string>): Promise<Outcome> {
  try {
    return { text: await run };
  } catch (error) {
    if (error instanceof Error && error.name === 'EnjambreError' && 'code' in error) {
      return { code: String(error.code), message: error.message };
    }
    throw error;
  }
}

/**
 * What the oracle expects where the product gave `outcome`: `input` and `options`, which are not the oracle's to know,
 * are taken from there.
 */
export function expectedOutcome(files: readonly CsvFile[], options: OracleOptions, outcome: Outcome): Outcome {
  const echo = 'text' in outcome ? JSON.parse(outcome.text) : {};
  try {
    return { text: oracleDescribe(files, options, echo.input, echo.options) };
  } catch (error) {
    if (error instanceof Refusal) return { code: codes[error.reason], message: error.message };
    throw error;
  }
}

/** Which of these is met first depends on where the work is cut. */
const inAnyOrder = ['unclosed-quote', 'invalid-value'];

/** Fails unless both are the same bytes, or refusals for the same reason; says where they part. */
export function assertAgrees(outcome: Outcome, expected: Outcome, how: string): void {
  if ('code' in outcome && 'code' in expected) {
    if (outcome.code === expected.code) return;
    if (inAnyOrder.includes(outcome.code) && inAnyOrder.includes(expected.code)) return;
  }
  const [actualText, expectedText] = [show(outcome), show(expected)];
  if (actualText === expectedText) return;
  const differs = actualText.split('').findIndex((character, i) => character !== expectedText[i]);
  const from = Math.max(0, (differs === -1 ? actualText.length : differs) - 40);
  const excerpt = (text: string): string => text.slice(from, from + 100);
  assert.unreachable(`${how}\nproduct: …${excerpt(actualText)}\noracle:  …${excerpt(expectedText)}`);
}

function show(outcome: Outcome): string {
  return 'text' in outcome ? outcome.text : `refused, ${outcome.code}: ${outcome.message}`;
}
