/** A value as JSON: times in UTC, and nothing for a number that is none. */
export function jsonValue(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "number" && !Number.isFinite(value)) return null;
  return typeof value === "bigint" ? Number(value) : (value ?? null);
}
