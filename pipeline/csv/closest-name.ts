/** Case and accents don't count when a typed name is compared with the existing ones. */
function fold(name: string): string {
  return name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** Levenshtein distance: insertions, deletions and substitutions that turn `from` into `to`. */
function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const current = [i];
    for (let j = 1; j <= to.length; j++) {
      const substituted = (previous[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      current.push(Math.min(substituted, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[to.length] ?? 0;
}

/** Longer names are compared by their beginning: the distance costs length times length. */
const comparedLength = 64;

/**
 * The existing names most like a mistyped one, best first: at most `limit`, none when nothing is near.
 *
 * @example closestNames('valorobservdo', ['Municipio', 'ValorObservado']) // ['ValorObservado']
 */
export function closestNames(typed: string, names: readonly string[], limit = 3): string[] {
  const wanted = fold(typed).slice(0, comparedLength);
  const scored: { name: string; distance: number }[] = [];
  for (const name of new Set(names)) {
    const candidate = fold(name).slice(0, comparedLength);
    const contains =
      wanted.length >= 3 && candidate.length >= 3 && (candidate.includes(wanted) || wanted.includes(candidate));
    const distance = editDistance(wanted, candidate);
    if (contains || distance <= Math.max(2, Math.floor(wanted.length / 3))) scored.push({ name, distance });
  }
  scored.sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1));
  return scored.slice(0, limit).map(({ name }) => name);
}

/** Names for an error message, quoted; a long list is cut short. */
export function listNames(names: readonly string[], limit = 40): string {
  const shown = names.slice(0, limit).map((name) => JSON.stringify(name));
  if (names.length > limit) shown.push(`and ${names.length - limit} more`);
  return shown.join(', ');
}
