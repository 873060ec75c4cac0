/** A value that JSON can say as it is. */
export type Plain = string | number | boolean | null | Plain[] | { [key: string]: Plain };

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/** How a member is written in code: `state.sums`, `state["a b"]`. */
export function memberPath(path: string, key: string): string {
  return IDENTIFIER.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
}

/**
 * What a job gives as its result, as JSON can say it: a bigint as a number, or as text where a number would change it; null
 * for what is not finite; typed arrays as lists; dates as text. Members that are undefined are left out.
 *
 * @throws TypeError naming the member that JSON cannot say, such as a Map
 */
export function plainOf(value: unknown, path = 'result'): Plain {
  return plain(value, path, []);
}

function plain(value: unknown, path: string, within: readonly object[]): Plain {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? value + 0 : null;
    case 'bigint':
      return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
    case 'object':
      return value === null ? null : plainObject(value, path, within);
    default:
      throw new TypeError(
        `${path} is ${typeof value === 'undefined' ? 'undefined' : `a ${typeof value}`}, which JSON cannot say`,
      );
  }
}

function plainObject(value: object, path: string, before: readonly object[]): Plain {
  if (before.includes(value)) throw new TypeError(`${path} is inside itself, which JSON cannot say`);
  const within = [...before, value];
  if (Array.isArray(value)) return Array.from(value, (item, index) => plain(item ?? null, `${path}[${index}]`, within));
  if (value instanceof Map)
    throw new TypeError(`${path} is a Map, which JSON cannot say: give Object.fromEntries(map), or [...map]`);
  if (value instanceof Set) throw new TypeError(`${path} is a Set, which JSON cannot say: give [...set]`);
  if (value instanceof Promise) throw new TypeError(`${path} is a promise: result must give the value itself`);
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    return Array.from(value as unknown as ArrayLike<number | bigint>, (item) => plain(item, path, within));
  }
  if ('toJSON' in value && typeof value.toJSON === 'function') return plain(value.toJSON(), path, within);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  // Not an assignment: a member may be called `__proto__`.
  return Object.fromEntries(members.map(([key, member]) => [key, plain(member, memberPath(path, key), within)]));
}
