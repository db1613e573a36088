import type { Tx } from "./db.ts";

/** The first day of each month (UTC) that the span touches, as YYYY-MM-DD. */
export function monthsBetween(from: Date, to: Date): readonly string[] {
  const months: string[] = [];
  for (
    let at = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth(), 1));
    at <= to;
    at.setUTCMonth(at.getUTCMonth() + 1)
  ) {
    months.push(at.toISOString().slice(0, 10));
  }
  return months;
}

/**
 * Makes the monthly partitions of `reading` for a span, both ends included, where they are missing; readings that had gone to the
 * default partition are moved over. For the system's transactions. Without it nothing is lost: a reading of any date is taken.
 */
export async function ensureReadingPartitions(tx: Tx, from: Date, to: Date): Promise<void> {
  const months = monthsBetween(from, to);
  if (months.length > 240) throw new Error(`a span of ${months.length} months: are the dates right?`);
  await tx.query("select ensure_reading_partition(month) from unnest($1::date[]) as month order by month", [months]);
}
