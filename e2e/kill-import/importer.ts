import { isChainIntact } from "#server/db/audit.ts";
import type { Db } from "#server/db/db.ts";
import { openDatabase } from "#server/db/open.ts";
import { importFile } from "#server/files/import-file.ts";

/** What stands in the database, as one look sees it. */
export interface Seen {
  readonly version: number;
  readonly rows: number;
  /** Diameters that are there with their number of pipes: one, when nothing is mixed. */
  readonly dnMm: Readonly<Record<string, number>>;
  /** Pipes by the sums that are kept beside the rows. */
  readonly summed: number;
  readonly audits: number;
  readonly isChainIntact: boolean;
}

export async function look(db: Db): Promise<Seen> {
  return await db.asSystem(async (tx) => {
    const [dataset] = await tx.query<{ version: number; rows: number }>(
      "select version, rows from dataset where name = 'pipes'",
    );
    const dn = await tx.query<{ dnMm: number; n: number }>(
      `select dn_mm as "dnMm", count(*)::int as n from pipe group by dn_mm`,
    );
    const [sums] = await tx.query<{ n: number }>("select coalesce(sum(pipes), 0)::int as n from pipe_rollup");
    const [audits] = await tx.query<{ n: number }>("select count(*)::int as n from audit where subject = 'pipes'");
    return {
      version: dataset?.version ?? 0,
      rows: dataset?.rows ?? 0,
      dnMm: Object.fromEntries(dn.map((row) => [String(row.dnMm), row.n])),
      summed: sums?.n ?? 0,
      audits: audits?.n ?? 0,
      isChainIntact: await isChainIntact(tx),
    };
  });
}

/** The process that is killed: opens the database, says what it sees, then imports the file and says so. */
async function main(): Promise<void> {
  const [file = ""] = process.argv.slice(2);
  const dataDir = process.env.DATA_DIR ?? "";
  const log = { info: () => undefined, warn: () => undefined };
  const db = await openDatabase({ dataDir, databaseUrl: process.env.DATABASE_URL, log });
  process.send?.({ seen: await look(db) });
  await importFile(db, { file, kind: "pipe", dataset: "pipes" });
  process.send?.({ done: true });
  await db.close();
  process.disconnect?.();
}

if (import.meta.main) await main();
