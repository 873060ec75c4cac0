/** A JSON object of unknown content. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function objectOf(value: unknown, what: string): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unexpected(value, what, 'an object');
  return value as JsonObject;
}

export function listOf(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw unexpected(value, what, 'a list');
  return value;
}

export function textOf(value: unknown, what: string): string {
  if (typeof value !== 'string') throw unexpected(value, what, 'a text');
  return value;
}

export function numberOf(value: unknown, what: string): number {
  if (typeof value !== 'number') throw unexpected(value, what, 'a number');
  return value;
}

/** Values that are texts, by name. */
export function textsOf(value: unknown, what: string): Record<string, string> {
  const entries = Object.entries(objectOf(value, what));
  return Object.fromEntries(entries.map(([name, text]) => [name, textOf(text, `${what}.${name}`)]));
}

/** Absent and null are the same to the engine's API. */
export function isAbsent(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

function unexpected(value: unknown, what: string, wanted: string): Error {
  return new Error(`${what} is ${JSON.stringify(value)?.slice(0, 80) ?? 'absent'}, not ${wanted}`);
}
