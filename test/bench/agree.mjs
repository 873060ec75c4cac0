// A peer that computes something else is not a peer: results are compared before any time is shown.
import { BenchError } from './environment.mjs';

const tolerance = 1e-9;

/**
 * @typedef {object} Statistics of one group, named as in result.json
 * @property {string} [key]
 * @property {number} min
 * @property {number} max
 * @property {Record<string, number>} percentiles
 */

/**
 * @param {string} stdout of `describe --json`
 * @param {string} column
 * @returns {Statistics[]}
 */
export function readOurs(stdout, column) {
  return JSON.parse(stdout).groups.map((/** @type {any} */ group) => {
    const [key] = Object.values(group.key);
    return { ...(key === undefined ? {} : { key }), ...group.columns[column] };
  });
}

/**
 * @param {string} stdout of a peer
 * @returns {Statistics[]}
 */
export const readPeer = (stdout) => JSON.parse(stdout).groups;

/**
 * @param {string} name of the peer
 * @param {Statistics[]} expected ours
 * @param {Statistics[]} actual the peer's; statistics that it does not name are not compared
 */
export function requireAgreement(name, expected, actual) {
  const differences = expected.length === actual.length ? [] : [`groups: ${expected.length} and ${actual.length}`];
  for (const [i, ours] of expected.entries()) differences.push(...compareGroup(ours, actual[i] ?? {}));
  if (differences.length === 0) return;
  const more = differences.length > 10 ? `\n  and ${differences.length - 10} more` : '';
  const shown = differences.slice(0, 10).map((difference) => `\n  ${difference}`);
  throw new BenchError(`enjambre and ${name} do not agree:${shown.join('')}${more}`);
}

/**
 * @param {Statistics} ours
 * @param {object} theirs
 */
function compareGroup(ours, { percentiles = {}, ...rest }) {
  const differences = [];
  const left = { ...ours, ...prefixed(ours.percentiles) };
  for (const [name, value] of Object.entries({ ...rest, ...prefixed(percentiles) })) {
    if (agrees(left[name], value, scaleOf(name, ours))) continue;
    differences.push(`${ours.key ?? 'all'} ${name}: ${left[name]} and ${value}`);
  }
  return differences;
}

const prefixed = (/** @type {Record<string, number>} */ percentiles) =>
  Object.fromEntries(Object.entries(percentiles).map(([p, value]) => [`percentile ${p}`, value]));

/**
 * What an error is relative to, where not to the value itself: a mean near 0 is a difference of larger numbers, the 3
 * has been taken off a kurtosis, and the skewness of symmetric data is 0 but for rounding.
 * @param {string} name
 * @param {any} group
 */
function scaleOf(name, group) {
  const largest = Math.max(Math.abs(group.min), Math.abs(group.max));
  if (name === 'sum') return group.count * largest;
  if (name === 'mean' || name.startsWith('percentile')) return largest;
  if (name === 'kurtosis') return 3;
  return name === 'skewness' ? 1 : 0;
}

/**
 * @param {unknown} a
 * @param {unknown} b
 * @param {number} scale
 */
function agrees(a, b, scale) {
  if (typeof a !== 'number' || typeof b !== 'number') return a === b;
  return Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b), scale);
}
