import { readOurs, readPeer, requireAgreement } from '../agree.mjs';
import { enjambre, enjambreOnDeno, peer } from '../contenders.mjs';
import { sampleFile, valueColumn } from '../data.mjs';
import { BenchError } from '../environment.mjs';
import { interleaved } from '../measure.mjs';
import { judged, mebibytes, seconds } from '../table.mjs';

/** The same by station, and the same on Deno. @param {import('../environment.mjs').Context} context */
export async function* groups(context) {
  const file = sampleFile(context, context.rows);
  const grouped = enjambre(context, file.path, { name: 'enjambre --by', by: true });
  const whole = enjambre(context, file.path);
  const others = ['polars', 'duckdb', 'pandas'].map((name) => peer(context, name, file.path, { by: true }));
  const rows = others.map((other) => {
    const [mine, theirs] = compared(context, grouped, other);
    requireAgreement(other.name, readOurs(mine.stdout, valueColumn), readPeer(theirs.stdout));
    return row(grouped, mine, `${other.name}, by station`, theirs, other.name === 'polars' ? 0.6 : undefined);
  });
  const [mine, ungrouped] = compared(context, grouped, whole);
  rows.push(row(grouped, mine, 'enjambre', ungrouped, 2.5));
  if (context.deno) rows.push(...onDeno(context, file.path, whole, grouped));
  yield {
    title: `By station (${context.stations}), and on Deno`,
    columns: ['measured', 'time, s', 'peak MiB', 'against', 'time, s', 'peak MiB', 'ratio', 'bar', ''],
    rows,
    note: context.deno ? '' : 'Deno was not found. Next: npm install --prefix .cache/deno deno',
  };
}

/**
 * @param {import('../environment.mjs').Context} context
 * @param {string} path
 * @param {import('../measure.mjs').Contender} whole
 * @param {import('../measure.mjs').Contender} grouped
 */
function onDeno(context, path, whole, grouped) {
  return [whole, grouped].map((onNode) => {
    const onDeno = enjambreOnDeno(context, path, context.deno.binary, { by: onNode === grouped });
    const [deno, node] = compared(context, onDeno, onNode);
    if (deno.stdout !== node.stdout) throw new BenchError('Deno and Node give different bytes');
    const name = onNode === grouped ? 'enjambre --by on Deno' : 'enjambre on Deno';
    return row({ name }, deno, `${onNode.name} on Node`, node, 1.5);
  });
}

/**
 * @param {import('../environment.mjs').Context} context
 * @param {import('../measure.mjs').Contender} a
 * @param {import('../measure.mjs').Contender} b
 */
function compared(context, a, b) {
  context.log(`  ${a.name} against ${b.name}`);
  return interleaved(context, [a, b]);
}

/**
 * @param {{ name: string }} measured
 * @param {import('../measure.mjs').Series} a
 * @param {string} against
 * @param {import('../measure.mjs').Series} b
 * @param {number | undefined} atMost
 */
function row({ name }, a, against, b, atMost) {
  const verdict = judged(a.medianMs / b.medianMs, atMost === undefined ? undefined : { atMost });
  return [name, seconds(a), mebibytes(a), against, seconds(b), mebibytes(b), ...verdict];
}
