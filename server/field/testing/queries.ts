import type { Db } from "#server/db/db.ts";

/** Rows of a statement, as the system sees them. */
export const rowsOf = async <Row>(db: Db, sql: string, values: readonly unknown[] = []): Promise<Row[]> =>
  await db.asSystem((tx) => tx.query<Row>(sql, values));
